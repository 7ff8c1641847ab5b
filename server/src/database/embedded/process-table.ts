import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether the process exists and runs; one that ended and waits for its parent to notice (a zombie) does not. */
export async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The state follows the name, which stands in parentheses and may hold anything (proc_pid_stat(5)).
  return status === undefined || !/^ [ZX]/.test(status.slice(status.lastIndexOf(')') + 1));
}

/** The name of its program, such as `postgres`; undefined when it is gone. */
export async function programOf(pid: number): Promise<string | undefined> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => undefined);
  if (name !== undefined) return name.trim();
  if (process.platform === 'linux') return undefined;
  const listed = await run('ps', ['-o', 'comm=', '-p', String(pid)]).catch(() => undefined);
  return listed === undefined ? undefined : basename(listed.stdout.trim());
}

/** The folder it works in; undefined when that cannot be told: it is gone, is somebody else's, or there is no /proc. */
export async function workingFolderOf(pid: number): Promise<string | undefined> {
  return readlink(`/proc/${pid}/cwd`).catch(() => undefined);
}
