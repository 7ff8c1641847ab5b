/**
 * The ways in which a real counterparty fails.
 *
 * - `refuse`: answers 503, with Retry-After where `retryAfterSeconds` is given
 * - `hang`: takes the request and never answers; the connections are cut when the outage ends
 * - `close`: takes the request and cuts the connection
 * - `lose`: does the work and cuts the connection, so that the sender cannot know: the double-booking trap
 * - `stall`: does the work and never answers, so that the sender can be killed while it waits; cut when the outage ends
 * - `garble`: does the work and answers 200 with something unreadable
 */
export const outageModes = ['off', 'refuse', 'hang', 'close', 'lose', 'stall', 'garble'] as const;
export type OutageMode = (typeof outageModes)[number];

export interface OutageOrder {
  readonly mode: OutageMode;
  /** How many requests are affected; absent: until it is switched off. */
  readonly times?: number;
  readonly retryAfterSeconds?: number;
}

/** What is ordered at present, counted down with every request. */
export class Outage {
  #order: OutageOrder = { mode: 'off' };

  get order(): OutageOrder {
    return this.#order;
  }

  set(order: OutageOrder): void {
    this.#order = order;
  }

  /** What happens to the request that has just come in. */
  take(): OutageOrder {
    const order = this.#order;
    if (order.mode !== 'off' && order.times !== undefined) {
      this.#order = order.times <= 1 ? { mode: 'off' } : { ...order, times: order.times - 1 };
    }
    return order;
  }
}

/** An outage as it arrives at /control/outage; a sentence when it cannot be used. */
export function readOutage(body: unknown): OutageOrder | string {
  const { mode, times, retryAfterSeconds } = (body ?? {}) as Record<string, unknown>;
  const known = outageModes.find((candidate) => candidate === mode);
  if (!known) return `"mode" must be one of ${outageModes.join(', ')}.`;
  if (times !== undefined && !isCount(times)) return '"times" must be a whole number above zero.';
  if (retryAfterSeconds !== undefined && !isCount(retryAfterSeconds))
    return '"retryAfterSeconds" must be a whole number above zero.';
  return {
    mode: known,
    ...(times === undefined ? {} : { times }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
