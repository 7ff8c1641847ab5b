import type { ValueObject } from '@gangway/language';
import { deliveryAlert } from '../alerts/delivery-alert.ts';
import { raiseAlerts } from '../alerts/store.ts';
import type { Transaction } from '../database/database.ts';
import { eventContext, loadRelated, snapshotOf } from '../records/snapshot.ts';
import type { Exports, ExportState, Observed, RecordEvent, Related } from '../records/types.ts';
import { buildDelivery } from './build-delivery.ts';
import { conditionRun } from './condition-run.ts';
import { isSubscription } from '../webhooks/hook.ts';
import { markFields, mergeObjects } from './mark-fields.ts';
import { candidates, emittedNames, type ExportRequest, type Match, matchTriggers } from './match-triggers.ts';
import { hearingEmitted, type PlannedNotices, planNotices } from './plan-notices.ts';
import { type RecordLane, releaseSuccessors } from './order-store.ts';
import {
  countBraked,
  insertDeliveries,
  insertSnapshot,
  insertWatched,
  type PlannedDelivery,
  supersedeDeliveries,
} from './store.ts';
import type { UnitPlan } from './unit-plan.ts';

/** States of an earlier delivery that `repeat: once` respects: it has arrived, may have arrived, or is on its way. */
const onItsWayOrThere: ReadonlySet<string> = new Set([
  'queued',
  'sending',
  'waiting',
  'held',
  'awaiting',
  'delivered',
  'unknown',
]);

export interface Planned extends Observed {
  readonly matches: readonly Match[];
  readonly deliveries: readonly { readonly id: string; readonly state: string; readonly connection: string }[];
  /** To be woken after the commit. */
  readonly lanes: readonly number[];
  /** Something came of it: a delivery, or the note of what a watching trigger would have sent. */
  readonly fired: boolean;
  /** What the marks of failed deliveries set on the record; see setFailedMarks. */
  readonly marks?: ValueObject;
}

const nothing: Planned = { matches: [], deliveries: [], lanes: [], fired: false };

/**
 * Matches the unit's triggers against an event and writes the deliveries, in the transaction of the change (invariant 1). Gives what the
 * record's `exports` shall show, to be written with the record.
 */
