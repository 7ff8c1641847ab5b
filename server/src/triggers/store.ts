import type { Viewer } from '../access/rights.ts';
import type { Queryable, Transaction } from '../database/database.ts';
import { firstIdAt } from '../database/uuid.ts';
import { visibleCondition } from '../records/acl-store.ts';

/** A delivery as it is planned. */
export interface PlannedDelivery {
  readonly id: string;
  readonly laneId: number;
  readonly connection: string;
  readonly trigger: string | null;
  readonly template: string | null;
  readonly routeId: number | null;
  readonly entity: string;
  readonly recordId: number | null;
  readonly eventId: string;
  readonly state: 'queued' | 'held' | 'failed';
  readonly heldBy: 'brake' | null;
  readonly reason: string | null;
  readonly withinMs: number;
  /** A record's messages to this connection go one after the other. */
  readonly ordered: boolean;
  readonly braked: boolean;
  /** The condition of its trigger could not be evaluated. */
  readonly undecided?: boolean;
  readonly resendOf: string | null;
  /** The event that a notice tells of; not there: a message made by a template. */
  readonly notice?: string;
}

/**
 * Writes planned deliveries. An ordered one that has an open predecessor (same record, same connection) is held behind it; the record's row
 * is locked by this transaction, and settling locks it too, so the predecessor cannot end unseen between the look and the commit.
 */
export async function insertDeliveries(
  transaction: Transaction,
  unitId: number,
  deliveries: readonly PlannedDelivery[],
): Promise<{ id: string; state: string }[]> {
  if (deliveries.length === 0) return [];
  return transaction.query<{ id: string; state: string }>({
    name: 'insert-deliveries',
    text: `insert into deliveries (unit_id, id, lane_id, connection, trigger, template, route_id, entity, record_id, event_id, state,
             held_by, reason, due_at, first_due_at, deadline_at, paused_base, braked, undecided, resend_of, notice, finished_at)
           select $1, d.id, d."laneId", d.connection, d.trigger, d.template, d."routeId", d.entity, d."recordId", d."eventId",
             case when d.state = 'queued' and o.behind then 'held' else d.state end,
             case when d.state = 'queued' and o.behind then 'order' else d."heldBy" end,
             d.reason, now(), now(), now() + d."withinMs" * interval '1 millisecond', l.paused_total
               + case when l.paused_at is null then interval '0' else now() - l.paused_at end,
             d.braked, coalesce(d.undecided, false), d."resendOf", d.notice, case when d.state = 'failed' then now() end
           from (
             -- Several messages of one event wait for each other too; this statement does not see what it inserts.
             select *, row_number() over (partition by connection, entity, "recordId", state = 'failed' order by id) as place
             from jsonb_to_recordset($2::jsonb) as p(id uuid, "laneId" int, connection text, trigger text, template text,
               "routeId" bigint, entity text, "recordId" bigint, "eventId" uuid, state text, "heldBy" text, reason text,
               "withinMs" float8, ordered boolean, braked boolean, undecided boolean, "resendOf" uuid, notice text)
           ) d
           join lanes l on l.unit_id = $1 and l.id = d."laneId"
           cross join lateral (
             select d.ordered and d."recordId" is not null and (exists (
               select from deliveries e where e.unit_id = $1 and e.connection = d.connection and e.entity = d.entity
                 and e.record_id = d."recordId" and e.state in ('queued', 'waiting', 'held', 'awaiting')
             ) or d.place > 1) as behind
           ) o
           returning id, state`,
    values: [unitId, JSON.stringify(deliveries)],
  });
}

export async function insertSnapshot(
  transaction: Transaction,
  unitId: number,
  eventId: string,
  content: string,
): Promise<void> {
  await transaction.query({
    name: 'insert-snapshot',
    text: 'insert into snapshots (unit_id, event_id, content) values ($1, $2, $3) on conflict do nothing',
    values: [unitId, eventId, content],
  });
}

/** What a condition was, or would have been, evaluated over. */
export async function readSnapshot(queryable: Queryable, unitId: number, eventId: string): Promise<string | undefined> {
  const [row] = await queryable.query<{ content: string }>({
    text: 'select content from snapshots where unit_id = $1 and event_id = $2',
    values: [unitId, eventId],
  });
  return row?.content;
}

export async function insertWatched(
  transaction: Transaction,
  unitId: number,
  watched: readonly Pick<
    PlannedDelivery,
    'id' | 'trigger' | 'connection' | 'template' | 'routeId' | 'entity' | 'recordId' | 'eventId'
  >[],
): Promise<void> {
  if (watched.length === 0) return;
  await transaction.query({
    text: `insert into watched (unit_id, id, trigger, connection, template, route_id, entity, record_id, event_id)
           select $1, id, trigger, connection, template, "routeId", entity, "recordId", "eventId"
           from jsonb_to_recordset($2::jsonb) as w(id uuid, trigger text, connection text, template text, "routeId" bigint,
             entity text, "recordId" bigint, "eventId" uuid)`,
    values: [unitId, JSON.stringify(watched)],
  });
}

