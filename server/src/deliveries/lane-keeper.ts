import { performance } from 'node:perf_hooks';
import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { findDueLanes } from './claim-store.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { LaneSettings } from './lane.ts';
import {
  countShares,
  endOtherProcesses,
  endProcess,
  forgetDeadProcesses,
  giveUpLanes,
  type LeasedLane,
  readHeldLanes,
  registerProcess,
  renewProcess,
  takeLanes,
} from './lease-store.ts';

/** What a lease is longer than the longest time-out of its lanes: the room for a heartbeat that comes late. */
const leaseMarginMs = 15_000;
const pollMs = 1_000;
/** A claim that the killed holder of a lane had sent off may still be carried out after the lane was taken over: it is looked at once more. */
const secondLookMs = 10_000;

export interface LaneKeeperOptions {
  readonly database: Database;
  readonly process: {
    readonly id: string;
    readonly host: string;
    readonly pid: number;
    readonly roles: readonly string[];
  };
  /** No other process can be alive (embedded database): what a killed one held is free at once. */
  readonly alone: boolean;
  readonly dispatcher: Dispatcher;
  readonly settingsOf: (lane: LeasedLane) => Promise<LaneSettings>;
  /** Whether this process has nothing of the lane in hand: neither being sent nor being settled. */
  readonly isIdle: (lane: LeasedLane) => boolean;
  /** Deals with what nobody has in hand: what former holders of these lanes left behind, and claims whose answer was lost. */
  readonly rescue: (lanes: readonly LeasedLane[]) => Promise<void>;
  readonly log: Logger;
}

/**
 * Holds this process's share of the lanes: takes free ones, hands surplus ones over, renews the lease by heartbeat, brings pauses and settings up
 * to date. Lanes are leased through the process's own row, so one heartbeat renews any number of them.
 */
