import type { Database, Statement, Transaction } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import type { Logger } from '../log.ts';
import { recordEnvironment, type RecordSurroundings } from '../triggers/record-environment.ts';
import type { EntryToRegister } from './entry-request.ts';
import { nextEntryIds } from './entry-store.ts';
import { lookUp } from './look-up.ts';
import { type Registered, registerEntries } from './register-entries.ts';

/** One batch registers up to this many: what one transaction writes in a few milliseconds. */
const batchSize = 128;
const parallelBatches = 2;
/** Ids are drawn for so many batches of the present size. */
const drawnBatches = 4;
/** A second batch starts beside the first only when it is worth a transaction of its own; smaller ones wait a moment and grow. */
const secondBatchSize = 64;
/** Callers who were answered together call again together: so long the next batch waits to be as large as the one before. Without it the first to come went alone, in a batch of one, and everybody else waited for it: 1, 31, 1, 31. */
const gatherMs = 2;

interface Waiting {
  readonly entry: EntryToRegister;
  readonly resolve: (registered: Registered) => void;
  readonly reject: (cause: unknown) => void;
}

export interface RegistrarSurroundings extends RecordSurroundings {
  readonly database: Database;
  readonly log: Logger;
}

/**
 * Registers what is sent at the same time in one transaction: one commit, one look for all users, one computation of intervals, and each is answered when
 * that commit is on the disk. While a batch is being written the next one fills, so the batches grow with the load by themselves and a lone pass waits
 * for nothing. A batch that fails falls apart into its entries, so that one of them never stands in the way of its neighbours.
 */
export class EntryRegistrar {
  readonly #surroundings: RegistrarSurroundings;
  readonly #waiting = new Map<number, Waiting[]>();
  /** Drawn and not used yet. */
  readonly #ids: number[] = [];
  #running = 0;
  /** How many the last batch held; 1 once nobody came in time. */
  #lastSize = 1;
  #gathering: NodeJS.Timeout | undefined;

  constructor(surroundings: RegistrarSurroundings) {
    this.#surroundings = surroundings;
  }

  /** Resolves when the entry is registered or refused; rejects when it could not be tried, because the database is away or for a fault of ours. */
  register(unitId: number, entry: EntryToRegister): Promise<Registered> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(unitId);
      if (waiting) waiting.push({ entry, resolve, reject });
      else this.#waiting.set(unitId, [{ entry, resolve, reject }]);
      this.#start();
    });
  }

  #start(): void {
    for (const [unitId, waiting] of this.#waiting) {
      if (this.#running >= parallelBatches) return;
      if (this.#running > 0 ? waiting.length < secondBatchSize : this.#gathers(waiting.length)) continue;
      const batch = waiting.splice(0, batchSize);
      if (waiting.length === 0) this.#waiting.delete(unitId);
      this.#running += 1;
      this.#lastSize = batch.length;
      void this.#register(unitId, batch).finally(() => {
        this.#running -= 1;
        this.#start();
      });
    }
  }

  /** Whether more are awaited. A lone pass after a lone pass goes at once. */
  #gathers(size: number): boolean {
    if (size >= this.#lastSize) {
      clearTimeout(this.#gathering);
      this.#gathering = undefined;
      return false;
    }
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.#lastSize = 1;
      this.#start();
    }, gatherMs);
    return true;
  }

  async #register(unitId: number, batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.#write(
        unitId,
        batch.map(({ entry }) => entry),
      );
      for (const [index, { resolve, reject }] of batch.entries()) {
        const answer = answers[index];
        if (answer === undefined) reject(new Error('an entry was registered without an answer'));
        else resolve(answer);
      }
    } catch (cause) {
      await this.#fail(unitId, batch, cause);
    }
  }

  #write(unitId: number, entries: readonly EntryToRegister[]): Promise<Registered[]> {
    const { database } = this.#surroundings;
    return database.transaction(
      async (transaction) => {
        // Sent together, with BEGIN before and nothing but reading in it.
        const [environment, lookedUp] = await Promise.all([
          recordEnvironment(transaction, unitId, this.#surroundings),
          lookUp(transaction, unitId, entries, (tx, count) => this.#drawIds(tx, count)),
        ]);
        const write = (statement: Statement): void => transaction.atCommit(statement);
        return registerEntries(transaction, environment, entries, { lookedUp, write });
      },
      { readsFirst: true },
    );
  }

  /** Ids are drawn for some batches at once. A sequence goes on whatever becomes of a transaction, so those that are left are good for the next one. */
  async #drawIds(transaction: Transaction, count: number): Promise<readonly number[]> {
    if (this.#ids.length < count) this.#ids.push(...(await nextEntryIds(transaction, drawnBatches * count)));
    return this.#ids.splice(0, count);
  }

  async #fail(unitId: number, batch: readonly Waiting[], cause: unknown): Promise<void> {
    const [first] = batch;
    const refused = cause instanceof Refusal;
    if (batch.length === 1 || (refused && cause.code === 'database-unavailable')) {
      // A refusal of the whole is the entry's own where it is alone.
      for (const { resolve, reject } of batch) {
        if (refused && first !== undefined && batch.length === 1) resolve({ kind: 'refused', refusal: cause });
        else reject(cause);
      }
      return;
    }
    if (!refused) this.#surroundings.log.warn({ err: cause, entries: batch.length }, 'A batch of passes fell apart.');
    for (const waiting of batch) await this.#register(unitId, [waiting]);
  }
}

const registrars = new WeakMap<Database, EntryRegistrar>();

/** The registrar of a database. A view of an open transaction (within) has one of its own, whose batches are a part of that transaction. */
export function registrarOf(surroundings: RegistrarSurroundings): EntryRegistrar {
  const known = registrars.get(surroundings.database);
  if (known !== undefined) return known;
  const { database, log, plans, wake, now } = surroundings;
  const made = new EntryRegistrar({ database, log, plans, wake, now });
  registrars.set(database, made);
  return made;
}
