import { Refusal } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Settled, Settlement } from './settle.ts';

/** One batch settles up to this many: what one transaction can lock and write in a few milliseconds. */
const batchSize = 200;
const parallelBatches = 2;
/** A second batch starts beside the first only when it is worth a transaction of its own; smaller ones wait a moment and grow. */
const secondBatchSize = 64;

export interface SettlerOptions {
  readonly settle: (unitId: number, batch: readonly Settlement[]) => Promise<Settled>;
  readonly onSettled: (settlement: Settlement, stale: boolean) => void;
  /** Nothing more is done for this one here, whether it was settled or not. */
  readonly onDone: (settlement: Settlement) => void;
  /** What became of this one could not be written in any form. */
  readonly onLost: (settlement: Settlement) => void;
  readonly onWake: (unitId: number, lanes: readonly number[]) => void;
  /** Resolves when the database answers again, rejects when the process stops. */
  readonly waitForDatabase: () => Promise<void>;
  readonly log: Logger;
}

/**
 * Collects ended attempts and settles them in batches, one unit a batch: while a batch is being written the next one fills, so the
 * batches grow with the load by themselves and a lone delivery waits for nothing.
 */
export class Settler {
  readonly #options: SettlerOptions;
  readonly #waiting = new Map<number, Settlement[]>();
  readonly #running = new Set<Promise<void>>();
  readonly #busy = new Set<string>();
  #count = 0;

  constructor(options: SettlerOptions) {
    this.#options = options;
  }

  /** Ended attempts that are not in the database yet. */
  get unsettled(): number {
    return this.#count;
  }

  add(settlement: Settlement): void {
    const { unitId } = settlement.delivery;
    const queue = this.#waiting.get(unitId);
    if (queue) queue.push(settlement);
    else this.#waiting.set(unitId, [settlement]);
    this.#count += 1;
    this.#start();
  }

  /** Resolves when everything added so far is settled. */
  async drain(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #start(): void {
    for (const [unitId, queue] of this.#waiting) {
      if (this.#running.size >= parallelBatches) return;
      if (this.#running.size > 0 && queue.length < secondBatchSize) continue;
      const batch = this.#takeBatch(queue);
      if (queue.length === 0) this.#waiting.delete(unitId);
      if (batch.length === 0) continue;
      const run = this.#settle(unitId, batch)
        .catch((cause: unknown) => this.#options.log.error({ err: cause }, 'A settled result could not be told on.'))
        .finally(() => {
          for (const settlement of batch) {
            this.#busy.delete(recordOf(settlement));
            this.#options.onDone(settlement);
          }
          this.#count -= batch.length;
          this.#running.delete(run);
          this.#start();
        });
      this.#running.add(run);
    }
  }

  /** Two batches at once never hold the same record: they would only wait for each other's lock. */
  #takeBatch(queue: Settlement[]): Settlement[] {
    const batch: Settlement[] = [];
    const kept: Settlement[] = [];
    const taken: string[] = [];
    for (const settlement of queue) {
      if (batch.length >= batchSize || this.#busy.has(recordOf(settlement))) kept.push(settlement);
      else {
        batch.push(settlement);
        taken.push(recordOf(settlement));
      }
    }
    for (const record of taken) this.#busy.add(record);
    queue.splice(0, queue.length, ...kept);
    return batch;
  }

  async #settle(unitId: number, batch: readonly Settlement[]): Promise<void> {
    for (;;) {
      let settled: Settled;
      try {
        settled = await this.#options.settle(unitId, batch);
      } catch (cause) {
        if (cause instanceof Refusal && cause.code === 'database-unavailable') {
          if (await this.#isReachableAgain()) continue;
          return;
        }
        await this.#settleApart(unitId, batch, cause);
        return;
      }
      for (const settlement of batch) this.#options.onSettled(settlement, settled.stale.has(settlement.delivery.id));
      if (settled.wake.length > 0) this.#options.onWake(unitId, settled.wake);
      return;
    }
  }

  async #isReachableAgain(): Promise<boolean> {
    try {
      await this.#options.waitForDatabase();
      return true;
    } catch {
      // The process stops first: the rows stay `sending` and are rescued by whoever takes the lanes over.
      return false;
    }
  }

  /**
   * A row that makes the batch fail settles alone, then without its write-back, then without anything that came from outside: what became of the
   * delivery must be kept, whatever the answer holds.
   */
  async #settleApart(unitId: number, batch: readonly Settlement[], cause: unknown): Promise<void> {
    const [only] = batch;
    if (batch.length > 1 || !only) {
      for (const settlement of batch) await this.#settle(unitId, [settlement]);
      return;
    }
    const lesser = withLess(only);
    const facts = { deliveryId: only.delivery.id, err: cause };
    if (lesser === undefined) {
      this.#options.log.error(facts, 'A result could not be written; the delivery is taken for interrupted.');
      this.#options.onLost(only);
      return;
    }
    this.#options.log.error(facts, 'A result could not be written as it is; it is kept with less.');
    await this.#settle(unitId, [lesser]);
  }
}

const ownFault = 'because of a fault in Gangway; see the log.';

/** The next lesser form of a settlement that cannot be written; undefined: there is none. */
function withLess(settlement: Settlement): Settlement | undefined {
  const { verdict, fate, route, attempt } = settlement;
  const { write, writeAlways, ...plain } = verdict;
  if (write !== undefined || writeAlways !== undefined || route.mark !== null) {
    const reason = `${fate.reason} The answer could not be written onto the record ${ownFault}`;
    return { ...settlement, verdict: plain, fate: { ...fate, reason }, route: { mark: null } };
  }
  if (attempt.response === null && attempt.request === null) return undefined;
  const reason = `The counterparty's words could not be stored ${ownFault}`;
  const nothing = { request: null, requestBody: null, response: null, responseBody: null, messages: [] };
  return {
    ...settlement,
    verdict: { ...verdict, reason, messages: [] },
    fate: { ...fate, reason },
    attempt: { ...attempt, ...nothing, reason },
  };
}

function recordOf({ delivery }: Settlement): string {
  return `${delivery.unitId}/${delivery.entity}/${delivery.recordId ?? delivery.id}`;
}
