import type { Logger } from '../log.ts';
import type { ClaimWish } from './claim-store.ts';
import type { ClaimedDelivery } from './delivery.ts';
import { Lane, type LaneSettings } from './lane.ts';
import type { LeasedLane } from './lease-store.ts';
import type { Settler } from './settler.ts';
import type { Settlement } from './settle.ts';

/** So many ended attempts may wait for the database before nothing more is claimed. */
const mostUnsettled = 2_000;
/** So many claims may be on their way at once. One alone left the slots of a fast counterparty empty while it waited for the database. */
const mostClaims = 3;

export interface DispatcherOptions {
  readonly claim: (wishes: readonly ClaimWish[], durable: boolean) => Promise<ClaimedDelivery[]>;
  /** Composes, sends and judges one delivery; never rejects. */
  readonly send: (delivery: ClaimedDelivery) => Promise<Settlement>;
  readonly settler: Settler;
  /** The breaker of this lane has opened or closed. */
  readonly onLaneChanged: (lane: Lane) => void;
  /** The database did not answer a claim: it may have been carried out all the same. */
  readonly onClaimLost: (lanes: readonly LeasedLane[]) => void;
  /** Milliseconds that the process's lease is still good for. */
  readonly leaseLeftMs: () => number;
  readonly nowMs: () => number;
  readonly log: Logger;
}

