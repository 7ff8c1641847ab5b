import { chmod, mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { refuse, Refusal } from '../../errors.ts';
import { chooseIdentity, type Identity } from './identity.ts';
import { firstBarrier, mayEnter } from './reachability.ts';

export interface DataFolder {
  /** Its true path, without links. */
  readonly dataFolder: string;
  /** Of the database's files in it. */
  readonly clusterFolder: string;
  /** Who runs PostgreSQL; undefined: this user himself. */
  readonly identity: Identity | undefined;
}

/**
 * Makes the folder when it is missing. For root, the user that runs PostgreSQL must be able to pass through it (0711: through,
 * not into; the secret key in it is 0600), and through every folder above; otherwise nothing is made.
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder);
  const identity = await chooseIdentity(join(path, 'postgres'));
  if (identity !== undefined) await checkReachable(await nearestFolder(dirname(path)), identity);
  const dataFolder = await makeFolder(path, identity === undefined ? 0o700 : 0o711);
  if (identity !== undefined) await openForPassing(dataFolder, identity);
  await checkReachable(dataFolder, identity);
  return { dataFolder, clusterFolder: join(dataFolder, 'postgres'), identity };
}

async function makeFolder(path: string, mode: number): Promise<string> {
  try {
    await mkdir(path, { recursive: true, mode });
    return await realpath(path);
  } catch (error) {
    throw new Refusal(
      'database-unavailable',
      `The data folder ${path} cannot be made: set GANGWAY_DATA to a folder that this user may write.`,
      [],
      { cause: error },
    );
  }
}

/** The folder itself, or the one above it that is there. */
async function nearestFolder(path: string): Promise<string> {
  const present = await stat(path).catch(() => undefined);
  return present === undefined && dirname(path) !== path ? nearestFolder(dirname(path)) : path;
}

/** A folder that root closed (0700) is opened for passing through, if it is Gangway's alone: empty, or with its files. */
async function openForPassing(dataFolder: string, identity: Identity): Promise<void> {
  const stats = await stat(dataFolder);
  if (stats.uid !== 0 || mayEnter(stats, identity)) return;
  const names = await readdir(dataFolder);
  if (names.length > 0 && !names.includes('gangway.lock') && !names.includes('secret.key')) return;
  await chmod(dataFolder, (stats.mode & 0o777) | 0o011);
}

/** Refuses, in a sentence that says what to set, a folder that the user of PostgreSQL cannot reach. */
async function checkReachable(folder: string, identity: Identity | undefined): Promise<void> {
  const barrier = await firstBarrier(folder, identity);
  if (barrier === undefined) return;
  refuse(
    'database-unavailable',
    identity === undefined
      ? `The data folder ${folder} cannot be reached, because ${barrier} is closed to this user: set GANGWAY_DATA to a folder of your own.`
      : `PostgreSQL never runs as root, and its user ${identity.name} cannot pass through ${barrier}: set GANGWAY_DATA to a folder outside of it, such as GANGWAY_DATA=/var/lib/gangway.`,
  );
}
