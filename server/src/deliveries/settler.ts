import { Refusal } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Settled, Settlement } from './settle.ts';

/** One batch settles up to this many: what one transaction can lock and write in a few milliseconds. */
const batchSize = 200;
const parallelBatches = 2;

export interface SettlerOptions {
  readonly settle: (unitId: number, batch: readonly Settlement[]) => Promise<Settled>;
  readonly onSettled: (settlement: Settlement, stale: boolean) => void;
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
      const batch = this.#takeBatch(queue);
      if (queue.length === 0) this.#waiting.delete(unitId);
      if (batch.length === 0) continue;
      const run = this.#settle(unitId, batch).finally(() => {
        for (const settlement of batch) this.#busy.delete(recordOf(settlement));
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
      try {
        const { stale, wake } = await this.#options.settle(unitId, batch);
        for (const settlement of batch) this.#options.onSettled(settlement, stale.has(settlement.delivery.id));
        if (wake.length > 0) this.#options.onWake(unitId, wake);
        return;
      } catch (cause) {
        if (cause instanceof Refusal && cause.code === 'database-unavailable') {
          if (await this.#isReachableAgain()) continue;
          return;
        }
        await this.#settleApart(unitId, batch, cause);
        return;
      }
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

  /** A row that makes the batch fail settles alone, and without its write-back where that is what fails. */
  async #settleApart(unitId: number, batch: readonly Settlement[], cause: unknown): Promise<void> {
    const [only] = batch;
    if (batch.length > 1 || !only) {
      for (const settlement of batch) await this.#settle(unitId, [settlement]);
      return;
    }
    const facts = { deliveryId: only.delivery.id, err: cause };
    if (only.verdict.write === undefined && only.verdict.writeAlways === undefined && only.route.mark === null) {
      this.#options.log.error(facts, 'A result could not be written; the delivery is sent again after a restart.');
      return;
    }
    this.#options.log.error(facts, 'A write-back could not be written; the result is kept without it.');
    const { write: _write, writeAlways: _writeAlways, ...verdict } = only.verdict;
    const reason = `${only.fate.reason} The answer could not be written onto the record because of a fault in Gangway; see the log.`;
    await this.#settle(unitId, [{ ...only, verdict, fate: { ...only.fate, reason }, route: { mark: null } }]);
  }
}

function recordOf({ delivery }: Settlement): string {
  return `${delivery.unitId}/${delivery.entity}/${delivery.recordId ?? delivery.id}`;
}
