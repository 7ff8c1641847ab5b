import { readUnitIds } from '../configuration/store.ts';
import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { addFigures, forgetOldFigures, takeWindow } from './figures-store.ts';

/** After a standstill of days the reader of a chart does not wait for all of it. */
const mostStepsForReader = 3;

/**
 * Brings a unit's figures up to two seconds ago. Several who do it at once do no harm: one counts, the others go on. Resolves to whether everything
 * is counted, as far as this caller knows.
 */
export async function rollUp(database: Database, unitId: number, mostSteps = mostStepsForReader): Promise<boolean> {
  for (let step = 0; step < mostSteps; step += 1) {
    const more = await database.transaction(
      async (transaction) => {
        const window = await takeWindow(transaction, unitId);
        if (window === undefined) return false;
        await addFigures(transaction, unitId, window);
        return window.to.getTime() - window.from.getTime() >= 3_600_000;
      },
      // What a crash takes back is counted again.
      { synchronousCommit: 'off' },
    );
    if (!more) return true;
  }
  return false;
}

/** Counts every unit's attempts now and every minute, and forgets what is too old. Resolves to what stops it. */
export function rollUpMinutely({
  database,
  log,
}: {
  readonly database: Database;
  readonly log: Logger;
}): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const all = async (): Promise<void> => {
    for (const unitId of await readUnitIds(database)) await rollUp(database, unitId, 1_000);
    await forgetOldFigures(database);
  };
  const turn = (): void => {
    if (busy) return;
    busy = true;
    running = all()
      .catch((cause: unknown) => log.warn({ err: cause }, 'Attempts could not be counted; tried again in a minute.'))
      .finally(() => (busy = false));
  };
  turn();
  const timer = setInterval(turn, 60_000).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
