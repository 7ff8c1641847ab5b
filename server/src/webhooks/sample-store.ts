import type { Queryable } from '../database/database.ts';
import type { RecordRow } from '../records/types.ts';
import type { NoticedEvent } from './notice.ts';

/** How far back samples are looked for: the last so many changes of the entity, so that a rare event costs no search through all history. */
const lookedThrough = 2_000;

/** The last events of an entity that carry this name. */
export async function readEventsNamed(
  queryable: Queryable,
  unitId: number,
  entity: string,
  name: string,
  limit: number,
): Promise<NoticedEvent[]> {
  return queryable.query<NoticedEvent & object>({
    text: `select unit_id as "unitId", id, at, entity, record_id::int8 as "recordId", registration, revision, coalesce(changes, '{}') as changes
           from (
             select e.* from (
               select r.id from records r where r.unit_id = $1 and r.entity = $2 order by r.id desc limit $5
             ) newest cross join lateral (
               select * from events e where e.unit_id = $1 and e.entity = $2 and e.record_id = newest.id and $3 = any(e.names)
               order by e.id desc limit 1
             ) e
           ) found order by id desc limit $4`,
    values: [unitId, entity, name, limit, lookedThrough],
  });
}

export async function readNewestRecords(
  queryable: Queryable,
  unitId: number,
  entity: string,
  limit: number,
): Promise<RecordRow[]> {
  return queryable.query<RecordRow>({
    text: `select unit_id as "unitId", entity, id, registration, revision, type, status, data, exports, created_at as "createdAt",
             updated_at as "updatedAt", deleted_at as "deletedAt"
           from records where unit_id = $1 and entity = $2 and deleted_at is null order by id desc limit $3`,
    values: [unitId, entity, limit],
  });
}
