import { resolveAlerts } from '../alerts/store.ts';
import type { Transaction } from '../database/database.ts';
import type { Actor, RecordEnvironment, RecordRow } from '../records/types.ts';
import { unassignedAlertKey } from './arrival-alerts.ts';
import { type EntryRow, readWaiting, updateEntry } from './entry-store.ts';
import { tellIntervals } from './interval-events.ts';
import type { UserTimes } from './interval-store.ts';
import { lockUsers } from './lock-users-store.ts';
import { checkOverlap } from './overlap.ts';
import { timeSurroundings } from './plan-entries.ts';
import { directionOf, type EntrySurroundings, namings, readPeriod } from './read-entry.ts';
import { recomputeIntervals } from './recompute-intervals.ts';

export interface Correction {
  /** As it was. */
  readonly entry: EntryRow;
  /** As it is. */
  readonly row: RecordRow;
  readonly actor: Actor;
}

/** What follows from a corrected or deleted entry: its row, and the intervals of whose it was and whose it is. */
export async function followCorrection(
  transaction: Transaction,
  environment: RecordEnvironment,
  { entry, row, actor }: Correction,
): Promise<void> {
  const { unitId } = environment;
  const surroundings = timeSurroundings(environment);
  const after = { ...entry, ...valuesOf(row, entry, surroundings), counts: row.deletedAt === null };
  const overlapping = after.counts ? await checkOverlap(transaction, unitId, after) : undefined;
  if (overlapping !== undefined) throw overlapping;
  await updateEntry(transaction, unitId, after);
  const times = [entry, after].flatMap(({ type, userId, at }): UserTimes[] =>
    type === 'ATTENDANCE' && userId !== null ? [{ userId, earliest: at, latest: at }] : [],
  );
  await lockUsers(
    transaction,
    unitId,
    times.map(({ userId }) => userId),
  );
  const changes = await recomputeIntervals(transaction, unitId, times, surroundings);
  await tellIntervals(transaction, environment, changes, actor);
  if (entry.userId === null && (after.userId !== null || !after.counts)) {
    await putAlertAway(transaction, unitId, entry, actor.name);
  }
}

/** What the corrected record says. */
function valuesOf(
  { data }: RecordRow,
  entry: EntryRow,
  { zone }: EntrySurroundings,
): Pick<EntryRow, 'type' | 'userId' | 'at' | 'until' | 'direction'> {
  const type = typeof data['type'] === 'string' ? data['type'] : entry.type;
  const userId = typeof data['userId'] === 'number' ? data['userId'] : null;
  const direction = directionOf(data['direction']);
  if (type === 'ATTENDANCE') {
    const at = typeof data['at'] === 'string' ? Date.parse(data['at']) : entry.at;
    return { type, userId, at, until: null, direction };
  }
  const { from, until } = readPeriod(data, zone, []);
  return { type, userId, at: Number.isNaN(from) ? entry.at : from, until, direction };
}

/** Nothing waits for this badge any more. */
async function putAlertAway(transaction: Transaction, unitId: number, entry: EntryRow, by: string): Promise<void> {
  const naming = namings.find((each) => each === entry.namedBy) ?? 'badge';
  const waiting = await readWaiting(transaction, unitId, { by: naming, value: entry.named }, 1);
  if (waiting.length > 0) return;
  await resolveAlerts(transaction, unitId, [unassignedAlertKey(naming, entry.named)], by);
}
