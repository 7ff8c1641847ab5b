import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from '../../errors.ts';
import { backup } from '../backup/backup.ts';
import { verifyBackup } from '../backup/read-backup.ts';
import { restore } from '../backup/restore.ts';
import type { Database } from '../database.ts';
import { acceptCopy, recogniseInstallation } from '../installation-store.ts';
import { openDatabase } from '../open-database.ts';
import { type Binaries, installedBinaries } from './binaries.ts';
import { readMajor } from './cluster.ts';
import { openDataFolder } from './data-folder.ts';
import type { EmbeddedPostgres } from './embedded-options.ts';
import { lockFolder } from './folder-lock.ts';
import { binariesOfMajor } from './old-binaries.ts';
import { type ClusterOptions, runCluster } from './run-cluster.ts';

export interface UpgradeOptions {
  readonly dataFolder: string;
  /** The version of this program. */
  readonly program: string;
  /** GANGWAY_INSTALLATION, when it is set. */
  readonly installation?: string | undefined;
  /** Where the older PostgreSQL is, with bin/ in it; without it where the refusal's command puts it. */
  readonly oldBinaries?: string | undefined;
  readonly onStep?: (sentence: string) => void;
}

export interface Upgrade {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** The old files and the backup between, kept until a person removes them. */
  readonly oldFolder: string;
  readonly backupFile: string;
}

/**
 * Moves the embedded database to this program's PostgreSQL, when its files are of an older one: the older PostgreSQL makes a
 * backup, a new database is made of that beside it, and takes its place when it is whole. Interrupted at any moment, it is
 * simply run again. Resolves to undefined when there is nothing to do. Needs room for the data three times.
 */
export async function upgradeEmbedded(options: UpgradeOptions): Promise<Upgrade | undefined> {
  const { dataFolder, clusterFolder, identity } = await openDataFolder(options.dataFolder);
  const result = lockFolder(dataFolder, 'gangway upgrade-database');
  if (result.kind === 'taken')
    refuse('illegal-state', `The data folder is in use by ${result.holder}: stop that first.`);
  try {
    const binaries = await installedBinaries();
    const lock = { release: () => undefined };
    return await upgradeLocked({ ...options, dataFolder, clusterFolder, identity, lock, purpose: '', binaries });
  } finally {
    result.lock.release();
  }
}

type Locked = ClusterOptions & UpgradeOptions & { readonly binaries: Binaries };

async function upgradeLocked(options: Locked): Promise<Upgrade | undefined> {
  const { dataFolder, clusterFolder, binaries } = options;
  const workFolder = join(dataFolder, 'upgrade');
  const prepared = join(workFolder, 'postgres');
  // The name of the new files when they are whole.
  const whole = join(workFolder, 'whole');
  const from = await readMajor(clusterFolder);
  if (from === undefined) {
    if ((await readMajor(whole)) === binaries.major) await rename(whole, clusterFolder);
    else
      refuse('illegal-state', `There is no database in ${clusterFolder}, so nothing to upgrade: check GANGWAY_DATA.`);
    await rm(workFolder, { recursive: true, force: true });
    return undefined;
  }
  if (from === binaries.major) return undefined;
  if (from > binaries.major)
    refuse(
      'illegal-state',
      `The database was made by PostgreSQL ${from}; this Gangway brings ${binaries.major}: install the newer Gangway that made it.`,
    );
  const oldFolder = join(dataFolder, `postgres-${from}`);
  if ((await readMajor(oldFolder)) !== undefined)
    refuse('illegal-state', `The files of an earlier upgrade are still in ${oldFolder}: move them away first.`);
  const old = await binariesOfMajor(from, dataFolder, options.oldBinaries);
  const backupFile = join(dataFolder, `before-upgrade-from-${from}.backup`);
  const known = await saveOld({ ...options, binaries: old }, backupFile);
  await rm(workFolder, { recursive: true, force: true });
  await mkdir(workFolder, { mode: 0o711 });
  const rows = await makeNew({ ...options, dataFolder: workFolder, clusterFolder: prepared }, backupFile, known);
  // From here on the new files are whole; two renames, and an interruption between them is mended above.
  await rename(prepared, whole);
  await rename(clusterFolder, oldFolder);
  await rename(whole, clusterFolder);
  await rm(workFolder, { recursive: true, force: true });
  return { from, to: binaries.major, rows, oldFolder, backupFile };
}

/** Starts the old database for the last time and backs it up; resolves to whether it was where it belongs. */
async function saveOld(options: Locked, backupFile: string): Promise<boolean> {
  options.onStep?.(`Backing up to ${backupFile}.`);
  const postgres = await runCluster(options);
  try {
    const { kind } = await withDatabase(postgres, (database) =>
      recogniseInstallation(database, { name: options.installation, mark: postgres.mark }),
    );
    await backup({ connection: postgres.connection }, backupFile, { program: options.program });
    await verifyBackup(backupFile);
    return kind !== 'copied';
  } finally {
    await postgres.stop();
  }
}

async function makeNew(options: Locked, backupFile: string, known: boolean): Promise<number> {
  options.onStep?.(`Making a database of PostgreSQL ${options.binaries.major} from it.`);
  const postgres = await runCluster(options);
  try {
    const { rows } = await restore({ connection: postgres.connection }, backupFile);
    await withDatabase(postgres, async (database) => {
      const { kind, cluster } = await recogniseInstallation(database, {
        name: options.installation,
        mark: postgres.mark,
      });
      // It is the same installation in new files, unless it was a copy before that nobody had confirmed.
      if (kind === 'copied' && known) await database.transaction((tx) => acceptCopy(tx, cluster));
    });
    return rows;
  } finally {
    await postgres.stop();
  }
}

async function withDatabase<T>({ connection }: EmbeddedPostgres, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ connection, poolSize: 1, applicationName: 'gangway upgrade-database' });
  return work(database).finally(() => database.close());
}
