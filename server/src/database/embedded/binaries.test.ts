import { execFile } from 'node:child_process';
import { chmod, lstat, mkdir, mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Binaries, installedBinaries, prepareBinaries, removeOldCopies } from './binaries.ts';
import { chooseIdentity } from './identity.ts';

const run = promisify(execFile);

let root: string;
let dataFolder: string;
let installed: Binaries;
beforeEach(async () => {
  root = await mkdtemp('/tmp/gangway-binaries-');
  await chmod(root, 0o755);
  dataFolder = join(root, 'data');
  await mkdir(dataFolder);
  installed = await packageWithoutLinks();
});
afterEach(async () => {
  await chmod(join(root, 'package'), 0o755);
  await chmod(join(root, 'package/native/lib'), 0o755);
  await rm(root, { recursive: true });
});

/** The package as npm unpacks it when install scripts are blocked: no links. */
async function packageWithoutLinks(): Promise<Binaries> {
  const real = await installedBinaries();
  const folder = join(root, 'package', 'native');
  await mkdir(join(root, 'package'));
  await run('cp', ['-R', real.folder, folder]);
  for (const name of await readdir(join(folder, 'lib'))) {
    const file = join(folder, 'lib', name);
    if ((await lstat(file)).isSymbolicLink()) await rm(file);
  }
  return { ...real, folder };
}

const prepare = async (): Promise<Binaries> => prepareBinaries(installed, dataFolder, await chooseIdentity(dataFolder));

describe('the binaries', () => {
  it('get the links that npm cannot bring, and run where they were installed', async () => {
    expect(await prepare()).toEqual(installed);
    expect(await readlink(join(installed.folder, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
    expect(await prepare()).toEqual(installed);
  });

  it('are copied into the data folder when they cannot be run where they are', async () => {
    // For root out of PostgreSQL's reach, as under /root; for others a node_modules that is read-only.
    await chmod(
      process.getuid?.() === 0 ? join(root, 'package') : join(installed.folder, 'lib'),
      process.getuid?.() === 0 ? 0o700 : 0o555,
    );
    const copy = await prepare();
    expect(copy.folder).toBe(join(dataFolder, `postgres-program-${installed.version}`));
    expect(await readlink(join(copy.folder, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
    const { ino } = await lstat(copy.folder);
    expect(await prepare()).toEqual(copy);
    expect((await lstat(copy.folder)).ino).toBe(ino);
  });

  it('of other versions are removed', async () => {
    await mkdir(join(dataFolder, 'postgres-program-17.0.0'));
    await mkdir(join(dataFolder, 'postgres'));
    await removeOldCopies(dataFolder, installed);
    expect(await readdir(dataFolder)).toEqual(['postgres']);
  });
});
