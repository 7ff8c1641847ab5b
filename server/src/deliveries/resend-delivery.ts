import { deliveryAlertKey } from '../alerts/delivery-alert.ts';
import { viewerOf } from '../access/rights.ts';
import { resolveAlerts } from '../alerts/store.ts';
import { ensureRoute } from '../configuration/store.ts';
import type { Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { refuse } from '../errors.ts';
import { loadRelated, snapshotOf } from '../records/snapshot.ts';
import { insertEvents, mergeExports } from '../records/store.ts';
import type { Actor, ExportState, RecordEvent, RecordRow } from '../records/types.ts';
import { buildDelivery } from '../triggers/build-delivery.ts';
import { judgeAgain } from '../triggers/judge-again.ts';
import { pinRoute } from '../triggers/route.ts';
import { insertDeliveries, insertSnapshot } from '../triggers/store.ts';
import type { Deliver } from '../triggers/trigger.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import { isSubscription } from '../webhooks/hook.ts';
import { lockForChange, type LockedDelivery } from './change-by-hand.ts';
import { type DeliveryRow, linkResent, moveDelivery } from './delivery-store.ts';
import { resendNotice } from './resend-notice.ts';

export interface Resent {
  /** The delivery that is sent: a new one, or the same. */
  readonly id: string;
  readonly resendOf: string | null;
  readonly laneId: number;
}

/**
 * Sends a delivery again (architecture.md, Resend).
 *
 * After refused, failed, cancelled and superseded: a new delivery, made from the record and the template of now; the old and the new one name each
 * other. After unknown: the same delivery with its id and bytes, so that a counterparty that has it recognises it. Of a delivered one: only with
 * `force`. One that still waits is tried at once. One whose condition could not be evaluated is judged first: where the condition is not met, it ends
 * cancelled. `message.key` stays the same in all of them.
 */
export async function resendDelivery(
  transaction: Transaction,
  plan: UnitPlan,
  id: string,
  actor: Actor,
  force: boolean,
): Promise<Resent> {
  const { unitId } = plan.unit;
  const locked = await lockForChange(transaction, unitId, id, viewerOf(actor, plan.groupRights));
  const { delivery } = locked;
  const isOver = delivery.storedState === 'failed' || delivery.storedState === 'cancelled';
  if (delivery.undecided && isOver && delivery.resentAs === null && delivery.trigger !== null) {
    const met = await judgeAgain(transaction, plan, delivery.trigger, delivery.eventId);
    if (!met) return cancelUndecided(transaction, unitId, delivery, delivery.trigger);
  }
  switch (delivery.storedState) {
    case 'sending':
    case 'awaiting':
      return refuse('illegal-state', 'It is on its way at this moment; wait for its answer.');
    case 'held':
      return refuse('illegal-state', `It has not been sent yet: ${delivery.heldReason ?? 'it is held.'}`);
    case 'queued':
    case 'waiting':
      await moveDelivery(transaction, unitId, id, { state: delivery.storedState, reason: delivery.reason });
      return { id, resendOf: null, laneId: delivery.laneId };
    case 'unknown':
      await moveDelivery(transaction, unitId, id, {
        state: 'queued',
        reason: `Sent again by ${actor.name}.`,
        restart: true,
      });
      await showOnRecord(transaction, unitId, delivery, { state: 'queued', deliveryId: id });
      return { id, resendOf: null, laneId: delivery.laneId };
    case 'delivered':
      if (force) return sendAnew(transaction, plan, locked, actor);
      return refuse('illegal-state', 'It was delivered. To send it a second time, say so with "force": true.');
    case 'refused':
    case 'failed':
    case 'cancelled':
    case 'superseded':
      return sendAnew(transaction, plan, locked, actor);
  }
}

async function cancelUndecided(
  transaction: Transaction,
  unitId: number,
  delivery: DeliveryRow,
  trigger: string,
): Promise<Resent> {
  const { id, laneId } = delivery;
  const reason = `The condition of the trigger "${trigger}" can be evaluated now, and the record did not meet it: nothing is sent.`;
  await moveDelivery(transaction, unitId, id, { state: 'cancelled', reason });
  await showOnRecord(transaction, unitId, delivery, { state: 'cancelled', deliveryId: id, message: reason });
  await resolveAlerts(transaction, unitId, [deliveryAlertKey(delivery)], 'Gangway');
  return { id, resendOf: null, laneId };
}

async function sendAnew(
  transaction: Transaction,
  plan: UnitPlan,
  locked: LockedDelivery,
  actor: Actor,
): Promise<Resent> {
  const { delivery } = locked;
  const { unitId } = plan.unit;
  if (delivery.resentAs !== null) {
    refuse('illegal-state', `It was sent again already, as delivery ${delivery.resentAs}. Look at that one.`);
  }
  if (delivery.notice !== null) {
    const { id, laneId } = await resendNotice(transaction, plan, delivery);
    await linkResent(transaction, unitId, delivery.id, id);
    await showOnRecord(transaction, unitId, delivery, { state: 'queued', deliveryId: id });
    return { id, resendOf: delivery.id, laneId };
  }
  const record = locked.records.get(`${delivery.entity}/${delivery.recordId ?? ''}`);
  const event = record ? await requestedEvent(transaction, plan, record, actor) : { ...delivery, id: delivery.eventId };
  const about = await routeOfNow(transaction, plan, delivery);
  const planned = buildDelivery(plan, event, { ...about, resendOf: delivery.id });
  await insertDeliveries(transaction, unitId, [planned]);
  await linkResent(transaction, unitId, delivery.id, planned.id);
  await showOnRecord(transaction, unitId, delivery, { state: 'queued', deliveryId: planned.id });
  return { id: planned.id, resendOf: delivery.id, laneId: planned.laneId };
}

/** A resend is an event of its own in the record's history, and the new message is made from the record as it is now. */
async function requestedEvent(
  transaction: Transaction,
  plan: UnitPlan,
  record: RecordRow,
  actor: Actor,
): Promise<RecordEvent> {
  const event: RecordEvent = {
    ...{ unitId: record.unitId, id: newId(), at: new Date(), kind: 'requested', names: [`${record.entity}.resent`] },
    ...{ entity: record.entity, recordId: record.id, registration: record.registration, revision: record.revision },
    ...{
      userId: actor.userId,
      userName: actor.name,
      userGroups: actor.groups,
      origin: 'api',
      changes: {},
      before: record,
      after: record,
    },
  };
  const related = await loadRelated(transaction, event, plan.definitions, new Map());
  await insertEvents(transaction, [event]);
  await insertSnapshot(transaction, record.unitId, event.id, snapshotOf(event, related, plan));
  return event;
}

/** The entry of the trigger's `deliver` as it stands now; where it is gone, connection and template by their names. */
async function routeOfNow(transaction: Transaction, plan: UnitPlan, delivery: DeliveryRow) {
  const trigger = plan.triggers.find(({ trigger: { name } }) => name === delivery.trigger)?.trigger ?? null;
  const entries = trigger?.deliver.filter(({ connection }) => connection === delivery.connection) ?? [];
  const entry = entries.find(({ template }) => (template ?? null) === delivery.template) ?? entries[0];
  const routeId = entry && plan.routes.get(entry);
  if (entry && routeId !== undefined) return { trigger: delivery.trigger, deliver: entry, routeId };
  if (delivery.template !== null && !plan.templates.has(delivery.template)) {
    refuse('illegal-state', `There is no template "${delivery.template}" any more. Create it again, then send.`);
  }
  const deliver: Deliver = {
    connection: delivery.connection,
    ...(delivery.template === null ? {} : { template: delivery.template }),
  };
  const { id, name, zone, locale } = { id: plan.unit.unitId, ...plan.unit };
  const content = pinRoute(deliver, trigger, { ...plan, unit: { id, name, zone, locale } });
  return { trigger: delivery.trigger, deliver, routeId: await ensureRoute(transaction, id, content) };
}

async function showOnRecord(
  transaction: Transaction,
  unitId: number,
  { recordId, entity, connection }: DeliveryRow,
  state: Omit<ExportState, 'at'>,
): Promise<void> {
  if (recordId === null || isSubscription(connection)) return;
  const exports = { [connection]: { ...state, at: new Date().toISOString() } };
  await mergeExports(transaction, unitId, [{ entity, id: recordId, exports }]);
}
