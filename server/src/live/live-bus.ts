import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';

const channel = 'gangway_live';
/** A page is told within this time more; NOTIFY takes a lock that all commits of the database share. */
const coalesceMs = 250;
/** How often a process says that somebody looks at its pages, and how long the others believe it. */
const announceMs = 10_000;
const believedMs = 25_000;
/** PostgreSQL's payload may hold 8,000 bytes: 100 ids of 39. */
const mostIds = 100;

interface Word {
  readonly from: string;
  /** Units at which somebody looks there. */
  readonly watch?: readonly number[];
  /** Deliveries by unit; `null` among them: more than are named. */
  readonly changed?: readonly (readonly [unitId: number, ids: readonly (string | null)[]])[];
}

export interface LiveBusOptions {
  readonly database: Database;
  readonly processId: string;
  readonly log: Logger;
  /** Something has changed in another process. */
  readonly onChanged: (unitId: number, ids: readonly (string | null)[]) => void;
  /** Words may have been lost. */
  readonly onMissed: () => void;
  readonly nowMs: () => number;
}

/**
 * Carries hints between processes. A process speaks of a unit only while somebody looks at that unit elsewhere, which the others say every ten seconds: where
 * nobody looks, and in an installation of one process, no change costs more than a look into a map. Nothing is said in a business transaction.
 */
export class LiveBus {
  readonly #options: LiveBusOptions;
  readonly #watchedElsewhere = new Map<number, number>();
  readonly #changed = new Map<number, Set<string | null>>();
  #watchedHere: readonly number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #announcing: NodeJS.Timeout | undefined;
  #stopListening: (() => Promise<void>) | undefined;
  #sending: Promise<unknown> = Promise.resolve();

  constructor(options: LiveBusOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#stopListening = await this.#options.database.listen(channel, (payload) => this.#receive(payload));
  }

  /** At which units somebody looks in this process. */
  watch(units: readonly number[]): void {
    const isNew = units.some((unit) => !this.#watchedHere.includes(unit));
    this.#watchedHere = units;
    if (isNew) this.#announce();
    if (units.length === 0) {
      clearInterval(this.#announcing);
      this.#announcing = undefined;
    } else this.#announcing ??= setInterval(() => this.#announce(), announceMs).unref();
  }

  /** Something has changed here; a delivery's id, or null for anything else. */
  tell(unitId: number, id: string | null): void {
    const until = this.#watchedElsewhere.get(unitId);
    if (until === undefined) return;
    if (until < this.#options.nowMs()) {
      this.#watchedElsewhere.delete(unitId);
      return;
    }
    const ids = this.#changed.get(unitId) ?? new Set();
    this.#changed.set(unitId, ids.add(ids.size < mostIds ? id : null));
    this.#timer ??= setTimeout(() => this.#send(), coalesceMs).unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    clearInterval(this.#announcing);
    await this.#sending;
    await this.#stopListening?.();
  }

  #announce(): void {
    this.#say({ watch: this.#watchedHere });
  }

  #send(): void {
    this.#timer = undefined;
    const changed = [...this.#changed].map(([unitId, ids]): [number, (string | null)[]] => [unitId, [...ids]]);
    this.#changed.clear();
    // One word for each unit, so that none is too long.
    for (const one of changed) this.#say({ changed: [one] });
  }

  #say(word: Omit<Word, 'from'>): void {
    const { database, processId, log } = this.#options;
    const text = JSON.stringify({ from: processId, ...word });
    this.#sending = this.#sending
      .then(() => database.query({ name: 'notify', text: 'select pg_notify($1, $2)', values: [channel, text] }))
      .catch((cause: unknown) =>
        log.debug({ err: cause }, 'Pages of other processes could not be told; they look by themselves.'),
      );
  }

  #receive(payload: string): void {
    const word = readWord(payload);
    if (word === undefined) {
      this.#options.onMissed();
      return;
    }
    if (word.from === this.#options.processId) return;
    for (const unitId of word.watch ?? []) this.#watchedElsewhere.set(unitId, this.#options.nowMs() + believedMs);
    for (const [unitId, ids] of word.changed ?? []) this.#options.onChanged(unitId, ids);
  }
}

/** Undefined: an empty one comes when the listener has lost its connection and is back; anybody who may use the database can send another. */
function readWord(payload: string): Word | undefined {
  try {
    const word: unknown = JSON.parse(payload);
    return typeof word === 'object' && word !== null && 'from' in word ? (word as Word) : undefined;
  } catch {
    // Not JSON, so not of this bus.
    return undefined;
  }
}
