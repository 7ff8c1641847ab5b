import type { Transaction } from '../database/database.ts';
import type { RecordEnvironment, RecordRow, Savers } from '../records/types.ts';
import { setFailedMarks } from './failed-marks.ts';
import { planDeliveries } from './plan-deliveries.ts';
import type { UnitPlan, UnitPlans } from './unit-plan.ts';

/** Called after the commit with the lanes that have something new. */
export type Wake = (unitId: number, lanes: readonly number[]) => void;

export interface RecordSurroundings {
  readonly plans: UnitPlans;
  readonly wake: Wake;
  readonly now: () => Date;
  readonly savers?: Savers;
}

/** What saveRecord needs: the unit's entities of this moment, and its triggers as the observer of every change. */
export async function recordEnvironment(
  transaction: Transaction,
  unitId: number,
  surroundings: RecordSurroundings,
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
    listens: (entity) =>
      plan.hooks.listensTo(entity) ||
      plan.triggers.some(({ trigger }) => trigger.entity === entity && trigger.mode !== 'off'),
    ...(surroundings.savers === undefined ? {} : { savers: surroundings.savers }),
    observe: async (tx, event, known) => {
      const { exports, lanes, marks } = await planDeliveries(tx, plan, event, known);
      const wake = (called: readonly number[]): void => {
        if (called.length > 0) tx.afterCommit(() => surroundings.wake(unitId, called));
      };
      wake(lanes);
      const afterWrite = async (written: RecordRow): Promise<RecordRow> => {
        const { row, lanes: further } = await setFailedMarks(tx, plan, written, marks ?? {});
        wake(further);
        return row;
      };
      return { ...(exports && { exports }), ...(marks && { afterWrite }) };
    },
  };
}
