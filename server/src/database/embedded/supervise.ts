import { setTimeout as delay } from 'node:timers/promises';
import type { Postmaster } from './postmaster.ts';

export interface Supervision {
  /** The server that runs now, or ran last. */
  current(): Postmaster;
  /** Ends the supervision; the server stays as it is. */
  end(): Promise<void>;
}

export interface SupervisionEvents {
  onDied(postmaster: Postmaster): void;
  onRestarted(postmaster: Postmaster, durationMs: number): void;
  onRestartFailed(error: unknown): void;
}

const firstPauseMs = 250;
const longestPauseMs = 5000;

/**
 * Starts the server again whenever it is gone: at once, and then, as long as it does not start (a full disk), after pauses
 * that grow to five seconds, without an end, because a person may mend it meanwhile.
 */
export function supervise(first: Postmaster, start: () => Promise<Postmaster>, events: SupervisionEvents): Supervision {
  const ending = new AbortController();
  const aborted = new Promise<void>((resolve) =>
    ending.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  let current = first;

  async function watch(): Promise<void> {
    for (;;) {
      await Promise.race([current.gone, aborted]);
      if (ending.signal.aborted) return;
      events.onDied(current);
      await restart();
    }
  }

  async function restart(): Promise<void> {
    const started = performance.now();
    for (let pauseMs = firstPauseMs; !ending.signal.aborted; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        current = await start();
        events.onRestarted(current, performance.now() - started);
        return;
      } catch (error) {
        events.onRestartFailed(error);
        await delay(pauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
      }
    }
  }

  const watching = watch();
  return {
    current: () => current,
    end: async () => {
      ending.abort();
      await watching;
    },
  };
}
