import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Connection } from '../../src/database/connection-settings.ts';
import { installedBinaries, prepareBinaries } from '../../src/database/embedded/binaries.ts';
import { chooseIdentity } from '../../src/database/embedded/identity.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { waitUntilReachable } from '../../src/database/wait-until-reachable.ts';

const run = promisify(execFile);

export interface RunningPostgres {
  readonly connection: Connection;
  readonly pid: number;
  /** Ends it, as quickly as can be, and removes its files. */
  readonly stop: () => Promise<void>;
}

export interface TestPostgresOptions {
  /** `name=value`, in place of those that make tests quick. */
  readonly settings?: readonly string[];
  /** Listens on 127.0.0.1 at this port too. */
  readonly tcpPort?: number;
}

/** Nothing here has to survive a crash of the machine. */
const quickSettings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
  'autovacuum_naptime=10min',
];

/** A PostgreSQL for tests of everything but durability, in a temporary folder of its own. Dies with the terminal's Ctrl-C. */
export async function startTestPostgres(options: TestPostgresOptions = {}): Promise<RunningPostgres> {
  const root = await mkdtemp('/tmp/gangway-test-');
  const identity = await chooseIdentity(root);
  const ids = identity === undefined ? {} : { uid: identity.uid, gid: identity.gid };
  if (identity !== undefined) await chown(root, identity.uid, identity.gid);
  await chmod(root, 0o700);
  const { folder } = await prepareBinaries(await installedBinaries(), root, identity);
  const data = join(root, 'data');
  const locale = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const initdb = ['-D', data, '-U', 'gangway', '-A', 'trust', '--no-sync', ...locale];
  await run(join(folder, 'bin', 'initdb'), initdb, { ...ids, cwd: '/', env: {} });
  const { settings = quickSettings, tcpPort = 5432 } = options;
  const addresses = `listen_addresses=${options.tcpPort === undefined ? '' : '127.0.0.1'}`;
  const port = ['-p', String(tcpPort)];
  const values = ['-D', data, '-k', root, ...port, ...[addresses, ...settings].flatMap((setting) => ['-c', setting])];
  const postgres = spawn(join(folder, 'bin', 'postgres'), values, { ...ids, cwd: '/', env: {}, stdio: 'ignore' });
  const guard = guardPostgres(postgres, root);
  const connection = { host: root, port: tcpPort, user: 'gangway', database: 'postgres' };
  const database = await openDatabase({ connection, poolSize: 1, applicationName: 'tests' });
  await waitUntilReachable(database, AbortSignal.timeout(20_000)).finally(() => database.close());
  const stop = async (): Promise<void> => {
    guard.kill('SIGKILL');
    await end(postgres);
    await rm(root, { recursive: true, force: true });
  };
  return { connection, pid: postgres.pid ?? 0, stop };
}

/**
 * Ends the server and removes its files when this process is gone, however it went: a run that is killed must leave nothing.
 * A shell that waits for the end of its input, which comes with the end of whoever holds the other end of the pipe.
 */
function guardPostgres(postgres: ChildProcess, root: string): ChildProcess {
  const script = 'read -r _; kill -QUIT "$1"; while kill -0 "$1"; do sleep 0.1; done; rm -rf "$2"';
  const guard = spawn('/bin/sh', ['-c', script, 'sh', String(postgres.pid), root], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  guard.unref();
  return guard;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGQUIT');
  await exited;
}
