import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { refuse } from '../../errors.ts';
import type { Target } from '../connection-settings.ts';
import type { Transaction } from '../database.ts';
import { type Migration, migrate, readMigrations } from '../migrate.ts';
import { applyMigration, lockSchema, readAppliedMigrations, readDatabaseTime } from '../migration-store.ts';
import { openDatabase } from '../open-database.ts';
import { ensureMonths, ensurePartitions, monthOf } from '../partitions.ts';
import { timeOfId } from '../uuid.ts';
import type { BackupHeader, TableHeader } from './backup-file.ts';
import {
  analyse,
  copyInStatement,
  dropEverything,
  findRows,
  readOtherSessions,
  readTables,
  setSequences,
} from './backup-store.ts';
import { type BackupContent, readBackup } from './read-backup.ts';
import { asTransaction, type Session, withSession } from './session.ts';

export interface RestoreOptions {
  /** Gives up everything that is in the database now. Without it a database that holds rows is refused. */
  readonly replace?: boolean;
  readonly onTable?: (table: string, rows: number) => void;
}

export interface RestoreSummary extends BackupContent {
  /** The names of migrations that are younger than the backup, applied to its data. */
  readonly migrated: readonly string[];
}

/**
 * Puts a backup into a database, all of it or, when anything is wrong, nothing: everything up to the backup's own schema
 * happens in one transaction. A backup of an older Gangway is then migrated. Refuses (`illegal-state`) a damaged file, one of
 * a newer Gangway, a database that holds rows or somebody else's tables, and one that somebody is connected to.
 */
export async function restore(target: Target, file: string, options: RestoreOptions = {}): Promise<RestoreSummary> {
  const content = await withSession(target, 'gangway restore', async (session) => {
    const tx = asTransaction(session);
    await tx.query({ text: 'begin isolation level read committed' });
    await tx.query({ text: 'set local idle_in_transaction_session_timeout to 0' });
    await lockSchema(tx);
    await checkAlone(tx);
    const read = await readBackup(file, {
      onHeader: (header) => prepareSchema(tx, header, options.replace === true),
      onTable: async (table, rows) => {
        const count = await loadTable(session, table, rows);
        options.onTable?.(table.table, count);
        return count;
      },
      onSequences: (sequences) => setSequences(tx, sequences),
    });
    await ensurePartitions(tx, await readDatabaseTime(tx));
    await tx.query({ text: 'commit' });
    return read;
  });
  return { ...content, migrated: await finish(target) };
}

/** How long a session that has just been closed may still be seen. */
const farewellMs = 2000;

async function checkAlone(tx: Transaction): Promise<void> {
  const started = performance.now();
  for (;;) {
    const others = await readOtherSessions(tx);
    if (others.length === 0) return;
    if (performance.now() - started > farewellMs) {
      refuse(
        'illegal-state',
        `Somebody is connected to this database (${others.join(', ')}): stop Gangway and everything else that uses it first.`,
      );
    }
    await delay(50);
  }
}

/** Leaves the tables of the backup's schema, empty. */
async function prepareSchema(tx: Transaction, header: BackupHeader, replace: boolean): Promise<void> {
  const migrations = migrationsOf(header, await readMigrations());
  const applied = await readAppliedMigrations(tx);
  if (applied.length === 0 && (await readTables(tx)).length > 0) {
    refuse(
      'illegal-state',
      'The database holds tables that are not of Gangway: name an empty one in GANGWAY_DATABASE_URL.',
    );
  }
  const table = applied.length === 0 ? undefined : await findRows(tx);
  if (table !== undefined && !replace) {
    refuse(
      'illegal-state',
      `The database is not empty (${table}): restore into an empty one, or repeat the command with --replace to give up what is in it.`,
    );
  }
  if (applied.length > 0) await dropEverything(tx);
  for (const migration of migrations) await applyMigration(tx, migration, migration.sql);
}

/** The migrations that made the backup's schema, which this program must know as they were. */
function migrationsOf(header: BackupHeader, known: readonly Migration[]): readonly Migration[] {
  if (header.migrations.length > known.length) {
    refuse(
      'illegal-state',
      `The backup was made by a newer Gangway (${header.program}): restore it with that one or a newer one.`,
    );
  }
  const migrations = known.slice(0, header.migrations.length);
  const changed = migrations.find((migration, index) => migration.checksum !== header.migrations[index]?.checksum);
  if (changed !== undefined) {
    refuse(
      'illegal-state',
      `The backup was made by a Gangway (${header.program}) with another ${changed.name}: restore it with that one.`,
    );
  }
  return migrations;
}

async function loadTable(session: Session, table: TableHeader, rows: AsyncIterable<Buffer>): Promise<number> {
  const months = (table.partitions ?? []).map((first) => monthOf(timeOfId(first)));
  await ensureMonths(asTransaction(session), new Map([[table.table, months]]));
  const copy = session.client.query(copyFrom(copyInStatement(table)));
  await pipeline(Readable.from(rows), copy);
  return copy.rowCount;
}

async function finish(target: Target): Promise<readonly string[]> {
  const database = await openDatabase({ ...target, poolSize: 1, applicationName: 'gangway restore' });
  try {
    const migrated = await migrate(database);
    await analyse(database);
    return migrated;
  } finally {
    await database.close();
  }
}
