import type { Transaction } from '../database/database.ts';
import { refuse } from '../errors.ts';
import { noticeTo } from '../triggers/build-delivery.ts';
import { insertDeliveries, type PlannedDelivery } from '../triggers/store.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import type { DeliveryRow } from './delivery-store.ts';

/**
 * A notice that is sent again tells of the same event under a new id: receivers that have seen the old one would pass it over as a repeat. What it points
 * to is read by the receiver as it is then.
 */
export async function resendNotice(
  transaction: Transaction,
  plan: UnitPlan,
  delivery: DeliveryRow,
): Promise<PlannedDelivery> {
  const hook = plan.hooks.ofLane(delivery.connection);
  if (hook === undefined) {
    return refuse(
      'illegal-state',
      'The hook of this notice has ended, so there is nobody to send it to. Make a new hook.',
    );
  }
  const { eventId, entity, recordId, notice, trigger, routeId } = delivery;
  const planned = {
    ...noticeTo(hook, { id: eventId, entity, recordId }, notice ?? ''),
    ...{ trigger, routeId, resendOf: delivery.id },
  };
  await insertDeliveries(transaction, plan.unit.unitId, [planned]);
  return planned;
}
