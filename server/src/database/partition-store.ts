import pg from 'pg';
import type { Queryable, Transaction } from './database.ts';

export interface Partition {
  readonly name: string;
  readonly table: string;
  /** UUIDs; the upper one is not part of it. */
  readonly from: string;
  readonly to: string;
}

const identifier = pg.escapeIdentifier;
const literal = pg.escapeLiteral;

/** The tables that are kept in partitions; a migration makes them, their partitions come later. */
export async function readPartitionedTables(queryable: Queryable): Promise<string[]> {
  const rows = await queryable.query<{ name: string }>({
    name: 'read-partitioned-tables',
    text: `select relname as name from pg_class
      where relkind = 'p' and relnamespace = current_schema()::regnamespace order by relname`,
  });
  return rows.map(({ name }) => name);
}

/** Every partition by name, so the oldest of a table first. Reads the catalog only, so it waits for nobody. */
export function readPartitions(queryable: Queryable): Promise<Partition[]> {
  return queryable.query<Partition>({
    name: 'read-partitions',
    text: `select child.relname as name, parent.relname as table,
        (regexp_match(pg_get_expr(child.relpartbound, child.oid), 'FROM \\(''([^'']+)''\\)'))[1] as from,
        (regexp_match(pg_get_expr(child.relpartbound, child.oid), 'TO \\(''([^'']+)''\\)'))[1] as to
      from pg_inherits
      join pg_class child on child.oid = inhrelid
      join pg_class parent on parent.oid = inhparent
      where parent.relkind = 'p' and parent.relnamespace = current_schema()::regnamespace
      order by child.relname`,
  });
}

/**
 * Adds an empty partition without stopping anyone: the table is made first and then attached, which takes a lock on the
 * parent that readers and writers do not notice. CREATE TABLE ... PARTITION OF would wait for every open transaction on the
 * parent, and everyone else would queue behind it.
 */
export async function addPartition(tx: Transaction, partition: Partition, storage: string): Promise<void> {
  const name = identifier(partition.name);
  const parent = identifier(partition.table);
  await tx.query({ text: `create table ${name} (like ${parent} including all) with (${storage})` });
  await tx.query({
    text: `alter table ${parent} attach partition ${name} for values from (${literal(partition.from)}) to (${literal(partition.to)})`,
  });
}

/**
 * Drops a partition with everything in it. The lock on the parent is asked for during two seconds only, because everyone
 * queues behind it; the error 55P03 says that somebody held it for longer, and then it is tried again at the next hour.
 */
export async function dropPartition(tx: Transaction, partition: Partition): Promise<void> {
  await tx.query({ text: "set local lock_timeout to '2s'" });
  await tx.query({ text: `drop table ${identifier(partition.name)}` });
}
