import type { Queryable, Transaction } from './database.ts';

export interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  /** SHA-256 of the file, in hexadecimal. */
  readonly checksum: string;
}

/** 'gway' as a number: one lock for everything that changes the schema, held until the transaction ends. */
const schemaLock = 0x67776179;

export async function lockSchema(tx: Transaction): Promise<void> {
  await tx.query({ text: 'select pg_advisory_xact_lock($1)', values: [schemaLock] });
}

/** Every migration in the order of its number; none where the database is empty. */
export async function readAppliedMigrations(queryable: Queryable): Promise<readonly AppliedMigration[]> {
  const [table] = await queryable.query<{ present: boolean }>({
    text: "select to_regclass('migrations') is not null as present",
  });
  if (table?.present !== true) return [];
  return queryable.query<AppliedMigration>({ text: 'select number, name, checksum from migrations order by number' });
}

/** Runs the file and notes it. The file may hold any statements that PostgreSQL allows in a transaction. */
export async function applyMigration(tx: Transaction, migration: AppliedMigration, sql: string): Promise<void> {
  await tx.query({
    text: `create table if not exists migrations (
      number integer primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`,
  });
  await tx.query({ text: sql });
  await tx.query({
    text: 'insert into migrations (number, name, checksum) values ($1, $2, $3)',
    values: [migration.number, migration.name, migration.checksum],
  });
}

export async function readDatabaseTime(queryable: Queryable): Promise<number> {
  const [row] = await queryable.query<{ now: Date }>({ text: 'select now() as now' });
  if (row === undefined) throw new Error('select now() gave no row');
  return row.now.getTime();
}

/** Such as 180004 for 18.4; https://www.postgresql.org/docs/current/libpq-status.html#LIBPQ-PQSERVERVERSION */
export async function readServerVersion(queryable: Queryable): Promise<number> {
  const [row] = await queryable.query<{ version: number }>({
    text: "select current_setting('server_version_num')::integer as version",
  });
  return row?.version ?? 0;
}