/**
 * Turns due deliveries into requests. A claim asks for all lanes that can take something, each for its free slots; a few claims may be on their
 * way at once, and while they are, requests end and slots free up, so the next claim is larger: batches grow with the load by themselves.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #sending = new Set<Promise<void>>();
  readonly #claims = new Set<Promise<void>>();
  #again = false;
  #scheduled = false;
  #resting = 0;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;
  #timerAtMs = Infinity;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  get lanes(): readonly Lane[] {
    return [...this.#lanes.values()];
  }

  get inFlight(): number {
    return this.#sending.size;
  }

  /** Takes a leased lane into service, or brings one up to date. */
  keep(lease: LeasedLane, settings: LaneSettings): void {
    const key = `${lease.unitId}/${lease.id}`;
    const lane = this.#lanes.get(key);
    if (lane) lane.update(lease, settings, this.#options.nowMs());
    else this.#lanes.set(key, new Lane(lease, settings, this.#options.nowMs()));
    this.#schedule();
  }

  /** Forgets a lane that is leased no more. What it has under way ends by itself; its results are fenced. */
  drop(unitId: number, laneId: number): void {
    this.#lanes.delete(`${unitId}/${laneId}`);
  }

  /** Something may have become due in these lanes. Answers the lanes that are not held here. */
  call(unitId: number, laneIds: readonly number[]): number[] {
    const foreign: number[] = [];
    for (const id of laneIds) {
      const lane = this.#lanes.get(`${unitId}/${id}`);
      if (lane) lane.call();
      else foreign.push(id);
    }
    if (foreign.length < laneIds.length) this.#schedule();
    return foreign;
  }

  /** Room was made: ended attempts have reached the database. */
  poke(): void {
    this.#schedule();
  }

  /** Resolves when the claim on its way has come back and its rows are counted in their lanes. */
  async claimsDone(): Promise<void> {
    await Promise.all(this.#claims);
  }

  /** Does some work while no claim is on its way: what is `sending` then is either in hand here or nobody's. */
  async whileClaimsRest(work: () => Promise<void>): Promise<void> {
    this.#resting += 1;
    try {
      await this.claimsDone();
      await work();
    } finally {
      this.#resting -= 1;
      this.#schedule();
    }
  }

  /** Claims nothing more; resolves when everything under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await Promise.all(this.#claims);
    while (this.#sending.size > 0) await Promise.all(this.#sending);
  }

  /** Several calls in one turn of the event loop become one claim. */
  #schedule(): void {
    if (this.#scheduled || this.#stopped || this.#resting > 0) return;
    if (this.#claims.size >= mostClaims) {
      this.#again = true;
      return;
    }
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#stopped && this.#resting === 0) this.#claimAll();
    });
  }

  #claimAll(): void {
    this.#again = false;
    const wishes = this.#wishes();
    for (const durable of [true, false]) {
      const part = wishes.filter(({ lane }) => lane.settings.durableClaims === durable);
      if (part.length === 0) continue;
      for (const { lane, wish } of part) lane.asked(wish);
      const claim = this.#claim(part, durable).finally(() => {
        this.#claims.delete(claim);
        this.#setTimer();
        if (this.#again) this.#schedule();
      });
      this.#claims.add(claim);
    }
    this.#setTimer();
  }

  #wishes(): { lane: Lane; wish: ClaimWish }[] {
    if (this.#options.settler.unsettled >= mostUnsettled) return [];
    const nowMs = this.#options.nowMs();
    const leaseLeftMs = this.#options.leaseLeftMs();
    const wishes: { lane: Lane; wish: ClaimWish }[] = [];
    for (const lane of this.#lanes.values()) {
      // A request is sent only with more lease left than its whole deadline (invariant 3).
      if (lane.settings.timeoutMs >= leaseLeftMs) continue;
      const wish = lane.wish(nowMs);
      if (wish) wishes.push({ lane, wish });
    }
    return wishes;
  }

  async #claim(wishes: readonly { lane: Lane; wish: ClaimWish }[], durable: boolean): Promise<void> {
    const calls = wishes.map(({ lane }) => lane.calls);
    let rows: ClaimedDelivery[];
    try {
      rows = await this.#options.claim(
        wishes.map(({ wish }) => wish),
        durable,
      );
    } catch (cause) {
      this.#options.log.warn({ err: cause }, 'Deliveries could not be claimed; tried again with the next poll.');
      for (const { lane, wish } of wishes) lane.unclaimed(wish);
      this.#options.onClaimLost(wishes.map(({ wish }) => wish.lane));
      return;
    }
    const byLane = Map.groupBy(rows, ({ unitId, laneId }) => `${unitId}/${laneId}`);
    for (const [index, { lane, wish }] of wishes.entries()) {
      const own = byLane.get(`${lane.lease.unitId}/${lane.lease.id}`) ?? [];
      lane.claimed(wish, own.length, calls[index] ?? 0, this.#options.nowMs());
      for (const delivery of own) this.#send(lane, delivery);
    }
    this.#schedule();
  }

  #send(lane: Lane, delivery: ClaimedDelivery): void {
    const run = this.#options.send(delivery).then((settlement) => {
      const nowMs = this.#options.nowMs();
      if (lane.ended(delivery, settlement.verdict, nowMs)) this.#options.onLaneChanged(lane);
      this.#options.settler.add(settlement);
      const { dueAtMs, state } = settlement.fate;
      if (state === 'waiting' && dueAtMs !== null) this.#callLater(lane, dueAtMs);
      this.#sending.delete(run);
      this.#schedule();
    });
    this.#sending.add(run);
  }

  /** Within the next minute the lane is called on the dot; what is further away is found by the poll. */
  #callLater(lane: Lane, atMs: number): void {
    const inMs = atMs - this.#options.nowMs();
    if (inMs > 60_000) return;
    // The settling has to be committed by then; the poll finds what comes too early.
    const timer = setTimeout(
      () => {
        lane.call();
        this.#schedule();
      },
      Math.max(inMs, 0) + 5,
    );
    timer.unref();
  }

  /** Wakes for what no call announces: a breaker's pause or a Retry-After that ends, a token that a rate gives out. */
  #setTimer(): void {
    if (this.#stopped) return;
    const nowMs = this.#options.nowMs();
    const waits = this.lanes.map((lane) => lane.wakeInMs(nowMs)).filter((ms) => ms !== undefined);
    const atMs = waits.length === 0 ? Infinity : nowMs + Math.min(...waits);
    if (atMs >= this.#timerAtMs && this.#timerAtMs > nowMs) return;
    clearTimeout(this.#timer);
    this.#timerAtMs = atMs;
    if (atMs === Infinity) return;
    this.#timer = setTimeout(
      () => {
        this.#timerAtMs = Infinity;
        this.#schedule();
      },
      Math.max(1, atMs - nowMs),
    );
    this.#timer.unref();
  }
}
