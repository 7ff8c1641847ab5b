import type { Database } from '../database/database.ts';
import type { UnitPlans } from '../triggers/unit-plan.ts';
import { applyOutcomes } from './apply-outcomes.ts';
import { lockForChange } from './change-by-hand.ts';
import { findOverdueAnswers, moveDelivery } from './delivery-store.ts';
import { markOf } from './mark-of.ts';
import { outcomeSurroundings } from './outcome-surroundings.ts';

const reason = 'The answer that was to come later did not come in time. Look there whether the message was accepted.';

/** Deliveries whose later answer is overdue end as unknown. Gives the lanes that have something to do now. */
export async function endOverdueAnswers(database: Database, plans: UnitPlans): Promise<Map<number, number[]>> {
  const wake = new Map<number, number[]>();
  for (const { unitId, id } of await findOverdueAnswers(database, 200)) {
    const lanes = await database.transaction(async (transaction) => {
      const plan = await plans.current(transaction, unitId);
      const { delivery, records } = await lockForChange(transaction, unitId, id, null);
      if (delivery.storedState !== 'awaiting' || delivery.dueAt > new Date()) return [];
      await moveDelivery(transaction, unitId, id, { state: 'unknown', reason });
      const mark = await markOf(transaction, unitId, delivery.routeId);
      const outcome = {
        delivery: { ...delivery, unitId },
        verdict: {},
        fate: { state: 'unknown' as const, reason },
        route: { mark },
      };
      return applyOutcomes(transaction, unitId, [outcome], records, outcomeSurroundings(plan));
    });
    wake.set(unitId, [...(wake.get(unitId) ?? []), ...lanes]);
  }
  return wake;
}
