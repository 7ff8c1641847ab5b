import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { prepareSocketFolder } from './socket-folder.ts';

it('is the folder of the database, and a short private one when that path is too long for a socket', async () => {
  const root = await mkdtemp(join(tmpdir(), 'g-'));
  expect(await prepareSocketFolder('/data/postgres', undefined, root)).toBe('/data/postgres');

  const long = `/data/${'x'.repeat(100)}/postgres`;
  const folder = await prepareSocketFolder(long, undefined, root);
  expect(folder.startsWith(`${root}/gangway-`)).toBe(true);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  // The same at every start, so that a killed server's folder is not left behind.
  expect(await prepareSocketFolder(long, undefined, root)).toBe(folder);
  await rm(root, { recursive: true });
});
