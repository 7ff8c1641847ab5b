import type { Database } from '../database/database.ts';
import { dropPartition } from '../database/partition-store.ts';
import { ensurePartitions, listPartitions } from '../database/partitions.ts';
import { forgetOldAttempts } from '../access/sessions/attempt-store.ts';
import { firstIdAt } from '../database/uuid.ts';
import { emptySlot, findPassedSlot } from '../idempotency/store.ts';
import type { Logger } from '../log.ts';
import { forgetPassedChanges } from '../records/change-store.ts';
import { choosePartitions } from './choose-partitions.ts';
import { readOldestNeeded } from './store.ts';

export interface HouseOptions {
  readonly database: Database;
  readonly retentionMonths: number;
  readonly historyMonths: number;
  readonly log: Logger;
}

/**
 * Makes the partitions of the months to come and drops those whose time is over, and empties the table of kept answers whose turn comes tomorrow. All of
 * it whole: nothing is ever swept away by DELETE, but for the order of changes (records/change-store.ts) and a handful of
 * failed attempts to sign in.
 */
export async function keepHouse({ database, log, ...keep }: HouseOptions, now: Date): Promise<string[]> {
  await database.transaction((transaction) => ensurePartitions(transaction, now.getTime()));
  const oldestNeeded = await readOldestNeeded(database);
  const dropped: string[] = [];
  for (const partition of choosePartitions(await listPartitions(database), keep, now, oldestNeeded, firstIdAt)) {
    await database.transaction((transaction) => dropPartition(transaction, partition));
    dropped.push(partition.name);
    log.info({ event: 'partition.dropped', partition: partition.name }, 'A month that is no longer kept was dropped.');
  }
  const passed = await findPassedSlot(database);
  if (passed !== undefined) await database.transaction((transaction) => emptySlot(transaction, passed));
  await forgetPassedChanges(database);
  await forgetOldAttempts(database);
  return dropped;
}

/** Keeps house now and every hour. Resolves to what stops it. */
export function keepHouseHourly(options: HouseOptions): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  const turn = (): void => {
    running = keepHouse(options, new Date()).catch((cause: unknown) => {
      options.log.warn({ err: cause }, 'Partitions could not be looked after; tried again in an hour.');
    });
  };
  turn();
  const timer = setInterval(turn, 3_600_000).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
