import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { refuse, Refusal } from '../../errors.ts';
import type { Identity } from './identity.ts';
import { firstBarrier, mayEnter } from './reachability.ts';

/**
 * Makes the folder when it is missing and resolves to its true path. For root, the user that runs PostgreSQL must be able to
 * pass through it (0711: through, not into; the secret key in it is 0600), and through every folder above.
 */
export async function prepareDataFolder(dataFolder: string): Promise<string> {
  const path = resolve(dataFolder);
  try {
    await mkdir(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
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

/** Refuses, in a sentence that says what to set, a data folder that this user cannot reach. */
export async function checkReachable(dataFolder: string, identity: Identity | undefined): Promise<void> {
  if (identity !== undefined) {
    const stats = await stat(dataFolder);
    if (stats.uid === 0 && !mayEnter(stats, identity)) await chmod(dataFolder, (stats.mode & 0o777) | 0o011);
  }
  const barrier = await firstBarrier(dataFolder, identity);
  if (barrier === undefined) return;
  refuse(
    'database-unavailable',
    identity === undefined
      ? `The data folder ${dataFolder} cannot be reached, because ${barrier} is closed to this user: set GANGWAY_DATA to a folder of your own.`
      : `PostgreSQL never runs as root, and its user ${identity.name} cannot pass through ${barrier}: set GANGWAY_DATA to a folder outside of it, such as GANGWAY_DATA=/var/lib/gangway.`,
  );
}
