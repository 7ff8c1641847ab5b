import pg from 'pg';
import type { Queryable, Transaction } from '../database.ts';
import type { SequenceValue, TableHeader } from './backup-file.ts';

const identifier = pg.escapeIdentifier;
const inSchema = 'relnamespace = current_schema()::regnamespace';

/**
 * Opens the one snapshot that everything is read from. The tables are locked first (which takes no snapshot yet), so that
 * nobody drops or alters one of them meanwhile; writers go on.
 */
export async function openSnapshot(queryable: Queryable, tables: readonly string[]): Promise<void> {
  await queryable.query({ text: 'begin isolation level repeatable read read only' });
  await queryable.query({ text: 'set local idle_in_transaction_session_timeout to 0' });
  await queryable.query({ text: 'set local statement_timeout to 0' });
  await queryable.query({ text: `lock table ${tables.map(identifier).join(', ')} in access share mode` });
}

/** The tables whose rows make a backup, by name: all but the one of the migrations, which the restore makes itself. */
export async function readTables(queryable: Queryable): Promise<TableHeader[]> {
  const rows = await queryable.query<{ table: string; columns: string[]; partitions: string[] | null }>({
    text: `select relname as table,
        (select array_agg(attname::text order by attnum) from pg_attribute
          where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
        case when relkind = 'p' then coalesce((
          select array_agg((regexp_match(pg_get_expr(child.relpartbound, child.oid), 'FROM \\(''([^'']+)''\\)'))[1] order by child.relname)
          from pg_inherits join pg_class child on child.oid = inhrelid where inhparent = pg_class.oid), '{}') end as partitions
      from pg_class
      where ${inSchema} and relkind in ('r', 'p') and not relispartition and relname <> 'migrations'
      order by relname`,
  });
  return rows.map(({ table, columns, partitions }) => ({
    table,
    columns,
    ...(partitions === null ? {} : { partitions }),
  }));
}

export function copyOutStatement({ table, columns }: TableHeader): string {
  return `copy (select ${columns.map(identifier).join(', ')} from ${identifier(table)}) to stdout`;
}

/** Values of identity columns are taken as they are. */
export function copyInStatement({ table, columns }: TableHeader): string {
  return `copy ${identifier(table)} (${columns.map(identifier).join(', ')}) from stdin`;
}

/** Read after the snapshot was taken, so they are at least as high as any number in it. */
export async function readSequences(queryable: Queryable): Promise<SequenceValue[]> {
  const names = await queryable.query<{ name: string }>({
    text: `select relname as name from pg_class where ${inSchema} and relkind = 'S' order by relname`,
  });
  const values: SequenceValue[] = [];
  for (const { name } of names) {
    const [row] = await queryable.query<Omit<SequenceValue, 'name'>>({
      text: `select last_value as last, is_called as called from ${identifier(name)}`,
    });
    if (row !== undefined) values.push({ name, ...row });
  }
  return values;
}

export async function setSequences(tx: Transaction, sequences: readonly SequenceValue[]): Promise<void> {
  for (const { name, last, called } of sequences) {
    await tx.query({ text: 'select setval(to_regclass($1), $2, $3)', values: [identifier(name), last, called] });
  }
}

/** Other sessions on this database, by the name they gave: a server that works would not survive a restore. */
export async function readOtherSessions(queryable: Queryable): Promise<string[]> {
  // Within a transaction the view shows what it showed first.
  await queryable.query({ text: 'select pg_stat_clear_snapshot()' });
  const rows = await queryable.query<{ name: string }>({
    text: `select distinct coalesce(nullif(application_name, ''), usename::text, 'unknown') as name from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' order by 1`,
  });
  return rows.map(({ name }) => name);
}

/** The first table (other than that of the migrations) that holds a row. */
export async function findRows(queryable: Queryable): Promise<string | undefined> {
  for (const { table } of await readTables(queryable)) {
    const rows = await queryable.query({ text: `select from ${identifier(table)} limit 1` });
    if (rows.length > 0) return table;
  }
  return undefined;
}

/** Drops everything in the schema, of which Gangway has one of its own. Sequences of columns go with their tables. */
export async function dropEverything(tx: Transaction): Promise<void> {
  const objects = await tx.query<{ statement: string }>({
    text: `select format('drop %s if exists %I cascade',
        case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end, relname) as statement
      from pg_class where ${inSchema} and relkind in ('r', 'p', 'v', 'm', 'S') and not relispartition
        and not exists (select from pg_depend where objid = pg_class.oid and deptype in ('a', 'i') and refobjsubid > 0)
      order by relkind`,
  });
  for (const { statement } of objects) await tx.query({ text: statement });
  const functions = await tx.query<{ statement: string }>({
    text: `select format('drop routine if exists %s cascade', pg_proc.oid::regprocedure) as statement from pg_proc
      where pronamespace = current_schema()::regnamespace
        and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')`,
  });
  for (const { statement } of functions) await tx.query({ text: statement });
}

/** Fresh statistics for the planner, which knows nothing of rows that were copied in. */
export async function analyse(queryable: Queryable): Promise<void> {
  await queryable.query({ text: 'analyze' });
}