export class LaneKeeper {
  readonly #options: LaneKeeperOptions;
  readonly #held = new Map<string, LeasedLane>();
  /** Lanes taken and not rescued yet: the database may fail in between. */
  #unrescued: readonly LeasedLane[] = [];
  /** Lanes to be rescued (again) from this moment of the monotonic clock on. */
  readonly #suspects = new Map<string, number>();
  #leaseMs = 45_000;
  #leaseUntil = 0;
  #heartbeat: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: LaneKeeperOptions) {
    this.#options = options;
  }

  /** By the monotonic clock, counted from before the renewal was asked for. */
  leaseLeftMs(): number {
    return this.#leaseUntil - performance.now();
  }

  get heldCount(): number {
    return this.#held.size;
  }

  async start(): Promise<void> {
    const { database, process, alone } = this.#options;
    if (alone) await endOtherProcesses(database, process.id);
    await this.#register();
    await this.refresh();
    this.#heartbeat = setInterval(() => void this.#inTurn(() => this.#renew()), this.#leaseMs / 5).unref();
    this.#poll = setInterval(() => void this.#inTurn(() => this.#look()), pollMs).unref();
  }

  /** Something has changed: a lane was made, paused, resumed, or its connection has other settings. */
  refresh(): Promise<void> {
    return this.#inTurn(() => this.#take());
  }

  /** This lane may hold deliveries that nobody has in hand. */
  suspect({ unitId, id }: Pick<LeasedLane, 'unitId' | 'id'>, inMs = 0): void {
    const key = `${unitId}/${id}`;
    this.#suspects.set(key, Math.min(this.#suspects.get(key) ?? Infinity, performance.now() + inMs));
  }

  /** Gives everything back, so that another process goes on at once. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#heartbeat);
    clearInterval(this.#poll);
    await this.#running;
    const { database, process, log } = this.#options;
    try {
      await database.transaction((transaction) => endProcess(transaction, process.id));
    } catch (cause) {
      log.warn({ err: cause }, 'The lanes could not be given back; they are free when their lease has run out.');
    }
  }

  /** One thing after the other; a database that does not answer is met again at the next turn. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#running = this.#running.then(async () => {
      if (this.#stopped) return;
      try {
        await work();
      } catch (cause) {
        this.#options.log.warn({ err: cause }, 'The lanes could not be looked after; tried again in a second.');
      }
    });
    return this.#running;
  }

  async #register(): Promise<void> {
    const asked = performance.now();
    await registerProcess(this.#options.database, { ...this.#options.process, leaseMs: this.#leaseMs });
    this.#leaseUntil = asked + this.#leaseMs;
  }

  async #renew(): Promise<void> {
    const { database, process, log } = this.#options;
    const asked = performance.now();
    if (await renewProcess(database, process.id, this.#leaseMs)) {
      this.#leaseUntil = asked + this.#leaseMs;
      await forgetDeadProcesses(database);
      return;
    }
    // Declared dead (a pause of the machine, say): the lanes are others' now. What is under way ends fenced.
    log.warn('This process was taken for dead; its lanes have gone to others. It registers anew.');
    for (const lane of this.#held.values()) this.#options.dispatcher.drop(lane.unitId, lane.id);
    this.#held.clear();
    await this.#register();
  }

  /** Every second: lanes that became free, pauses and settings, processes that came, and what fell due without a call. */
  async #look(): Promise<void> {
    await this.#take();
    await this.#share();
    await this.#rescueSuspects();
    const due = await findDueLanes(this.#options.database, [...this.#held.values()]);
    for (const { unitId, id } of due) this.#options.dispatcher.call(unitId, [id]);
  }

  async #take(): Promise<void> {
    const { database, process, rescue } = this.#options;
    const { lanes, processes } = await countShares(database);
    const share = Math.ceil(lanes / Math.max(processes, 1));
    const taken = this.#held.size < share ? await takeLanes(database, process.id, share - this.#held.size) : [];
    const fresh = [...this.#unrescued, ...taken];
    this.#unrescued = fresh;
    if (fresh.length > 0) await rescue(fresh);
    this.#unrescued = [];
    for (const lane of fresh) this.suspect(lane, secondLookMs);
    const held = await readHeldLanes(database, process.id);
    const known = new Set(held.map(keyOf));
    for (const [key, lane] of this.#held) {
      if (known.has(key)) continue;
      this.#held.delete(key);
      this.#options.dispatcher.drop(lane.unitId, lane.id);
    }
    let longestMs = 0;
    for (const lane of held) {
      const settings = await this.#options.settingsOf(lane);
      longestMs = Math.max(longestMs, settings.timeoutMs);
      this.#held.set(keyOf(lane), lane);
      this.#options.dispatcher.keep(lane, settings);
    }
    await this.#stretchLease(longestMs);
    for (const lane of fresh) this.#options.dispatcher.call(lane.unitId, [lane.id]);
  }

  async #rescueSuspects(): Promise<void> {
    const now = performance.now();
    const keys = [...this.#suspects].filter(([, at]) => at <= now).map(([key]) => key);
    if (keys.length === 0) return;
    const lanes = keys.flatMap((key) => this.#held.get(key) ?? []);
    const { dispatcher, rescue } = this.#options;
    if (lanes.length > 0) await dispatcher.whileClaimsRest(() => rescue(lanes));
    for (const key of keys) if ((this.#suspects.get(key) ?? Infinity) <= now) this.#suspects.delete(key);
    for (const { unitId, id } of lanes) dispatcher.call(unitId, [id]);
  }

  /** The lease must outlast the longest time-out; a longer one is renewed before it is relied on. */
  async #stretchLease(longestTimeoutMs: number): Promise<void> {
    const neededMs = longestTimeoutMs + leaseMarginMs;
    if (neededMs === this.#leaseMs) return;
    const longer = neededMs > this.#leaseMs;
    this.#leaseMs = neededMs;
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => void this.#inTurn(() => this.#renew()), this.#leaseMs / 5).unref();
    if (longer) await this.#renew();
  }

  /** With more processes than before, each gives up what is beyond its share; only lanes with nothing in hand, the others when they are through. */
  async #share(): Promise<void> {
    const { database, process, dispatcher, isIdle } = this.#options;
    const { lanes, processes } = await countShares(database);
    const surplus = this.#held.size - Math.ceil(lanes / Math.max(processes, 1));
    if (surplus <= 0) return;
    const dropped = dispatcher.lanes.filter(({ inFlight, lease }) => inFlight === 0 && isIdle(lease)).slice(0, surplus);
    for (const { lease } of dropped) dispatcher.drop(lease.unitId, lease.id);
    // A claim that was on its way when they were dropped may have brought something: such a lane is kept after all, by the next look.
    await dispatcher.claimsDone();
    const idle = dropped.filter(({ inFlight, lease }) => inFlight === 0 && isIdle(lease)).map(({ lease }) => lease);
    for (const lane of idle) this.#held.delete(keyOf(lane));
    await giveUpLanes(database, process.id, idle);
  }
}

const keyOf = ({ unitId, id }: LeasedLane): string => `${unitId}/${id}`;
