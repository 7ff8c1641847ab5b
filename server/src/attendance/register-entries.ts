import { may, type Viewer } from '../access/rights.ts';
import { raiseAlerts } from '../alerts/store.ts';
import type { Statement, Transaction } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { eventOf } from '../records/save-record.ts';
import { insertEvents, insertRecords } from '../records/store.ts';
import type { RecordEnvironment, RecordEvent, RecordRow } from '../records/types.ts';
import { alertsOf, type Arrived } from './arrival-alerts.ts';
import type { EntryToRegister } from './entry-request.ts';
import { type EntryRow, eventOf as eventKeyOf, insertEntries, readEntriesByEvent } from './entry-store.ts';
import { tellIntervals } from './interval-events.ts';
import type { UserTimes } from './interval-store.ts';
import { lookUp, type LookedUp } from './look-up.ts';
import { type PlannedEntry, planEntries, timeSurroundings } from './plan-entries.ts';
import { saysTheSame, withUser } from './receipt.ts';
import { computeAnew, type IntervalChange, readIntervalsToCompute, writingChanges } from './recompute-intervals.ts';

/** For a transaction that holds these entries and nothing else. */
export interface WholeBatch {
  readonly lookedUp: LookedUp;
  /** How the last statements go out. */
  readonly write: (statement: Statement) => unknown;
}

