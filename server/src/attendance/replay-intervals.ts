import {
  comparePasses,
  type Interval,
  IntervalMachine,
  type IntervalSurroundings,
  type Pass,
} from './compute-intervals.ts';

/** What has changed among a user's passes, from the earliest to the latest time that is concerned. */
export interface ChangedTimes {
  readonly earliest: number;
  readonly latest: number;
}

export interface ReplayWindow {
  /** From the begin of the last interval that began from nothing before the earliest changed pass (replayStart). */
  readonly passes: readonly Pass[];
  /** The intervals as they are stored, from the same begin. */
  readonly stored: readonly Interval[];
  readonly changed: ChangedTimes;
  /** There are no passes after these. */
  readonly complete: boolean;
}

export interface IntervalChanges {
  /** Intervals that are new or other than before. */
  readonly written: readonly Interval[];
  /** Ids of intervals that are no more. */
  readonly gone: readonly number[];
}

/**
 * Where a replay must begin: an interval that began from nothing depends on nothing before it. One that begins at the very time of a changed pass might
 * come after it, so the one before is taken. undefined: with the user's first pass.
 */
export function replayStart(stored: readonly Interval[], { earliest }: ChangedTimes): number | undefined {
  const before = stored.filter(({ openedAt, chained }) => !chained && openedAt < earliest);
  return before.length === 0 ? undefined : Math.max(...before.map(({ openedAt }) => openedAt));
}

/**
 * Computes a user's intervals anew around changed passes, and no further than needed: as soon as an interval begins from nothing where one does already,
 * everything after it is as it was. undefined: that point does not lie within the passes at hand, and there are more.
 */
export function replayIntervals(window: ReplayWindow, surroundings: IntervalSurroundings): IntervalChanges | undefined {
  const { stored, changed, complete } = window;
  const fresh = new Map(stored.filter(({ chained }) => !chained).map(({ id, openedAt }) => [id, openedAt]));
  const machine = new IntervalMachine(surroundings);
  const computed: Interval[] = [];
  let previousAt: number | undefined;
  for (const pass of window.passes.toSorted(comparePasses)) {
    const taken = machine.take(pass);
    // Never between two passes of the same time: what is stored is cut by time.
    const joins = taken.fresh && pass.at > changed.latest && pass.at !== previousAt && fresh.get(pass.id) === pass.at;
    previousAt = pass.at;
    // What begins with this pass is stored already; an exit alone is finished at once.
    computed.push(...(joins ? taken.finished.filter(({ id }) => id !== pass.id) : taken.finished));
    if (joins) return compareIntervals(beforeTime(stored, pass.at), computed);
  }
  if (!complete) return undefined;
  return compareIntervals(stored, [...computed, ...machine.end()]);
}

function beforeTime(stored: readonly Interval[], time: number): Interval[] {
  return stored.filter(({ openedAt }) => openedAt < time);
}

function compareIntervals(stored: readonly Interval[], computed: readonly Interval[]): IntervalChanges {
  const before = new Map(stored.map((interval) => [interval.id, interval]));
  const ids = new Set(computed.map(({ id }) => id));
  return {
    written: computed.filter((interval) => !isSame(before.get(interval.id), interval)),
    gone: stored.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
  };
}

const compared = [
  'openedAt',
  'from',
  'to',
  'state',
  'day',
  'seconds',
  'secondEntry',
  'exitPassId',
  'closesAt',
  'chained',
] as const satisfies readonly (keyof Interval)[];

function isSame(left: Interval | undefined, right: Interval): boolean {
  return left !== undefined && compared.every((name) => left[name] === right[name]);
}
