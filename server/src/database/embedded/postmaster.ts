import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { refuse } from '../../errors.ts';
import type { Binaries } from './binaries.ts';
import type { Identity } from './identity.ts';
import { lastFault, openLog } from './log-file.ts';
import { disownPostmasterFile, readPostmasterFile } from './postmaster-file.ts';
import { isRunning, programOf, workingFolderOf } from './process-table.ts';
import { socketPort } from './socket-folder.ts';

/** A running server. */
export interface Postmaster {
  readonly pid: number;
  readonly socketFolder: string;
  readonly port: number;
  /** Resolves when the process is gone, whoever ended it. */
  readonly gone: Promise<void>;
}

export interface PostmasterOptions {
  readonly clusterFolder: string;
  readonly logFile: string;
  readonly binaries: Binaries;
  readonly identity: Identity | undefined;
  readonly socketFolder: string;
  /** Says which program and settings a running server was started with. */
  readonly fingerprint: string;
}

const pollMs = 10;
/** How long leftovers of a killed server may hold its lock: its children notice within moments, a busy one within seconds. */
const leftoverMs = 15_000;
const leftover = /lock file .* already exists|shared memory block .* (is )?still in use|could not create lock file/;

/** Starts a server on the cluster and resolves when it takes connections; waits as long as a crash recovery needs. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const started = performance.now();
  for (;;) {
    const result = await tryStart(options);
    if ('postmaster' in result) return result.postmaster;
    if (!leftover.test(result.fault) || performance.now() - started > leftoverMs) {
      return refuse(
        'database-unavailable',
        `The embedded PostgreSQL did not start: ${result.fault} Its log is ${options.logFile}.`,
      );
    }
    await delay(100);
  }
}

async function tryStart(options: PostmasterOptions): Promise<{ postmaster: Postmaster } | { fault: string }> {
  const { clusterFolder, identity, socketFolder } = options;
  const log = await openLog(options.logFile);
  const ids = identity === undefined ? {} : { uid: identity.uid, gid: identity.gid };
  const settings = ['listen_addresses=', 'unix_socket_permissions=0700', `gangway.fingerprint=${options.fingerprint}`];
  const values = [
    '-D',
    clusterFolder,
    '-k',
    socketFolder,
    '-p',
    String(socketPort),
    ...settings.flatMap((one) => ['-c', one]),
  ];
  // A session of its own: Ctrl-C in the terminal reaches Gangway alone, which then stops the server when it is done with it.
  const child = spawn(join(options.binaries.folder, 'bin', 'postgres'), values, {
    ...ids,
    cwd: '/',
    env: { LC_ALL: 'C' },
    detached: true,
    stdio: ['ignore', log.handle.fd, log.handle.fd],
  });
  const gone = goneOf(child);
  child.unref();
  await log.handle.close();
  const pid = child.pid;
  if (pid === undefined) return { fault: `${options.binaries.folder}/bin/postgres cannot be run.` };
  const end = gone.then(() => 'gone' as const);
  for (;;) {
    if ((await Promise.race([end, delay(pollMs)])) === 'gone') break;
    const file = await readPostmasterFile(clusterFolder);
    if (file?.pid === pid && file.status === 'ready')
      return { postmaster: { pid, socketFolder, port: socketPort, gone } };
  }
  return { fault: (await lastFault(options.logFile, log.size)) ?? 'it ended without a word.' };
}

async function goneOf(child: ChildProcess): Promise<void> {
  // 'error' comes instead of 'exit' when the program could not be run at all.
  await Promise.race([once(child, 'exit'), new Promise((resolve) => child.once('error', resolve))]);
}

/**
 * The server that a killed Gangway left running on this cluster; undefined when there is none. A number in postmaster.pid
 * that is another program's by now is disowned.
 */
export async function findPostmaster(clusterFolder: string): Promise<Postmaster | undefined> {
  for (;;) {
    const file = await readPostmasterFile(clusterFolder);
    if (file === undefined || !(await isRunning(file.pid))) return undefined;
    if (!(await isPostmasterOf(clusterFolder, file.pid))) {
      await disownPostmasterFile(clusterFolder);
      return undefined;
    }
    const { pid, port, socketFolder } = file;
    if (file.status === 'ready') return { pid, port, socketFolder, gone: waitUntilGone(pid) };
    await delay(pollMs);
  }
}

async function isPostmasterOf(clusterFolder: string, pid: number): Promise<boolean> {
  // The owner of the files runs their server, so one that this user may not signal is another's.
  if (!signal(pid, 0) || (await programOf(pid)) !== 'postgres') return false;
  const workingFolder = await workingFolderOf(pid);
  return workingFolder === undefined || workingFolder === (await realpath(clusterFolder));
}

/** A process that is not our child says nothing when it ends. */
async function waitUntilGone(pid: number): Promise<void> {
  while (await isRunning(pid)) await delay(200, undefined, { ref: false });
}

/** Fast shutdown: ends connections, writes everything to the files, and waits for it; the hard way after a minute. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  const signals = [
    ['SIGINT', 60_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 10_000],
  ] as const;
  for (const [name, patienceMs] of signals) {
    if (!signal(postmaster.pid, name)) return;
    const started = performance.now();
    while (await isRunning(postmaster.pid)) {
      if (performance.now() - started > patienceMs) break;
      await delay(pollMs);
    }
  }
}

/** False when the process is gone, or another user's. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