export type Registered =
  | {
      readonly kind: 'registered';
      readonly id: number;
      /** 201, or 202 for what waits for a person to say whose it is. */
      readonly status: number;
      /** The receipt as JSON. */
      readonly text: string;
      /** undefined: the event had been registered before, and nothing was changed. */
      readonly made: { readonly row: RecordRow; readonly event: RecordEvent } | undefined;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Registers what devices and programs send, all of a batch with the same few statements: who it is about, the records, the intervals that follow. Each is
 * answered by itself; one that is refused leaves nothing behind. An event that is there already changes nothing and is answered as it was then.
 */
export async function registerEntries(
  transaction: Transaction,
  environment: RecordEnvironment,
  entries: readonly EntryToRegister[],
  whole?: WholeBatch,
): Promise<Registered[]> {
  const isAbsence = ({ fields }: EntryToRegister): boolean => fields['type'] === 'ABSENCE';
  if (entries.length === 1 || !entries.some(isAbsence)) {
    const batch = whole ?? {
      lookedUp: await lookUp(transaction, environment.unitId, entries),
      write: (statement: Statement) => transaction.query(statement),
    };
    return registerTogether(transaction, environment, entries, batch);
  }
  // An absence is judged by what is there, so the one before it in the same batch must be written first.
  const answers = new Map<EntryToRegister, Registered>();
  const others = entries.filter((entry) => !isAbsence(entry));
  const batches = [...(others.length === 0 ? [] : [others]), ...entries.filter(isAbsence).map((absence) => [absence])];
  for (const batch of batches) {
    const registered = await registerEntries(transaction, environment, batch);
    for (const [index, answer] of registered.entries()) {
      const entry = batch[index];
      if (entry !== undefined) answers.set(entry, answer);
    }
  }
  return entries.flatMap((entry) => answers.get(entry) ?? []);
}

async function registerTogether(
  transaction: Transaction,
  environment: RecordEnvironment,
  entries: readonly EntryToRegister[],
  { lookedUp, write }: WholeBatch,
): Promise<Registered[]> {
  const planned = await planEntries(transaction, environment, entries, lookedUp);
  const good = planned.filter((each): each is PlannedEntry => !(each instanceof Refusal));
  const written = await insertEntries(
    transaction,
    environment.unitId,
    good.filter(({ earlier }) => earlier === undefined).map(({ entry }) => entry),
  );
  const made = good.filter(({ entry }) => written.has(entry.id));
  const { unitId } = environment;
  // Sent together: the users are locked, and the entries are there.
  const [toCompute, earlier, events] = await Promise.all([
    readIntervalsToCompute(transaction, unitId, made.flatMap(timesOf)),
    earlierOf(transaction, unitId, good, made),
    writeRecordsOf(transaction, environment, made),
  ]);
  const changes = await computeAnew(transaction, unitId, toCompute, timeSurroundings(environment));
  for (const statement of writingChanges(unitId, changes)) await write(statement);
  await tellOthers(transaction, environment, made, changes);
  return planned.map((each): Registered => {
    if (each instanceof Refusal) return { kind: 'refused', refusal: each };
    const event = events.get(each.entry.id);
    if (event?.after) return answerOf(each, each.entry, { row: event.after, event });
    const before = each.earlier ?? earlier.get(eventKeyOf(each.entry));
    if (before === undefined) throw new Error('an event was neither new nor there');
    return saysTheSame(before.receipt, each.sent)
      ? answerOf(each, before, undefined)
      : { kind: 'refused', refusal: otherContent(before) };
  });
}

/** The first of several with the same event in one batch is the one that was written; the others are its repeats. */
async function earlierOf(
  transaction: Transaction,
  unitId: number,
  good: readonly PlannedEntry[],
  made: readonly PlannedEntry[],
): Promise<ReadonlyMap<string, EntryRow>> {
  const repeats = good.filter((each) => each.earlier === undefined && !made.includes(each)).map(({ entry }) => entry);
  return repeats.length === 0 ? new Map() : readEntriesByEvent(transaction, unitId, repeats);
}

async function writeRecordsOf(
  transaction: Transaction,
  environment: RecordEnvironment,
  made: readonly PlannedEntry[],
): Promise<ReadonlyMap<number, RecordEvent>> {
  const events: RecordEvent[] = [];
  for (const { plan, request, related } of made) {
    const event = eventOf(environment, { ...request, entity: 'time' }, null, plan.row, plan);
    const { exports } = await environment.observe(transaction, event, related);
    events.push(exports === undefined ? event : { ...event, after: { ...plan.row, exports } });
  }
  const rows = events.flatMap(({ after }) => (after === null ? [] : [after]));
  const [ids] = await Promise.all([insertRecords(transaction, rows), insertEvents(transaction, events)]);
  if (ids.length !== rows.length) {
    // Only a number that somebody gave as a registration before it became an id comes here.
    throw new Refusal('already-exists', 'A registration is taken by another time entry. Send it again.');
  }
  return new Map(events.map((event) => [event.recordId ?? 0, event]));
}

function timesOf({ entry: { type, userId, at } }: PlannedEntry): UserTimes[] {
  return type === 'ATTENDANCE' && userId !== null ? [{ userId, earliest: at, latest: at }] : [];
}

/** Triggers hear of intervals, people of what they must see. */
async function tellOthers(
  transaction: Transaction,
  environment: RecordEnvironment,
  made: readonly PlannedEntry[],
  changes: readonly IntervalChange[],
): Promise<void> {
  const [first] = made;
  if (first === undefined) return;
  await tellIntervals(transaction, environment, changes, first.request.actor);
  const arrived = made.map(({ entry, userDisabled }): Arrived => ({ ...entry, userDisabled }));
  await raiseAlerts(transaction, alertsOf(environment.unitId, arrived));
}

function answerOf(
  { viewer }: PlannedEntry,
  { id, status, receipt, foundUserId }: Pick<EntryRow, 'id' | 'status' | 'receipt' | 'foundUserId'>,
  made: Extract<Registered, { kind: 'registered' }>['made'],
): Registered {
  return { kind: 'registered', id, status, text: forViewer(receipt, foundUserId, viewer), made };
}

/** Devices learn nothing that they did not say; whoever may read the record sees whom it was taken for. */
function forViewer(receipt: string, userId: number | null, { rights }: Viewer): string {
  return may(rights, 'time', 'read') ? withUser(receipt, userId) : receipt;
}

function otherContent({ id, eventKey, at }: EntryRow): Refusal {
  const event = eventKey.startsWith('id/') ? JSON.stringify(eventKey.slice('id/'.length)) : 'of this content';
  const message = `The event ${event} of this device was registered before with another content (time entry ${id}, ${new Date(at).toISOString()}). Give every event an id of its own; correct a registered one with PATCH.`;
  return new Refusal('already-exists', message, [{ path: 'eventId', message }]);
}