export interface WatchedRow {
  readonly id: string;
  readonly connection: string;
  readonly template: string | null;
  readonly entity: string;
  readonly recordId: number | null;
  readonly eventId: string;
}

/** What a trigger would have sent while it only watched, the newest first. */
export async function listWatched(
  queryable: Queryable,
  unitId: number,
  trigger: string,
  viewer: Viewer,
  page: { readonly before?: string; readonly limit: number },
): Promise<WatchedRow[]> {
  const values: unknown[] = [unitId, trigger, page.before ?? null, page.limit];
  const columns = { unit: 'w.unit_id', entity: 'w.entity', id: 'w.record_id' };
  const visible = visibleCondition(viewer, columns, (value) => `$${values.push(value)}`) ?? 'true';
  return queryable.query<WatchedRow & object>({
    text: `select id, connection, template, entity, record_id::int8 as "recordId", event_id as "eventId"
           from watched w where unit_id = $1 and trigger = $2 and ($3::uuid is null or id < $3) and ${visible} order by id desc limit $4`,
    values,
  });
}

/** Earlier deliveries of the trigger for this record that still wait: a newer one takes their place. Returns their ids. */
export async function supersedeDeliveries(
  transaction: Transaction,
  unitId: number,
  newer: { readonly connection: string; readonly trigger: string; readonly entity: string; readonly recordId: number },
): Promise<string[]> {
  const rows = await transaction.query<{ id: string }>({
    name: 'supersede-deliveries',
    text: `update deliveries set state = 'superseded', held_by = null, finished_at = now(),
             reason = 'A newer message of the same record took its place.'
           where unit_id = $1 and connection = $2 and trigger = $3 and entity = $4 and record_id = $5
             and state in ('queued', 'waiting', 'held') and lease is null returning id`,
    values: [unitId, newer.connection, newer.trigger, newer.entity, newer.recordId],
  });
  return rows.map(({ id }) => id);
}

/** How many deliveries of this trigger were made within the last hour, counted no further than `limit`. */
export async function countBraked(
  transaction: Transaction,
  unitId: number,
  trigger: string,
  nowMs: number,
  limit: number,
): Promise<number> {
  const [row] = await transaction.query<{ count: number }>({
    name: 'count-braked',
    text: `select count(*) as count from (
             select from deliveries where unit_id = $1 and trigger = $2 and braked and id >= $3 limit $4) d`,
    values: [unitId, trigger, firstIdAt(nowMs - 3_600_000), limit],
  });
  return row?.count ?? 0;
}

export interface ScheduleRow {
  readonly unitId: number;
  readonly trigger: string;
  readonly cron: string;
  readonly zone: string;
  readonly nextAt: Date;
}

/** The schedules that are due, locked until the transaction ends so that one process fires each. */
export async function lockDueSchedules(transaction: Transaction): Promise<ScheduleRow[]> {
  return transaction.query<ScheduleRow & object>({
    text: `select unit_id as "unitId", trigger, cron, zone, next_at as "nextAt" from schedules
           where next_at <= now() order by next_at limit 10 for update skip locked`,
  });
}

export async function advanceSchedule(
  transaction: Transaction,
  unitId: number,
  trigger: string,
  nextAt: Date,
): Promise<void> {
  await transaction.query({
    text: 'update schedules set last_at = next_at, next_at = $3 where unit_id = $1 and trigger = $2',
    values: [unitId, trigger, nextAt],
  });
}

/** Makes the unit's schedules what its triggers say; one that did not change keeps its next time. */
export async function replaceSchedules(
  transaction: Transaction,
  unitId: number,
  schedules: readonly Omit<ScheduleRow, 'unitId'>[],
): Promise<void> {
  await transaction.query({
    text: 'delete from schedules where unit_id = $1 and trigger <> all($2)',
    values: [unitId, schedules.map(({ trigger }) => trigger)],
  });
  for (const { trigger, cron, zone, nextAt } of schedules) {
    await transaction.query({
      text: `insert into schedules (unit_id, trigger, cron, zone, next_at) values ($1, $2, $3, $4, $5)
             on conflict (unit_id, trigger) do update set cron = excluded.cron, zone = excluded.zone, next_at = excluded.next_at
             where (schedules.cron, schedules.zone) is distinct from (excluded.cron, excluded.zone)`,
      values: [unitId, trigger, cron, zone, nextAt],
    });
  }
}

/** Ids of an entity's living records in order, `after` the last one seen; `since`: created then or later. */
export async function walkRecordIds(
  transaction: Transaction,
  unitId: number,
  entity: string,
  after: number | null,
  since: string | null,
  limit: number,
): Promise<number[]> {
  const rows = await transaction.query<{ id: number }>({
    name: 'walk-record-ids',
    text: `select id from records where unit_id = $1 and entity = $2 and deleted_at is null and id > coalesce($3, 0)
             and ($4::timestamptz is null or created_at >= $4) order by id limit $5`,
    values: [unitId, entity, after, since, limit],
  });
  return rows.map(({ id }) => id);
}
