import type { Transaction } from '../database/database.ts';
import type { RecordEnvironment } from '../records/types.ts';
import { planDeliveries } from './plan-deliveries.ts';
import type { UnitPlan, UnitPlans } from './unit-plan.ts';

/** Called after the commit with the lanes that have something new. */
export type Wake = (unitId: number, lanes: readonly number[]) => void;

/** What saveRecord needs: the unit's entities of this moment, and its triggers as the observer of every change. */
export async function recordEnvironment(
  transaction: Transaction,
  unitId: number,
  surroundings: { readonly plans: UnitPlans; readonly wake: Wake; readonly now: () => Date },
): Promise<RecordEnvironment & { readonly plan: UnitPlan }> {
  const plan = await surroundings.plans.current(transaction, unitId);
  return {
    plan,
    unitId,
    zone: plan.unit.zone,
    definitions: plan.definitions,
    ...(plan.groups.length > 0 ? { groups: plan.groups } : {}),
    groupRights: plan.groupRights,
    now: surroundings.now,
    observe: async (tx, event, known) => {
      const { exports, lanes } = await planDeliveries(tx, plan, event, known);
      if (lanes.length > 0) tx.afterCommit(() => surroundings.wake(unitId, lanes));
      return exports ? { exports } : {};
    },
  };
}
