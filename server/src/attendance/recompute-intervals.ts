import type { Statement, Transaction } from '../database/database.ts';
import type { Interval, IntervalSurroundings } from './compute-intervals.ts';
import { deleteIntervals, readWindows, type UserTimes, type UserWindow, writeIntervals } from './interval-store.ts';
import { type IntervalChanges, replayIntervals } from './replay-intervals.ts';

/** How far behind a change passes are read at first: where nobody is there for two days, an interval begins from nothing. */
const reachMs = 2 * 86_400_000;

/** What became of one interval. */
export interface IntervalChange {
  readonly userId: number;
  /** undefined: it is new. */
  readonly before: Interval | undefined;
  /** undefined: it is no more. */
  readonly after: Interval | undefined;
}

/** What is read of users to compute their intervals anew; the users are locked (lock-users-store.ts). */
export interface IntervalsToCompute {
  readonly users: readonly UserTimes[];
  readonly windows: readonly UserWindow[];
}

export async function readIntervalsToCompute(
  transaction: Transaction,
  unitId: number,
  times: readonly UserTimes[],
): Promise<IntervalsToCompute> {
  const users = mergeTimes(times);
  return { users, windows: users.length === 0 ? [] : await readWindows(transaction, unitId, users, reachMs) };
}

/** Computes the intervals of users anew around changed passes, in the transaction of the change, which has locked them. */
export async function recomputeIntervals(
  transaction: Transaction,
  unitId: number,
  times: readonly UserTimes[],
  surroundings: IntervalSurroundings,
): Promise<IntervalChange[]> {
  const read = await readIntervalsToCompute(transaction, unitId, times);
  const changes = await computeAnew(transaction, unitId, read, surroundings);
  for (const statement of writingChanges(unitId, changes)) await transaction.query(statement);
  return changes;
}

/** The statements that write the changes, in their order. */
export function writingChanges(unitId: number, changes: readonly IntervalChange[]): Statement[] {
  const gone = changes.flatMap(({ before, after }) => (after === undefined && before !== undefined ? [before.id] : []));
  const written = changes.flatMap(({ userId, after }) => (after === undefined ? [] : [{ ...after, userId }]));
  return [
    ...(gone.length === 0 ? [] : [deleteIntervals(unitId, gone)]),
    ...(written.length === 0 ? [] : [writeIntervals(unitId, written)]),
  ];
}

/** What becomes of the intervals; nothing is written yet. */
export async function computeAnew(
  transaction: Transaction,
  unitId: number,
  { users, windows }: IntervalsToCompute,
  surroundings: IntervalSurroundings,
): Promise<IntervalChange[]> {
  const timesOf = new Map(users.map((times) => [times.userId, times]));
  const changes: IntervalChange[] = [];
  const again: UserTimes[] = [];
  for (const window of windows) {
    const changed = timesOf.get(window.userId);
    if (changed === undefined) continue;
    const replayed = replay(window, changed, surroundings);
    if (replayed === undefined) again.push(changed);
    else changes.push(...changesOf(window, replayed));
  }
  const rest = again.length === 0 ? [] : await readWindows(transaction, unitId, again, null);
  for (const window of rest) {
    const changed = timesOf.get(window.userId);
    const replayed = changed && replay(window, changed, surroundings);
    if (replayed === undefined) throw new Error('the replay of all later passes of a user came to no end');
    changes.push(...changesOf(window, replayed));
  }
  return changes;
}

/** One span of time for each user. */
function mergeTimes(times: readonly UserTimes[]): UserTimes[] {
  const users = new Map<number, UserTimes>();
  for (const each of times) {
    const other = users.get(each.userId) ?? each;
    const earliest = Math.min(each.earliest, other.earliest);
    users.set(each.userId, { userId: each.userId, earliest, latest: Math.max(each.latest, other.latest) });
  }
  return [...users.values()];
}

function replay(
  { passes, intervals, complete }: UserWindow,
  changed: UserTimes,
  surroundings: IntervalSurroundings,
): IntervalChanges | undefined {
  return replayIntervals({ passes, stored: intervals, changed, complete }, surroundings);
}

function changesOf({ userId, intervals }: UserWindow, { written, gone }: IntervalChanges): IntervalChange[] {
  const stored = new Map(intervals.map((interval) => [interval.id, interval]));
  return [
    ...gone.map((id) => ({ userId, before: stored.get(id), after: undefined })),
    ...written.map((after) => ({ userId, before: stored.get(after.id), after })),
  ];
}
