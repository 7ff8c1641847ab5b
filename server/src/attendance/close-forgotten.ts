import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { systemActor } from '../records/create-unit.ts';
import { recordEnvironment, type RecordSurroundings } from '../triggers/record-environment.ts';
import { tellIntervals } from './interval-events.ts';
import { readOverdue } from './interval-store.ts';
import { lockUsers } from './lock-users-store.ts';
import { timeSurroundings } from './plan-entries.ts';
import { recomputeIntervals } from './recompute-intervals.ts';

export interface ClosingSurroundings extends RecordSurroundings {
  readonly database: Database;
  readonly log: Logger;
}

/** So many in one transaction. */
const batchSize = 200;
const everyMs = 60_000;

/** Closes by rule what nobody has left for too long. Resolves to how many it has looked at; several processes may do it at once. */
export async function closeForgotten(surroundings: ClosingSurroundings): Promise<number> {
  const { database, now } = surroundings;
  const overdue = await readOverdue(database, now(), batchSize);
  for (const [unitId, times] of Map.groupBy(overdue, (each) => each.unitId)) {
    await database.transaction(async (transaction) => {
      const environment = await recordEnvironment(transaction, unitId, surroundings);
      await lockUsers(
        transaction,
        unitId,
        times.map(({ userId }) => userId),
      );
      const changes = await recomputeIntervals(transaction, unitId, times, timeSurroundings(environment));
      await tellIntervals(transaction, environment, changes, systemActor);
    });
  }
  return overdue.length;
}

/** Closes forgotten intervals now and every minute. Resolves to what stops it. */
export function closeForgottenMinutely(surroundings: ClosingSurroundings): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  const turn = (): void => {
    running = running
      .then(() => closeForgotten(surroundings))
      .catch((cause: unknown) => {
        surroundings.log.warn({ err: cause }, 'Forgotten intervals could not be closed; tried again in a minute.');
      });
  };
  turn();
  const timer = setInterval(turn, everyMs).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
