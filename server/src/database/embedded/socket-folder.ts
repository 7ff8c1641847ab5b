import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity } from './identity.ts';

export const socketPort = 5432;

/** sun_path holds 108 bytes on Linux and 104 on macOS and the BSDs, the closing zero included (unix(7), unix(4)). */
const longestSocketPath = process.platform === 'linux' ? 107 : 103;

/**
 * The folder of the server's socket, private to whom it runs as: the database's own (0700), or, where that path is too long
 * for a socket, a short one that is the same at every start.
 */
export async function prepareSocketFolder(
  clusterFolder: string,
  identity: Identity | undefined,
  temporaryFolder = '/tmp',
): Promise<string> {
  if (Buffer.byteLength(join(clusterFolder, `.s.PGSQL.${socketPort}`)) <= longestSocketPath) return clusterFolder;
  const prefix = join(temporaryFolder, 'gangway-');
  const usual = prefix + createHash('sha256').update(clusterFolder).digest('hex').slice(0, 12);
  const folder = (await isPrivate(usual, identity))
    ? usual
    : await mkdir(usual, { mode: 0o700 }).then(
        () => usual,
        () => mkdtemp(prefix),
      );
  if (identity !== undefined) await chown(folder, identity.uid, identity.gid);
  await chmod(folder, 0o700);
  return folder;
}

/** Anybody may make a folder of that name in /tmp: only one that is ours and closed to others is used again. */
async function isPrivate(folder: string, identity: Identity | undefined): Promise<boolean> {
  const stats = await lstat(folder).catch(() => undefined);
  const uid = identity?.uid ?? process.getuid?.();
  return stats?.isDirectory() === true && stats.uid === uid && (stats.mode & 0o777) === 0o700;
}
