import type { Transaction } from '../database/database.ts';
import { mergeExports } from '../records/store.ts';
import type { RecordEvent } from '../records/types.ts';
import { setFailedMarks } from '../triggers/failed-marks.ts';
import { planDeliveries } from '../triggers/plan-deliveries.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import type { OutcomeSurroundings } from './apply-outcomes.ts';

/** What settling needs of a unit's plan: its entities, and its triggers and hooks for changes that answers write. */
export function outcomeSurroundings(plan: UnitPlan): OutcomeSurroundings {
  const asks = plan.hooks.hearWriteBacks || plan.triggers.some(({ trigger }) => trigger.writeBacks === true);
  return {
    definitions: plan.definitions,
    zone: plan.unit.zone,
    observe: (transaction, event) => (asks ? observeWriteBack(transaction, plan, event) : Promise.resolve([])),
  };
}

async function observeWriteBack(transaction: Transaction, plan: UnitPlan, event: RecordEvent): Promise<number[]> {
  const planned = await planDeliveries(transaction, plan, event, new Map());
  // The record is written already; what the new deliveries show on it follows in the same transaction.
  if (planned.exports === undefined || event.after === null) return [...planned.lanes];
  const { entity, id, exports } = event.after;
  await mergeExports(transaction, event.unitId, [{ entity, id, exports: planned.exports }]);
  if (planned.marks === undefined) return [...planned.lanes];
  const shown = { ...event.after, exports: { ...exports, ...planned.exports } };
  const marked = await setFailedMarks(transaction, plan, shown, planned.marks);
  return [...planned.lanes, ...marked.lanes];
}