export async function planDeliveries(
  transaction: Transaction,
  plan: UnitPlan,
  event: RecordEvent,
  known: Related,
  request?: ExportRequest,
): Promise<Planned> {
  const found = candidates(event, plan.triggers, plan.unit.zone, request).filter(
    ({ trigger }) => trigger.entity === undefined || trigger.entity === event.entity,
  );
  // Who names a connection wants it to go there and nowhere else.
  const heard = request?.connection === undefined ? plan.hooks.hearing(event) : [];
  if (found.length === 0 && heard.length === 0) return nothing;
  const looksInside = found.length > 0 || heard.some(({ hook }) => hook.filter !== undefined);
  const related = looksInside ? await loadRelated(transaction, event, plan.definitions, known) : known;
  const run = once(() => conditionRun(eventContext(event, related, plan), plan, event));
  const matches = found.length === 0 ? [] : matchTriggers(found, run(), request);
  const emits = found.some(({ trigger }) => trigger.emit !== undefined) && request?.connection === undefined;
  const emitted = emits ? hearingEmitted(plan, event, heard, emittedNames(found, run())) : [];
  if (matches.length === 0 && heard.length === 0 && emitted.length === 0) return nothing;

  const exports = event.after?.exports ?? {};
  const chosen: Chosen[] = [];
  for (const match of matches) {
    if (isRepeat(match, event, exports, request) || chosen.some((other) => sameTarget(other.match, match))) continue;
    chosen.push({ match, delivery: await planOne(transaction, plan, event, match) });
  }
  const sent = chosen.filter(({ match }) => match.verdict !== 'watch');
  const sentByTriggers = new Set(sent.map(({ delivery }) => delivery.connection));
  const told = planNotices(plan, event, [...heard, ...emitted], run, sentByTriggers);
  if (chosen.length === 0 && told.notices.length === 0) return { ...nothing, matches };
  // A notice is made of the event's own row; a message, and a condition that is judged again, need the record as it was.
  if (chosen.some(({ match }) => match.deliver.hook === undefined || match.verdict === 'failed')) {
    await insertSnapshot(transaction, plan.unit.unitId, event.id, snapshotOf(event, related, plan));
  }
  return { matches, ...(await writeChosen(transaction, plan, event, chosen, told)) };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

interface Chosen {
  readonly match: Match;
  readonly delivery: PlannedDelivery;
}

async function writeChosen(
  transaction: Transaction,
  plan: UnitPlan,
  event: RecordEvent,
  chosen: readonly Chosen[],
  told: PlannedNotices,
): Promise<Omit<Planned, 'matches'>> {
  const { unitId } = plan.unit;
  const of = (isOne: (verdict: Match['verdict']) => boolean): PlannedDelivery[] =>
    chosen.filter(({ match }) => isOne(match.verdict)).map(({ delivery }) => delivery);
  const live = [...of((verdict) => verdict !== 'watch'), ...told.notices];
  await insertWatched(
    transaction,
    unitId,
    of((verdict) => verdict === 'watch'),
  );
  const written = await insertDeliveries(transaction, unitId, live);
  const failed = of((verdict) => verdict === 'failed');
  await raiseAlerts(transaction, [
    ...failed.map((delivery) => deliveryAlert({ ...delivery, unitId }, 'delivery-failed', delivery.reason ?? '')),
    ...told.alerts,
  ]);
  const states = new Map(written.map(({ id, state }) => [id, state]));
  // What stood behind a superseded one has lost its predecessor, and goes before the newer one.
  const released = await releaseSuccessors(transaction, unitId, supersededLanes(event, chosen));
  const marks = marksOf(chosen);
  return {
    fired: true,
    ...(marks === undefined ? {} : { marks }),
    exports: exportsOf(
      live.filter(({ connection }) => !isSubscription(connection)),
      states,
      event.at,
    ),
    lanes: [...new Set([...live, ...released].map(({ laneId }) => laneId))],
    deliveries: live.map(({ id, connection }) => ({ id, connection, state: states.get(id) ?? 'queued' })),
  };
}

function marksOf(chosen: readonly Chosen[]): ValueObject | undefined {
  const failed = chosen.filter(({ match }) => match.verdict === 'failed');
  return failed.map(({ match }) => markFields(match.deliver.mark, 'failed')).reduce(mergeObjects, undefined);
}

function supersededLanes({ entity, recordId }: RecordEvent, chosen: readonly Chosen[]): RecordLane[] {
  if (recordId === null) return [];
  return chosen
    .filter(({ match }) => match.verdict === 'live' && match.deliver.supersede === true)
    .map(({ delivery: { connection } }) => ({ connection, entity, recordId }));
}

/** Documents are booked once: a second message needs a person's or a caller's explicit word. */
function isRepeat({ deliver }: Match, event: RecordEvent, exports: Exports, request?: ExportRequest): boolean {
  const repeat = deliver.repeat ?? (event.entity === 'documents' ? 'once' : 'always');
  if (repeat === 'always' || request?.repeat === true || event.recordId === null) return false;
  const earlier = exports[deliver.connection];
  return earlier !== undefined && onItsWayOrThere.has(earlier.state);
}

/** Two triggers that fire for one event and mean the same message send it once. */
function sameTarget(left: Match, right: Match): boolean {
  return (
    left.deliver.connection === right.deliver.connection &&
    left.deliver.template === right.deliver.template &&
    left.verdict === right.verdict
  );
}

async function planOne(
  transaction: Transaction,
  plan: UnitPlan,
  event: RecordEvent,
  match: Match,
): Promise<PlannedDelivery> {
  const { trigger, deliver } = match;
  const live = match.verdict === 'live';
  const brake = live ? trigger.brake : undefined;
  const overBrake = brake !== undefined && (await isOverBrake(transaction, plan, event, match, brake));
  if (live && deliver.supersede === true && event.recordId !== null) {
    const newer = {
      connection: deliver.connection,
      trigger: trigger.name,
      entity: event.entity,
      recordId: event.recordId,
    };
    await supersedeDeliveries(transaction, plan.unit.unitId, newer);
  }
  const notice = trigger.emit ?? event.names.at(-1) ?? event.kind;
  const about = { trigger: trigger.name, deliver, routeId: plan.routes.get(deliver) ?? null, notice };
  return {
    ...buildDelivery(plan, event, about),
    ...(match.verdict === 'failed' ? { state: 'failed', undecided: true } : {}),
    ...(overBrake ? { state: 'held', heldBy: 'brake' } : {}),
    reason:
      match.reason ??
      (overBrake ? `Held by the brake of the trigger "${trigger.name}": more than ${brake} within an hour.` : null),
    braked: brake !== undefined,
  };
}

async function isOverBrake(
  transaction: Transaction,
  plan: UnitPlan,
  event: RecordEvent,
  { trigger, deliver }: Match,
  brake: number,
): Promise<boolean> {
  const count = await countBraked(transaction, plan.unit.unitId, trigger.name, event.at.getTime(), brake);
  if (count < brake) return false;
  const text = `The trigger "${trigger.name}" has made more than ${brake} messages within an hour. The further ones are held: look at some of them, then release or cancel them.`;
  const { unitId } = plan.unit;
  await raiseAlerts(transaction, [
    { unitId, key: `brake/${trigger.name}`, kind: 'brake', text, connection: deliver.connection },
  ]);
  return true;
}

function exportsOf(deliveries: readonly PlannedDelivery[], states: ReadonlyMap<string, string>, at: Date): Exports {
  const entries = deliveries.map(({ id, connection, reason }): [string, ExportState] => [
    connection,
    {
      state: states.get(id) ?? 'queued',
      at: at.toISOString(),
      deliveryId: id,
      ...(reason === null ? {} : { message: reason }),
    },
  ]);
  return Object.fromEntries(entries);
}
