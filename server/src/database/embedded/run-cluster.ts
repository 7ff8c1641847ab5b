import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../open-database.ts';
import { installedBinaries, prepareBinaries, removeOldCopies } from './binaries.ts';
import { clusterMark } from './cluster-mark.ts';
import { ensureDatabase, readFingerprint } from './cluster-store.ts';
import { connectionTo, databaseName, prepareCluster } from './cluster.ts';
import type { EmbeddedEvent, EmbeddedOptions, EmbeddedPostgres } from './embedded-options.ts';
import type { FolderLock } from './folder-lock.ts';
import type { Identity } from './identity.ts';
import { rotateLog } from './log-file.ts';
import { disownPostmasterFile } from './postmaster-file.ts';
import {
  findPostmaster,
  type Postmaster,
  type PostmasterOptions,
  startPostmaster,
  stopPostmaster,
} from './postmaster.ts';
import { settingsFor, writeSettings } from './settings.ts';
import { prepareSocketFolder } from './socket-folder.ts';
import { supervise, type Supervision } from './supervise.ts';

export interface ClusterOptions extends EmbeddedOptions {
  readonly clusterFolder: string;
  readonly identity: Identity | undefined;
  /** Of the data folder; released when the server is stopped. */
  readonly lock: FolderLock;
}

const logCheckMs = 10 * 60_000;

/** Brings the server up on a folder that this process has locked, and keeps it up. */
export async function runCluster(options: ClusterOptions): Promise<EmbeddedPostgres> {
  const { dataFolder, clusterFolder, identity } = options;
  const began = performance.now();
  const tell = options.onEvent ?? (() => undefined);
  const binaries = await prepareBinaries(options.binaries ?? (await installedBinaries()), dataFolder, identity);
  const settings = writeSettings({
    ...settingsFor({ memoryBytes: memoryOfMachine(), major: binaries.major }),
    ...options.settings,
  });
  const state = await prepareCluster(clusterFolder, binaries, identity, settings);
  const mark = await clusterMark(clusterFolder, true);
  const socketFolder = await prepareSocketFolder(clusterFolder, identity);
  const facts = [binaries.folder, binaries.version, settings, socketFolder];
  const fingerprint = createHash('sha256').update(facts.join('\n')).digest('hex').slice(0, 16);
  const logFile = join(dataFolder, 'postgres.log');
  const postmasterOptions = { clusterFolder, logFile, binaries, identity, socketFolder, fingerprint };

  const adopted = await adopt(clusterFolder, fingerprint);
  const postmaster = adopted ?? (await startPostmaster(postmasterOptions));
  try {
    await withDatabase(postmaster, 'postgres', (database) => ensureDatabase(database, databaseName));
  } catch (error) {
    await stopPostmaster(postmaster);
    throw error;
  }
  await removeOldCopies(dataFolder, binaries);
  const kind = adopted !== undefined ? 'adopted' : state === 'created' ? 'created' : 'started';
  const { pid } = postmaster;
  tell({ kind, sentence: sentences[kind], pid, durationMs: performance.now() - began });
  const supervision = supervise(postmaster, () => restart(postmasterOptions), supervisionEvents(tell));
  const logCheck = setInterval(() => void rotateLog(logFile).catch(() => undefined), logCheckMs).unref();
  const stop = async (): Promise<void> => {
    clearInterval(logCheck);
    await stopSupervised(supervision, tell);
    if (socketFolder !== clusterFolder) await rm(socketFolder, { recursive: true, force: true });
    options.lock.release();
  };
  return { connection: connectionTo(postmaster), mark, pid: () => supervision.current().pid, stop: once(stop) };
}

const sentences = {
  created: 'The embedded PostgreSQL made its files and runs.',
  started: 'The embedded PostgreSQL runs.',
  adopted: 'The embedded PostgreSQL that an earlier Gangway left behind is used on.',
} as const;

/** The server that was left behind, when it runs on these files with this program and these settings; otherwise it is stopped. */
async function adopt(clusterFolder: string, fingerprint: string): Promise<Postmaster | undefined> {
  const found = await findPostmaster(clusterFolder);
  if (found === undefined) return undefined;
  const seen = await withDatabase(found, 'postgres', readFingerprint).catch(() => undefined);
  if (seen?.fingerprint === fingerprint) return found;
  // Only where no /proc tells which folder a process works in can this be another cluster's server.
  if (seen !== undefined && seen.dataFolder !== clusterFolder) await disownPostmasterFile(clusterFolder);
  else await stopPostmaster(found);
  return undefined;
}

async function restart(options: PostmasterOptions): Promise<Postmaster> {
  return (await findPostmaster(options.clusterFolder)) ?? (await startPostmaster(options));
}

function supervisionEvents(tell: (event: EmbeddedEvent) => void) {
  return {
    onDied: ({ pid }: Postmaster) =>
      tell({ kind: 'died', pid, sentence: 'The embedded PostgreSQL is gone; it is started again.' }),
    onRestarted: ({ pid }: Postmaster, durationMs: number) =>
      tell({ kind: 'restarted', pid, durationMs, sentence: 'The embedded PostgreSQL runs again.' }),
    onRestartFailed: (cause: unknown) =>
      tell({
        kind: 'restart-failed',
        cause,
        sentence: `The embedded PostgreSQL cannot be started again; it is tried on. ${String(cause)}`,
      }),
  };
}

async function stopSupervised(supervision: Supervision, tell: (event: EmbeddedEvent) => void): Promise<void> {
  const began = performance.now();
  await supervision.end();
  const { pid } = supervision.current();
  await stopPostmaster(supervision.current());
  tell({
    kind: 'stopped',
    pid,
    durationMs: performance.now() - began,
    sentence: 'The embedded PostgreSQL is stopped.',
  });
}

async function withDatabase<T>(
  postmaster: Postmaster,
  name: string,
  work: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>,
): Promise<T> {
  const connection = { ...connectionTo(postmaster), database: name };
  const database = await openDatabase({ connection, poolSize: 1, applicationName: 'gangway supervisor' });
  return work(database).finally(() => database.close());
}

/** A container's limit, where there is one: totalmem() tells of the machine around it. */
function memoryOfMachine(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** Signals come as often as they like; the second call waits for the first. */
function once(work: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => (result ??= work());
}
