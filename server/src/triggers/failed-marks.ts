import type { Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { planChange } from '../records/plan-change.ts';
import { insertEvents, writeRecords } from '../records/store.ts';
import { stored } from '../records/stored-row.ts';
import type { Actor, InputFields, RecordEvent, RecordRow } from '../records/types.ts';
import { planDeliveries } from './plan-deliveries.ts';
import type { UnitPlan } from './unit-plan.ts';

/** Gangway itself, for what answers and marks write: a member of no group, so that nothing approves what needs a person. */
export const writeBackActor: Actor = { userId: null, name: 'Gangway', groups: [], administrator: false };

/**
 * Sets what `mark` says of deliveries that failed before they began, because a condition could not be evaluated. It is a change of its own right after
 * the one that failed, in the same transaction, with the origin write-back. `row` is locked, and as it was just written.
 */
export async function setFailedMarks(
  transaction: Transaction,
  plan: UnitPlan,
  row: RecordRow,
  fields: InputFields,
): Promise<{ readonly row: RecordRow; readonly lanes: readonly number[] }> {
  const { definitions, unit } = plan;
  const now = new Date();
  const definition = definitions.get(row.entity);
  if (definition === undefined || row.deletedAt !== null) return { row, lanes: [] };
  const context = { unitId: unit.unitId, actor: writeBackActor, now, zone: unit.zone, related: new Map() };
  const planned = planChange(definition, row, { kind: 'change', fields, origin: 'write-back' }, context);
  if (!planned.ok || !planned.changed || planned.draws.length > 0) return { row, lanes: [] };
  const { kind, names, changes } = planned;
  const { entity, id: recordId, registration, revision } = planned.row;
  const event: RecordEvent = {
    ...{ unitId: unit.unitId, id: newId(), at: now, kind, names, entity, recordId, registration, revision, changes },
    ...{ userId: null, userName: writeBackActor.name, origin: 'write-back', before: row, after: planned.row },
  };
  const observed = await planDeliveries(transaction, plan, event, new Map());
  const marked = { ...planned.row, exports: { ...planned.row.exports, ...observed.exports } };
  await writeRecords(transaction, [{ ...marked, [stored]: { revision: row.revision, data: row.data } }]);
  await insertEvents(transaction, [event]);
  return { row: marked, lanes: observed.lanes };
}
