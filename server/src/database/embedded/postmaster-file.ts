import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a running PostgreSQL says about itself in postmaster.pid. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly socketFolder: string;
  readonly status: 'starting' | 'ready' | 'stopping';
}

/**
 * Lines by number, https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/utils/pidfile.h: pid, data folder,
 * start, port, socket folder, listen address, shared memory, status. They are added one by one while it starts.
 */
export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const [pid = '', , , port = '', socketFolder = '', , , status = ''] = text.split('\n');
  // A minus marks a server in single-user mode.
  if (!/^-?\d+$/.test(pid.trim())) return undefined;
  return {
    pid: Math.abs(Number(pid)),
    port: Number(port),
    socketFolder,
    status: status.startsWith('ready') ? 'ready' : status.startsWith('stopping') ? 'stopping' : 'starting',
  };
}

export async function readPostmasterFile(clusterFolder: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(fileOf(clusterFolder), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parsePostmasterFile(text);
}

/**
 * Marks the file as left behind, when its number belongs to another program by now. PostgreSQL would take that program for
 * a server and never start; it takes its own parent's number for a stale one (CreateLockFile in miscinit.c), so ours is put
 * there. The file is not removed: the line about shared memory keeps a new server from starting beside old backends.
 */
export async function disownPostmasterFile(clusterFolder: string): Promise<void> {
  const file = fileOf(clusterFolder);
  const text = await readFile(file, 'utf8');
  const [, ...rest] = text.split('\n');
  await writeFile(file, [String(process.pid), ...rest].join('\n'));
  // The socket has a lock of its own with the same number; its folder is private to this cluster.
  const { socketFolder = '', port = 0 } = parsePostmasterFile(text) ?? {};
  if (socketFolder !== '') await rm(join(socketFolder, `.s.PGSQL.${port}.lock`), { force: true });
}

function fileOf(clusterFolder: string): string {
  return join(clusterFolder, 'postmaster.pid');
}
