import type { Viewer } from '../access/rights.ts';
import type { Queryable } from '../database/database.ts';
import { visibleCondition } from '../records/acl-store.ts';

export interface StoredAnswer {
  readonly deliveryId: string;
  readonly eventId: string;
  readonly at: Date;
  readonly connection: string;
  readonly entity: string;
  readonly recordId: number | null;
  readonly registration: string | null;
  readonly state: string;
  readonly outcome: string;
  readonly status: number;
  readonly response: Readonly<Record<string, unknown>>;
  readonly responseBody: Buffer | null;
  readonly messages: readonly unknown[] | null;
}

/** So many of the newest deliveries are looked at: a template that is rarely used has its answers among them, or none. */
const examined = 20_000;

/** The last answers to messages of a template, one of each delivery, the newest first; of records that the viewer may see. */
export async function readAnswers(
  queryable: Queryable,
  unitId: number,
  template: string,
  viewer: Viewer,
  limit: number,
): Promise<StoredAnswer[]> {
  const values: unknown[] = [unitId, template, limit];
  const columns = { unit: 'd.unit_id', entity: 'd.entity', id: 'd.record_id' };
  const visible = visibleCondition(viewer, columns, (value) => `$${values.push(value)}`) ?? 'true';
  return queryable.query<StoredAnswer & object>({
    text: `select d.id as "deliveryId", d.event_id as "eventId", a.started_at as at, d.connection, d.entity, d.record_id as "recordId",
             (select r.registration from records r where r.unit_id = d.unit_id and r.entity = d.entity and r.id = d.record_id) as registration,
             d.state, a.outcome, a.status, a.response, a.response_body as "responseBody", a.messages
           from (select * from (
               select unit_id, id, event_id, connection, entity, record_id, state, template, lease from deliveries
               where unit_id = $1 order by id desc limit ${examined}) newest
             where template = $2 and state not in ('queued', 'held', 'cancelled', 'superseded')) d
           cross join lateral (
             select a.started_at, a.outcome, a.status, a.response, a.response_body, a.messages from attempts a
             where a.unit_id = d.unit_id and a.delivery_id = d.id and a.status is not null and a.response is not null
             order by a.id desc limit 1
           ) a where ${visible} order by d.id desc limit $3`,
    values,
  });
}
