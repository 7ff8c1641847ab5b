import type { Queryable } from '../database/database.ts';
import type { HistoryEntry } from '../records/types.ts';

/** A change of the past, as the history has it. */
export interface PastEvent extends HistoryEntry {
  readonly recordId: number;
  readonly registration: string | null;
  /** What the triggers saw then, where a message was made of it. */
  readonly snapshot: string | null;
}

/** So many events of all entities are walked through for one page: a rare entity must not make one statement walk through all history. */
const walkedAtOnce = 20_000;

/** Where a walk from below `before` ends that goes no further than `least`; undefined: it reaches that. */
export async function findEdge(
  queryable: Queryable,
  unitId: number,
  { before, least }: { readonly before: string; readonly least: string },
): Promise<string | undefined> {
  const [row] = await queryable.query<{ id: string }>({
    name: 'rehearse-edge',
    text: `select id from events where unit_id = $1 and id < $2::uuid and id >= $3::uuid order by id desc offset ${walkedAtOnce} limit 1`,
    values: [unitId, before, least],
  });
  return row?.id;
}

/** Changes of an entity's records below an id, the newest first; `least`: not before this one. */
export async function readPastEvents(
  queryable: Queryable,
  unitId: number,
  entity: string,
  span: { readonly before: string; readonly least: string; readonly limit: number },
): Promise<PastEvent[]> {
  return queryable.query<PastEvent & object>({
    name: 'rehearse-events',
    text: `select e.id, e.at, e.kind, e.names, e.revision, e.user_id as "userId", e.user_name as "userName", e.origin,
             coalesce(e.changes, '{}') as changes, e.record_id as "recordId", e.registration,
             (select s.content from snapshots s where s.unit_id = e.unit_id and s.event_id = e.id) as snapshot
           from events e
           where e.unit_id = $1 and e.entity = $2 and e.record_id is not null and e.id < $3::uuid and e.id >= $4::uuid
             and e.kind in ('created', 'updated', 'deleted', 'requested', 'interval')
           order by e.id desc limit $5`,
    values: [unitId, entity, span.before, span.least, span.limit],
  });
}
