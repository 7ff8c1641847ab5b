import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '../errors.ts';
import { connectionFault } from './connection-fault.ts';
import type { Queryable } from './database.ts';

const firstWaitMs = 25;
const longestWaitMs = 1000;

/**
 * Resolves as soon as the database answers. Waits on while it starts, stops or recovers; throws the refusal at once when a
 * person must act first (wrong password, no such database), and the signal's reason when that is aborted. `onWait`
 * hears why it waits, once for each reason.
 */
export async function waitUntilReachable(
  database: Queryable,
  signal: AbortSignal,
  onWait: (sentence: string) => void = () => undefined,
): Promise<void> {
  let told = '';
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
    signal.throwIfAborted();
    try {
      await database.query({ text: 'select 1' });
      return;
    } catch (error) {
      if (!(error instanceof Refusal) || connectionFault(error.cause)?.kind !== 'lost') throw error;
      if (error.message !== told) onWait(error.message);
      told = error.message;
    }
    await delay(waitMs, undefined, { signal }).catch(() => undefined);
  }
}
