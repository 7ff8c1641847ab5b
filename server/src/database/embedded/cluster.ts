import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { refuse, Refusal } from '../../errors.ts';
import type { Connection } from '../connection-settings.ts';
import type { Binaries } from './binaries.ts';
import { chownTree } from './chown-tree.ts';
import type { Identity } from './identity.ts';
import { accessFile, mainSettingsFile } from './settings.ts';

export const databaseName = 'gangway';
const superuser = 'gangway';

export function connectionTo(server: { readonly socketFolder: string; readonly port: number }): Connection {
  return { host: server.socketFolder, port: server.port, user: superuser, database: databaseName };
}

/**
 * Makes the database's files when there are none, checks them when there are, and writes this program's settings.
 * Resolves to `created` or `present`.
 */
export async function prepareCluster(
  clusterFolder: string,
  binaries: Binaries,
  identity: Identity | undefined,
  settings: string,
): Promise<'created' | 'present'> {
  const major = await readMajor(clusterFolder);
  if (major === undefined) {
    await checkNoUpgrade(clusterFolder);
    await create(clusterFolder, binaries, identity, settings);
  } else {
    checkMajor(clusterFolder, major, binaries);
    await checkOwner(clusterFolder, identity);
    await writeOwned(join(clusterFolder, 'gangway.conf'), settings, identity);
  }
  return major === undefined ? 'created' : 'present';
}

/** The major version that made the files; undefined when there are none. */
export async function readMajor(clusterFolder: string): Promise<number | undefined> {
  try {
    return Number.parseInt(await readFile(join(clusterFolder, 'PG_VERSION'), 'utf8'));
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause)) throw cause;
    if (cause.code === 'EACCES') {
      throw new Refusal('database-unavailable', notYours(clusterFolder), [], { cause });
    }
    const entries = await readdir(clusterFolder).catch(() => []);
    if (entries.length === 0) return undefined;
    return refuse(
      'illegal-state',
      `The folder ${clusterFolder} holds files that are no database: move it away, or set GANGWAY_DATA to another folder.`,
    );
  }
}

/** Refuses when the data folder holds no database, for commands that only read one. An interrupted upgrade is told at the start. */
export async function checkMade(dataFolder: string): Promise<void> {
  if ((await readMajor(join(dataFolder, 'postgres'))) !== undefined) return;
  const names = await readdir(dataFolder).catch(() => []);
  if (names.some((name) => /^postgres-\d+$/.test(name))) return;
  refuse(
    'illegal-state',
    `There is no database in ${dataFolder}: \`gangway start\` makes one, or set GANGWAY_DATA to the folder of yours.`,
  );
}

/** An upgrade moves the old files away and the new ones in their place; between the two there is a moment without any. */
async function checkNoUpgrade(clusterFolder: string): Promise<void> {
  const siblings = await readdir(dirname(clusterFolder));
  const old = siblings.find((name) => /^postgres-\d+$/.test(name));
  if (old === undefined) return;
  refuse(
    'illegal-state',
    `The database is missing, but ${join(dirname(clusterFolder), old)} is there: an upgrade was interrupted; run \`gangway upgrade-database\` once more.`,
  );
}

function checkMajor(clusterFolder: string, major: number, binaries: Binaries): void {
  if (major === binaries.major) return;
  if (major > binaries.major) {
    refuse(
      'illegal-state',
      `The database in ${clusterFolder} was made by PostgreSQL ${major}, and this Gangway brings ${binaries.major}: install the newer Gangway that made it.`,
    );
  }
  refuse(
    'illegal-state',
    `The database in ${clusterFolder} was made by PostgreSQL ${major}, and this Gangway brings ${binaries.major}: run \`gangway upgrade-database\`, which moves the data over.`,
  );
}

async function checkOwner(clusterFolder: string, identity: Identity | undefined): Promise<void> {
  const { uid } = await stat(clusterFolder);
  if (uid === (identity?.uid ?? process.getuid?.() ?? uid)) return;
  // A copy that root made of the folder belongs to root.
  if (identity !== undefined) await give(() => chownTree(clusterFolder, identity), identity);
  else refuse('database-unavailable', notYours(clusterFolder));
}

const notYours = (folder: string): string =>
  `The database in ${folder} belongs to another user: start Gangway as the user who made it, or give him the folder with chown -R.`;

/** Everything is made beside and then takes its name, so that an interrupted start leaves no half of a database. */
async function create(
  clusterFolder: string,
  binaries: Binaries,
  identity: Identity | undefined,
  settings: string,
): Promise<void> {
  const building = `${clusterFolder}.new`;
  await rm(building, { recursive: true, force: true });
  await mkdir(building, { mode: 0o700 });
  if (identity !== undefined) await give(() => chown(building, identity.uid, identity.gid), identity);
  await initialise(building, binaries, identity);
  await writeOwned(join(building, 'gangway.conf'), settings, identity);
  await writeOwned(join(building, 'postgresql.conf'), mainSettingsFile, identity);
  await writeOwned(join(building, 'pg_hba.conf'), accessFile, identity);
  await rm(clusterFolder, { recursive: true, force: true });
  await rename(building, clusterFolder);
  await syncFolder(dirname(clusterFolder));
}

/**
 * The collation is PostgreSQL's own C.UTF-8: it never changes with a library's version, which would break every index on
 * text, and is the fastest. Where people read a sorted list, the query names theirs (`collate "cs-x-icu"`).
 */
async function initialise(folder: string, binaries: Binaries, identity: Identity | undefined): Promise<void> {
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const ids = identity === undefined ? {} : { uid: identity.uid, gid: identity.gid };
  const values = ['--pgdata', folder, '--username', superuser, '--auth=trust', '--data-checksums', ...locale];
  const fault = await run(join(binaries.folder, 'bin', 'initdb'), values, ids);
  if (fault !== undefined)
    refuse('database-unavailable', `The embedded PostgreSQL could not make its files in ${folder}: ${fault}`);
}

/**
 * Undefined when it went well, otherwise the first line of its complaint. It runs in a session of its own, as the server does: Ctrl-C during the first
 * start reaches Gangway alone, which stops when it is through.
 */
async function run(program: string, values: readonly string[], ids: object): Promise<string | undefined> {
  const child = spawn(program, values, {
    ...ids,
    cwd: '/',
    env: { LC_ALL: 'C' },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (words += chunk));
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return code === 0 ? undefined : (words.trim().split('\n')[0] ?? '');
  } catch (error) {
    // It could not be run at all.
    return error instanceof Error ? error.message : String(error);
  }
}

async function give(work: () => Promise<void>, identity: Identity): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new Refusal(
      'database-unavailable',
      `PostgreSQL never runs as root, and here root may not hand files to ${identity.name}: start Gangway as an ordinary user, or set GANGWAY_DATABASE_URL to a PostgreSQL 15 or newer.`,
      [],
      { cause: error },
    );
  }
}

async function writeOwned(file: string, text: string, identity: Identity | undefined): Promise<void> {
  await writeFile(file, text, { flush: true });
  await chmod(file, 0o600);
  if (identity !== undefined) await chown(file, identity.uid, identity.gid);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
