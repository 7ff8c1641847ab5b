import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Connection } from '../../src/database/connection-settings.ts';
import type { Database } from '../../src/database/database.ts';
import { isRunning } from '../../src/database/embedded/process-table.ts';
import { startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.ts';
import { openDatabase } from '../../src/database/open-database.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('embedded-program.ts', import.meta.url));

export interface Line {
  readonly event?: string;
  readonly pid?: number;
  readonly signal?: string;
  readonly refused?: string;
  readonly ready?: { readonly connection: Connection; readonly pid: number; readonly mark?: string };
}

export interface EmbeddedProcess {
  readonly child: ChildProcess;
  /** Resolves to the first line (from now on, or already said) that fits; fails when the process ends before. */
  line(fits: (line: Line) => boolean): Promise<Line>;
  ready(): Promise<NonNullable<Line['ready']>>;
  /** Kills it and waits until it is gone; its PostgreSQL lives on. */
  kill(): Promise<void>;
  /** Asks it to stop and resolves to its exit code. */
  stop(): Promise<number | null>;
}

export const isRoot = process.getuid?.() === 0;

/** Starts a process with an embedded PostgreSQL. Whatever is left of it is ended after the test. */
export function startEmbeddedProcess(
  dataFolder: string,
  options: { readonly uid?: number; readonly whenTaken?: 'join' } = {},
): EmbeddedProcess {
  const { uid, ...rest } = options;
  const ids = uid === undefined ? {} : { uid, gid: uid };
  const argument = JSON.stringify({ dataFolder, purpose: 'gangway start', ...rest });
  // Its own process group, as in a terminal: a test may send it the signal of Ctrl-C.
  const stdio = ['pipe', 'pipe', 'inherit'] as const;
  const child = spawn(process.execPath, [program, argument], { ...ids, cwd: '/', detached: true, stdio: [...stdio] });
  const ended = once(child, 'exit');
  const lines: Line[] = [];
  const waiting = new Set<() => void>();

  const reader = createInterface({ input: child.stdout });
  reader.on('line', (text) => {
    lines.push(JSON.parse(text) as Line);
    for (const look of waiting) look();
  });
  const line = (fits: (line: Line) => boolean): Promise<Line> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = lines.find(fits);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      reader.once('close', () => reject(new Error(`The process ended: ${JSON.stringify(lines)}`)));
    });
  onTestFinished(async () => {
    const pids = lines.flatMap(({ pid, ready }) => pid ?? ready?.pid ?? []);
    for (const pid of [child.pid ?? 0, ...pids]) await killIfRunning(pid);
  });
  return {
    child,
    line,
    ready: async () => {
      const { ready } = await line((one) => one.ready !== undefined);
      if (ready === undefined) throw new Error('A line changed');
      return ready;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}

export interface PreparedFolders {
  readonly original: string;
  readonly copy: () => Promise<string>;
  readonly remove: () => Promise<void>;
}

/**
 * Data folders with a database in them, which cost no initdb: the first one is made as usual, the others are copies of it.
 * `remove` when the file is done.
 */
export async function preparedFolders(): Promise<PreparedFolders> {
  const original = await mkdtemp('/tmp/gangway-journey-');
  const postgres = await startEmbeddedPostgres({ dataFolder: original, purpose: 'tests' });
  await postgres.stop();
  return {
    original,
    copy: () => copyFolder(original),
    remove: () => rm(original, { recursive: true, force: true }),
  };
}

/** As `cp -a` copies a whole installation; goes away after the test. */
export async function copyFolder(original: string): Promise<string> {
  const folder = await temporaryFolder();
  await run('cp', ['-a', `${original}/.`, folder]);
  return folder;
}

/** A folder that goes away after the test, reachable for everyone. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp('/tmp/gangway-journey-');
  await chmod(folder, 0o755);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function withDatabase<T>(connection: Connection, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ connection, poolSize: 2, applicationName: 'tests' });
  return work(database).finally(() => database.close());
}

/** The process and all its children, gone in one blow, as when the power fails. */
export async function killFamily(pid: number): Promise<void> {
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=']);
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const children = pairs.flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []));
  for (const one of [pid, ...children]) await killIfRunning(one);
}

async function killIfRunning(pid: number): Promise<void> {
  if (pid > 1 && (await isRunning(pid))) process.kill(pid, 'SIGKILL');
}
