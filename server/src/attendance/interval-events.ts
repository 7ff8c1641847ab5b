import type { Transaction } from '../database/database.ts';
import { eventOf } from '../records/save-record.ts';
import { insertEvents, lockRecords, mergeExports } from '../records/store.ts';
import type { Actor, JsonObject, RecordEnvironment, RecordEvent, RecordRow } from '../records/types.ts';
import type { Interval, IntervalState } from './compute-intervals.ts';
import type { IntervalChange } from './recompute-intervals.ts';

const names: Readonly<Record<IntervalState, string>> = {
  open: 'time.opened',
  closed: 'time.closed',
  forgotten: 'time.forgotten',
  exitOnly: 'time.exitOnly',
};

/**
 * Tells triggers what became of intervals: events of kind `interval` about the pass that an interval begins with, which shows it as `input.interval`. They
 * are made only where the unit has something that listens to time. Nothing is written onto the pass but what its deliveries show (`exports`).
 */
export async function tellIntervals(
  transaction: Transaction,
  environment: RecordEnvironment,
  changes: readonly IntervalChange[],
  actor: Actor,
): Promise<void> {
  if (changes.length === 0 || environment.listens?.('time') === false) return;
  const { unitId } = environment;
  const keys = changes.flatMap(({ before, after }) => {
    const id = after?.id ?? before?.id;
    return id === undefined ? [] : [{ entity: 'time', id }];
  });
  // Locked as by every change: a message that waits for the record's message before it would else miss that one's end.
  const rows = new Map((await lockRecords(transaction, unitId, keys)).map((row) => [row.id, row]));
  const events = changes.flatMap((change): RecordEvent[] => {
    const row = rows.get(change.after?.id ?? change.before?.id ?? 0);
    return row === undefined ? [] : [intervalEvent(environment, row, change, actor)];
  });
  for (const event of events) {
    const { exports } = await environment.observe(transaction, event, new Map());
    if (exports === undefined || event.recordId === null) continue;
    await mergeExports(transaction, unitId, [{ entity: 'time', id: event.recordId, exports }]);
  }
  await insertEvents(transaction, events);
}

function intervalEvent(
  environment: RecordEnvironment,
  row: RecordRow,
  { before, after }: IntervalChange,
  actor: Actor,
): RecordEvent {
  const was = before === undefined ? null : intervalValue(before);
  const is = after === undefined ? null : intervalValue(after);
  const name = after === undefined ? 'time.withdrawn' : names[after.state];
  return eventOf(
    environment,
    { actor, origin: 'system', entity: 'time' },
    withInterval(row, was),
    withInterval(row, is),
    { kind: 'interval', names: [name], changes: { interval: [was, is] } },
  );
}

function withInterval(row: RecordRow, interval: JsonObject | null): RecordRow {
  return interval === null ? row : { ...row, data: { ...row.data, interval } };
}

/** An interval as records and messages show it; what is not there is left out. */
export function intervalValue({ id, state, day, from, to, seconds, secondEntry }: Interval): JsonObject {
  return {
    ...{ id, state, day },
    ...(from === null ? {} : { from: new Date(from).toISOString() }),
    ...(to === null ? {} : { to: new Date(to).toISOString() }),
    ...(seconds === null ? {} : { hours: (seconds / 3_600).toFixed(2) }),
    secondEntry,
  };
}
