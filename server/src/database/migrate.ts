import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refuse } from '../errors.ts';
import type { Database } from './database.ts';
import {
  type AppliedMigration,
  applyMigration,
  lockSchema,
  readAppliedMigrations,
  readDatabaseTime,
  readServerVersion,
} from './migration-store.ts';
import { ensurePartitions } from './partitions.ts';

export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/** The oldest PostgreSQL that Gangway runs on. */
const oldestServer = 15;

export interface Migration extends AppliedMigration {
  readonly sql: string;
}

/**
 * Brings the schema to this program's version, forward only: every file of `folder` named `0001_words.sql` that has not been
 * applied, in the order of its number, each in a transaction of its own. Several processes may do this together: the lock
 * lets one work, and the others find nothing left to do. Refuses (`illegal-state`) a database of a newer program and one
 * whose applied files differ from those here. Resolves to the names of the files that were applied.
 */
export async function migrate(database: Database, folder = migrationsFolder): Promise<readonly string[]> {
  const migrations = await readMigrations(folder);
  await checkServerVersion(database);
  const names: string[] = [];
  for (;;) {
    const name = await applyNext(database, migrations);
    if (name === undefined) break;
    names.push(name);
  }
  await database.transaction(async (tx) => {
    await ensurePartitions(tx, await readDatabaseTime(tx));
  });
  return names;
}

/** The number of the newest migration that this program knows. */
export async function latestMigration(folder = migrationsFolder): Promise<number> {
  const migrations = await readMigrations(folder);
  return migrations.at(-1)?.number ?? 0;
}

export async function readMigrations(folder = migrationsFolder): Promise<readonly Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file)).toSorted();
  return Promise.all(
    files.map(async (name, index) => {
      const number = Number(name.slice(0, 4));
      if (files[index - 1]?.startsWith(name.slice(0, 4)) === true)
        throw new Error(`Two migrations have the same number: ${name}`);
      // A checkout with other line ends holds the same migration.
      const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { number, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function checkServerVersion(database: Database): Promise<void> {
  const version = await readServerVersion(database);
  if (version >= oldestServer * 10_000) return;
  refuse(
    'illegal-state',
    `The database is PostgreSQL ${Math.trunc(version / 10_000)}; Gangway needs ${oldestServer} or newer. Upgrade it, or name another one in GANGWAY_DATABASE_URL.`,
  );
}

function applyNext(database: Database, migrations: readonly Migration[]): Promise<string | undefined> {
  return database.transaction(async (tx) => {
    await lockSchema(tx);
    const applied = await readAppliedMigrations(tx);
    checkHistory(applied, migrations);
    const next = migrations[applied.length];
    if (next === undefined) return undefined;
    await applyMigration(tx, next, next.sql);
    return next.name;
  });
}

function checkHistory(applied: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  for (const [index, row] of applied.entries()) {
    const migration = migrations[index];
    if (migration === undefined) {
      const known = migrations.at(-1)?.number ?? 0;
      refuse(
        'illegal-state',
        `The database was made by a newer Gangway: it has migration ${applied.at(-1)?.name ?? ''}, and this program knows ${known} of them. Start the newer program, or restore a backup that this one made.`,
      );
    }
    if (row.number !== migration.number || row.checksum !== migration.checksum) {
      refuse(
        'illegal-state',
        `The migration ${migration.name} is not the one that was applied to this database (${row.name}): install the program that this database belongs to, or start on an empty database.`,
      );
    }
  }
}
