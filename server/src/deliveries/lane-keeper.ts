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
  /** Deals with what former holders of these lanes left behind. */
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

  /** Gives everything back, so that another process goes on at once. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#heartbeat);
    clearInterval(this.#poll);
    await this.#running;
    const { database, process } = this.#options;
    await database.transaction((transaction) => endProcess(transaction, process.id));
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
      await this.#share();
      await forgetDeadProcesses(database);
      return;
    }
    // Declared dead (a pause of the machine, say): the lanes are others' now. What is under way ends fenced.
    log.warn('This process was taken for dead; its lanes have gone to others. It registers anew.');
    for (const lane of this.#held.values()) this.#options.dispatcher.drop(lane.unitId, lane.id);
    this.#held.clear();
    await this.#register();
  }

  /** Every second: lanes that became free, pauses and settings, and what fell due without a call. */
  async #look(): Promise<void> {
    await this.#take();
    const due = await findDueLanes(this.#options.database, [...this.#held.values()]);
    for (const { unitId, id } of due) this.#options.dispatcher.call(unitId, [id]);
  }

  async #take(): Promise<void> {
    const { database, process, rescue } = this.#options;
    const { lanes, processes } = await countShares(database);
    const share = Math.ceil(lanes / Math.max(processes, 1));
    const taken = this.#held.size < share ? await takeLanes(database, process.id, share - this.#held.size) : [];
    if (taken.length > 0) await rescue(taken);
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
    for (const lane of taken) this.#options.dispatcher.call(lane.unitId, [lane.id]);
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

  /** With more processes than before, each gives up what is beyond its share; lanes with nothing under way first. */
  async #share(): Promise<void> {
    const { database, process, dispatcher } = this.#options;
    const { lanes, processes } = await countShares(database);
    const surplus = this.#held.size - Math.ceil(lanes / Math.max(processes, 1));
    if (surplus <= 0) return;
    const dropped = dispatcher.lanes.filter(({ inFlight }) => inFlight === 0).slice(0, surplus);
    for (const { lease } of dropped) dispatcher.drop(lease.unitId, lease.id);
    // A claim that was on its way when they were dropped may have brought something: such a lane is kept after all, by the next look.
    await dispatcher.claimsDone();
    const idle = dropped.filter(({ inFlight }) => inFlight === 0).map(({ lease }) => lease);
    for (const lane of idle) this.#held.delete(keyOf(lane));
    await giveUpLanes(database, process.id, idle);
  }
}

const keyOf = ({ unitId, id }: LeasedLane): string => `${unitId}/${id}`;
