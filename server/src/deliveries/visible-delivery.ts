import { may, type Viewer } from '../access/rights.ts';
import type { Queryable } from '../database/database.ts';
import { refuse } from '../errors.ts';
import { mayReadRecord } from '../records/acl.ts';
import { readRecords } from '../records/store.ts';
import type { RecordRow } from '../records/types.ts';
import { type DeliveryRow, readDelivery, readSnapshotKeys } from './delivery-store.ts';

/** A delivery shows the data of its record, so whoever may not see the record does not see the delivery. One without a record is shown to everyone who reads. */
export function seesDelivery(
  { entity, recordId }: Pick<DeliveryRow, 'entity' | 'recordId'>,
  record: RecordRow | undefined,
  viewer: Viewer,
): boolean {
  if (viewer.administrator || entity === '') return true;
  if (recordId === null) return may(viewer.rights, entity, 'read');
  return record !== undefined && mayReadRecord(record, viewer);
}

/** Refuses with `not-found`: one that may not be seen is answered as one that is not there. */
export async function findDelivery(
  queryable: Queryable,
  unitId: number,
  id: string,
  viewer: Viewer,
): Promise<DeliveryRow> {
  const delivery = await readDelivery(queryable, unitId, id);
  if (delivery === undefined) return noDelivery(unitId, id);
  const record = await recordOf(queryable, unitId, delivery);
  return seesDelivery(delivery, record, viewer) ? delivery : noDelivery(unitId, id);
}

export function noDelivery(unitId: number, id: string): never {
  return refuse(
    'not-found',
    `There is no delivery ${id} in unit ${unitId}. GET /api/v1/${unitId}/deliveries lists them.`,
  );
}

async function recordOf(
  queryable: Queryable,
  unitId: number,
  { entity, recordId: id }: DeliveryRow,
): Promise<RecordRow | undefined> {
  return id === null ? undefined : (await readRecords(queryable, unitId, [{ entity, id }]))[0];
}

/** Whether the message was made of related records too, such as a company, of which the viewer may not see one: its content is not shown then. */
export async function holdsHidden(
  queryable: Queryable,
  unitId: number,
  { eventId }: Pick<DeliveryRow, 'eventId'>,
  viewer: Viewer,
): Promise<boolean> {
  if (viewer.administrator) return false;
  const related = await readRecords(queryable, unitId, await readSnapshotKeys(queryable, unitId, eventId));
  return related.some((row) => !mayReadRecord(row, viewer));
}
