import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';

const channel = 'gangway_wake';
/** Calls within this time become one notice: NOTIFY takes a lock that all commits of the database share. */
const coalesceMs = 5;
/** PostgreSQL's payload may hold 8,000 bytes; more lanes than this are found by the poll. */
const mostLanes = 300;

interface Notice {
  /** Lanes that have something due, by unit. */
  readonly wake?: readonly (readonly [unitId: number, laneId: number])[];
  /** Units whose configuration, secrets or pauses have changed. */
  readonly changed?: readonly number[];
}

export interface WakeBusOptions {
  readonly database: Database;
  /** Lanes of this process; gives those that it does not hold. */
  readonly callHere: (unitId: number, lanes: readonly number[]) => readonly number[];
  readonly changedHere: (unitId: number) => void;
  /** Notices may have been lost: what is kept of any unit may be out of date. */
  readonly missedHere: () => void;
  readonly log: Logger;
}

/**
 * Carries "something is due" from the commit to whoever sends: directly within the process, to the others by one NOTIFY for everything that came
 * together within a few milliseconds, always after the commit, never inside the business transaction (invariant 10). A notice that is lost costs
 * no more than the next poll.
 */
export class WakeBus {
  readonly #options: WakeBusOptions;
  readonly #lanes = new Map<string, readonly [number, number]>();
  readonly #changed = new Set<number>();
  #timer: NodeJS.Timeout | undefined;
  #stopListening: (() => Promise<void>) | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(options: WakeBusOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#stopListening = await this.#options.database.listen(channel, (payload) => this.#receive(payload));
  }

  /** To be called after the commit. */
  wake(unitId: number, lanes: readonly number[]): void {
    const foreign = this.#options.callHere(unitId, [...new Set(lanes)]);
    for (const lane of foreign) this.#lanes.set(`${unitId}/${lane}`, [unitId, lane]);
    if (foreign.length > 0) this.#sendSoon();
  }

  /** Configuration, secrets or pauses of this unit have changed. To be called after the commit. */
  changed(unitId: number): void {
    this.#options.changedHere(unitId);
    this.#changed.add(unitId);
    this.#sendSoon();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#lanes.size > 0 || this.#changed.size > 0) this.#send();
    await this.#sending;
    await this.#stopListening?.();
  }

  #sendSoon(): void {
    this.#timer ??= setTimeout(() => this.#send(), coalesceMs).unref();
  }

  #send(): void {
    this.#timer = undefined;
    const notice: Notice = { wake: [...this.#lanes.values()].slice(0, mostLanes), changed: [...this.#changed] };
    this.#lanes.clear();
    this.#changed.clear();
    const text = JSON.stringify(notice);
    this.#sending = this.#sending
      .then(() =>
        this.#options.database.query({ name: 'notify', text: 'select pg_notify($1, $2)', values: [channel, text] }),
      )
      .then(
        () => undefined,
        (cause: unknown) =>
          this.#options.log.debug({ err: cause }, 'A wake-up could not be sent; the poll finds what is due.'),
      );
  }

  #receive(payload: string): void {
    const notice = readNotice(payload);
    if (notice === undefined) {
      this.#options.missedHere();
      return;
    }
    const { wake = [], changed = [] } = notice;
    for (const unitId of changed) this.#options.changedHere(unitId);
    for (const [unitId, lanes] of Map.groupBy(wake, ([unit]) => unit)) {
      this.#options.callHere(
        unitId,
        lanes.map(([, lane]) => lane),
      );
    }
  }
}

/**
 * Undefined: it says nothing that can be trusted. An empty one comes when the listener has lost its connection and is back; anybody who may use the
 * database can send another.
 */
function readNotice(payload: string): Notice | undefined {
  try {
    const notice: unknown = JSON.parse(payload);
    return typeof notice === 'object' && notice !== null ? notice : undefined;
  } catch {
    // Not JSON, so not of this bus.
    return undefined;
  }
}
