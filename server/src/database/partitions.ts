import type { Queryable, Transaction } from './database.ts';
import { lockSchema } from './migration-store.ts';
import { addPartition, type Partition, readPartitionedTables, readPartitions } from './partition-store.ts';
import { firstIdAt } from './uuid.ts';

/**
 * How partitions are stored. Tables that grow with time are partitioned by month of their UUIDv7 key.
 *
 * A delivery is updated two or three times within seconds. Being claimed touches no index and finds its room on the same page (a HOT update); when it
 * ends it leaves the indexes of what is open, so autovacuum has to come after thousands of rows, not after a fifth of the table. The other tables are only inserted into; there it matters for the visibility map, and rarely.
 * Truncation of empty pages at the end takes a lock that stops everyone, and the pages are used again anyway.
 */
const storageOf: Readonly<Record<string, string>> = {
  deliveries:
    'fillfactor = 50, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0.01, ' +
    'autovacuum_analyze_threshold = 5000, autovacuum_analyze_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off',
};
const storageOfInserted = 'autovacuum_vacuum_insert_scale_factor = 0.5';

const dayMs = 86_400_000;

/** All partitions, by table and month, oldest first. Retention drops them whole. */
export function listPartitions(queryable: Queryable): Promise<Partition[]> {
  return readPartitions(queryable);
}

/**
 * Makes the partitions of this month and the next, and of yesterday's month for a process whose clock is behind. `now`:
 * milliseconds since 1970. Costs one look at the catalog when they exist, so the server calls it every hour.
 */
export async function ensurePartitions(tx: Transaction, now: number): Promise<void> {
  const months = new Set([monthOf(now - dayMs), monthOf(now), monthAfter(monthOf(now))]);
  const tables = await readPartitionedTables(tx);
  await ensureMonths(tx, new Map(tables.map((table) => [table, months])));
}

/** Makes the partitions of these months (each given as its first millisecond). A restore needs old ones. */
export async function ensureMonths(tx: Transaction, monthsOf: ReadonlyMap<string, Iterable<number>>): Promise<void> {
  const wanted = [...monthsOf].flatMap(([table, months]) => [...months].map((month) => partitionOf(table, month)));
  if ((await missingOf(tx, wanted)).length === 0) return;
  await lockSchema(tx);
  // Another process may have made them while this one waited for the lock.
  for (const partition of await missingOf(tx, wanted)) {
    await addPartition(tx, partition, storageOf[partition.table] ?? storageOfInserted);
  }
}

/** The first millisecond of the month (UTC) in which `time` lies. */
export function monthOf(time: number): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}

function monthAfter(month: number): number {
  const date = new Date(month);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

function partitionOf(table: string, month: number): Partition {
  const name = `${table}_${new Date(month).toISOString().slice(0, 7).replace('-', '_')}`;
  return { name, table, from: firstIdAt(month), to: firstIdAt(monthAfter(month)) };
}

async function missingOf(queryable: Queryable, wanted: readonly Partition[]): Promise<Partition[]> {
  const present = new Set((await listPartitions(queryable)).map(({ name }) => name));
  return wanted.filter(({ name }) => !present.has(name));
}
