import type { Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { refuse } from '../errors.ts';
import { insertEvents, lockRecords, writeRecords } from '../records/store.ts';
import type { Actor, RecordEvent } from '../records/types.ts';
import { setFailedMarks } from './failed-marks.ts';
import type { ExportRequest } from './match-triggers.ts';
import { planDeliveries, type Planned } from './plan-deliveries.ts';
import type { UnitPlan } from './unit-plan.ts';

/**
 * Another process (or a person) asks for a record to be sent: an event of kind `requested`. Triggers that listen to it fire; a trigger named in the
 * request fires where it is meant for the record as it stands, and its condition is met. `repeat` sends what was delivered before. Refuses with a sentence where nothing is sent.
 */
export async function requestExport(
  transaction: Transaction,
  plan: UnitPlan,
  key: { readonly entity: string; readonly id: number },
  actor: Actor,
  request: ExportRequest,
): Promise<Planned> {
  const { unitId } = plan.unit;
  const [row] = await lockRecords(transaction, unitId, [key]);
  if (!row || row.deletedAt !== null) refuse('not-found', `There is no record ${key.id} in ${key.entity}.`);
  checkRequest(plan, key.entity, request);
  const event: RecordEvent = {
    ...{ unitId, id: newId(), at: new Date(), kind: 'requested', names: [`${key.entity}.exportRequested`] },
    ...{ entity: key.entity, recordId: row.id, registration: row.registration, revision: row.revision },
    ...{
      userId: actor.userId,
      userName: actor.name,
      userGroups: actor.groups,
      origin: 'api',
      changes: {},
      // A trigger that is named takes the record as if it had just come: changed(x) holds for every x that is there.
      before: request.trigger === undefined ? row : null,
      after: row,
    },
  };
  const planned = await planDeliveries(transaction, plan, event, new Map(), request);
  if (planned.deliveries.length === 0 && planned.matches.length === 0) {
    refuse(
      'illegal-state',
      request.trigger === undefined
        ? 'No trigger sends this record on request. Give a trigger "on: [requested]", or name one that this record is for.'
        : `The trigger "${request.trigger}" is not for this record as it is now. See which status, property or condition it asks for.`,
    );
  }
  if (planned.deliveries.length === 0 && planned.matches.some(({ verdict }) => verdict === 'live')) {
    refuse(
      'already-exists',
      'The record was delivered already or is on its way. To send it a second time, say so with "repeat": true.',
    );
  }
  await insertEvents(transaction, [event]);
  if (!planned.exports) return planned;
  const shown = { ...row, exports: { ...row.exports, ...planned.exports } };
  await writeRecords(transaction, [shown]);
  if (planned.marks === undefined) return planned;
  const marked = await setFailedMarks(transaction, plan, shown, planned.marks);
  return { ...planned, lanes: [...planned.lanes, ...marked.lanes] };
}

function checkRequest(plan: UnitPlan, entity: string, { trigger, connection }: ExportRequest): void {
  if (
    trigger !== undefined &&
    !plan.triggers.some((one) => one.trigger.name === trigger && one.trigger.entity === entity)
  ) {
    refuse('invalid-body', `There is no trigger "${trigger}" for ${entity}.`, [
      { path: 'trigger', message: 'No such trigger.' },
    ]);
  }
  if (connection !== undefined && !plan.connections.has(connection)) {
    refuse('invalid-body', `There is no connection "${connection}".`, [
      { path: 'connection', message: 'No such connection.' },
    ]);
  }
}
