import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseIdentity } from './identity.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gangway-identity-'));
});
afterAll(() => rm(folder, { recursive: true }));

const choose = async (users: string) => {
  const file = join(folder, 'passwd');
  await writeFile(file, users);
  return chooseIdentity(join(folder, 'missing'), 0, file);
};

describe('who runs PostgreSQL', () => {
  it('is oneself, unless one is root', async () => {
    expect(await chooseIdentity(folder, 1000)).toBeUndefined();
  });

  it('is, for root, the most fitting unprivileged user of the machine', async () => {
    const root = 'root:x:0:0:root:/root:/bin/sh\n';
    const nobody = 'nobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false\n';
    expect(await choose(`${root}${nobody}postgres:x:101:104::/var/lib/postgresql:/bin/sh\n`)).toEqual({
      name: 'postgres',
      uid: 101,
      gid: 104,
    });
    expect(await choose(root + nobody)).toEqual({ name: 'nobody', uid: 4_294_967_294, gid: 4_294_967_294 });
    expect(await choose(`${root}node:x:1000:1000::/home/node:/bin/sh\n`)).toMatchObject({ name: 'node' });
  });

  it('is nobody at all where there is only root, and a sentence says so', async () => {
    await expect(choose('root:x:0:0:root:/root:/bin/sh\n')).rejects.toThrow('PostgreSQL never runs as root');
  });
});
