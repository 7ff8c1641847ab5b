import type { Viewer } from '../access/rights.ts';
import type { Queryable } from '../database/database.ts';
import { visibleCondition } from '../records/acl-store.ts';
import type { RecordKey } from '../records/types.ts';

/** So many new rows are looked at; more than that is told as "more". */
export const mostRows = 300;

export interface FoundRow extends RecordKey {
  /** The id of the event or delivery, which tells its time. */
  readonly key: string;
}
type FoundDelivery = Omit<FoundRow, 'id'> & { readonly id: number | null };

export interface FoundChanges {
  /** Events of records from the moment on, the newest first. */
  readonly events: readonly FoundRow[];
  /** Deliveries made from the moment on, the newest first. */
  readonly made: readonly FoundDelivery[];
  /** Those that were asked for by their ids. */
  readonly noted: readonly FoundDelivery[];
}

/** What is new since an id: two walks from the end of a primary key, and one look by ids. */
export async function findChanges(
  queryable: Queryable,
  unitId: number,
  since: string,
  noted: readonly string[],
): Promise<FoundChanges> {
  const [row] = await queryable.query<FoundChanges & object>({
    name: 'live-changes',
    text: `select
             (select coalesce(json_agg(e), '[]') from (select id as key, entity, record_id as id from events
               where unit_id = $1 and id >= $2 and record_id is not null order by events.id desc limit ${mostRows}) e) as events,
             (select coalesce(json_agg(d), '[]') from (select id as key, entity, record_id as id from deliveries
               where unit_id = $1 and id >= $2 order by deliveries.id desc limit ${mostRows}) d) as made,
             (select coalesce(json_agg(n), '[]') from (select id as key, entity, record_id as id from deliveries
               where unit_id = $1 and id = any($3::uuid[])) n) as noted`,
    values: [unitId, since, noted],
  });
  return row ?? { events: [], made: [], noted: [] };
}

/** What stands, as texts that differ when it has changed. */
export interface Standing {
  readonly alerts: string;
  readonly lanes: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, string>>;
  readonly configuration: number;
  readonly hooks: number;
}

export async function readStanding(queryable: Queryable, unitId: number): Promise<Standing> {
  const [row] = await queryable.query<Standing & object>({
    name: 'live-standing',
    text: `select
             (select concat_ws(' ', (select id from alerts where unit_id = $1 order by id desc limit 1),
               (select count(*) from (select from alerts where unit_id = $1 and resolved_at is null limit 1000) open))) as alerts,
             (select coalesce(json_object_agg(connection, mark), '{}') from (
               select connection, string_agg(concat_ws(' ', paused_at, paused_reason, breaker, failing_since), ',' order by shard) as mark
               from lanes where unit_id = $1 and (paused_at is not null or breaker <> 'closed' or failing_since is not null)
               group by connection order by connection limit 200) l) as lanes,
             (select coalesce(json_object_agg(id, mark), '{}') from (
               select id, concat_ws(' ', state, progress) as mark from jobs where unit_id = $1 order by id desc limit 20) j) as jobs,
             configuration_version as configuration, hooks_version as hooks
           from units where unit_id = $1`,
    values: [unitId],
  });
  return row ?? { alerts: '', lanes: {}, jobs: {}, configuration: 0, hooks: 0 };
}

export interface ChangedObject {
  readonly kind: string;
  readonly name: string;
  readonly version: number;
}

/** What of the configuration was changed within the last seconds. */
export async function findChangedObjects(
  queryable: Queryable,
  unitId: number,
  seconds: number,
): Promise<ChangedObject[]> {
  return queryable.query<ChangedObject & object>({
    name: 'live-configuration',
    text: `select kind, name, max(version) as version from configuration_versions
           where unit_id = $1 and at >= now() - make_interval(secs => $2) group by kind, name limit 200`,
    values: [unitId, seconds],
  });
}

/** Which of these records the viewer may see, by their places. The right to read the entity is asked as well. */
export async function findVisible(
  queryable: Queryable,
  unitId: number,
  viewer: Viewer,
  records: readonly RecordKey[],
): Promise<number[]> {
  const values: unknown[] = [unitId, records.map(({ entity }) => entity), records.map(({ id }) => id)];
  const columns = { unit: 'k.unit_id', entity: 'k.entity', id: 'k.id' };
  const visible = visibleCondition(viewer, columns, (value) => `$${values.push(value)}`) ?? 'true';
  const rows = await queryable.query<{ place: number }>({
    text: `select k.place::int as place from (
             select $1::int as unit_id, entity, id, place from unnest($2::text[], $3::bigint[]) with ordinality as u(entity, id, place)) k
           where ${visible}`,
    values,
  });
  return rows.map(({ place }) => place - 1);
}
