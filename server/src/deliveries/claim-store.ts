import { int4s, int8s, texts, timestamptzs, uuids } from '../database/array-parameter.ts';
import type { Queryable } from '../database/database.ts';
import type { ClaimedDelivery } from './delivery.ts';
import type { LeasedLane } from './lease-store.ts';

/** What a lane can take now. */
export interface ClaimWish {
  readonly lane: LeasedLane;
  readonly limit: number;
  /**
   * `due`: what is due, oldest first. `pull`: the counterparty is back, what waits for a later attempt goes now, unless it was tried after
   * `pullBefore`. `probe`: one, for a half-open breaker, preferably one that has not been tried lately. `expired`: what has reached its
   * deadline, for its last attempt, even through an open breaker.
   */
  readonly mode: 'due' | 'pull' | 'probe' | 'expired';
  readonly pullBefore?: Date;
}

const returned = `d.unit_id as "unitId", d.id, d.lane_id as "laneId", d.lease, d.connection, d.route_id as "routeId", d.entity,
  d.record_id as "recordId", d.event_id as "eventId", d.template, d.notice, d.trigger, d.attempts, d.tries, d.body_kept as "bodyKept", d.interruptions,
  (extract(epoch from d.deadline_at + due.paused_total - d.paused_base) * 1000)::float8 as "deadlineMs",
  (extract(epoch from now()) * 1000)::float8 as "claimedAtMs", (extract(epoch from d.first_due_at) * 1000)::float8 as "firstDueAtMs",
  (extract(epoch from d.due_at) * 1000)::float8 as "dueAtMs",
  d.frozen, due.mode = 'probe' as probe`;

/**
 * Claims for several lanes in one statement: the rows carry the lane's lease from then on, which is what being sent means. Nothing else of them
 * changes, so that the update enters no index. Lanes that were paused or taken over meanwhile give nothing.
 *
 * The commit does not wait for the disk unless `durable`: a claim lost in a crash of the database is a row that is queued again and sent again
 * with the same id and bytes, which is what an interrupted attempt is anyway. Only for a counterparty that cannot recognise a repeat must the
 * claim be on disk before the request is sent.
 */
export async function claimDeliveries(
  queryable: Queryable,
  processId: string,
  wishes: readonly ClaimWish[],
  durable: boolean,
): Promise<ClaimedDelivery[]> {
  const rows = await queryable.query<ClaimedRow>({
    name: 'claim-deliveries',
    text: `with want as materialized (
             select l.unit_id, l.id as lane_id, l.lease, l.paused_total, w.n, w.mode, w.pull_before,
               case when w.mode in ('due', 'expired') then now() else 'infinity' end as horizon,
               set_config('synchronous_commit', case when $8 then 'on' else 'off' end, true)
             from unnest($2::int[], $3::int[], $4::bigint[], $5::int[], $6::text[], $7::timestamptz[])
               as w(unit_id, lane_id, lease, n, mode, pull_before)
             join lanes l on l.unit_id = w.unit_id and l.id = w.lane_id
             where l.holder = $1 and l.lease = w.lease and l.paused_at is null
           ), due as materialized (
             select want.unit_id, want.lease, want.paused_total, want.mode, d.id
             from want cross join lateral (
               select d.id from (
                 select d.id, d.due_at, d.last_attempt_at from deliveries d
                 where d.unit_id = want.unit_id and d.lane_id = want.lane_id and d.state in ('queued', 'waiting')
                   and d.lease is null and d.due_at <= want.horizon
                   and (want.pull_before is null or d.last_attempt_at is null or d.last_attempt_at < want.pull_before)
                   and (want.mode <> 'expired' or d.deadline_at + want.paused_total - d.paused_base <= now())
                 order by d.due_at, d.id limit case when want.mode = 'probe' then 16 else want.n end for update skip locked
               ) d
               order by case when want.mode = 'probe' then d.last_attempt_at end nulls first, d.due_at, d.id limit want.n
             ) d
           )
           update deliveries d set lease = due.lease, last_attempt_at = now(), tries = d.tries + 1
           from due where d.unit_id = due.unit_id and d.id = due.id
           returning ${returned}`,
    values: [
      processId,
      int4s(wishes.map(({ lane }) => lane.unitId)),
      int4s(wishes.map(({ lane }) => lane.id)),
      int8s(wishes.map(({ lane }) => lane.lease)),
      int4s(wishes.map(({ limit }) => limit)),
      texts(wishes.map(({ mode }) => mode)),
      timestamptzs(wishes.map(({ pullBefore }) => pullBefore ?? null)),
      durable,
    ],
  });
  return withSnapshots(queryable, rows);
}

type ClaimedRow = Omit<ClaimedDelivery, 'snapshot' | 'isFrozen'> & { readonly frozen: string | null };

/** Snapshots are read beside the claim, not joined into it: several deliveries of one event share one. */
async function withSnapshots(queryable: Queryable, rows: readonly ClaimedRow[]): Promise<ClaimedDelivery[]> {
  if (rows.length === 0) return [];
  const wanted = new Map<string, number>();
  for (const { eventId, unitId, frozen } of rows) if (frozen === null) wanted.set(eventId, unitId);
  const found = await queryable.query<{ unitId: number; eventId: string; content: string }>({
    name: 'read-snapshots',
    text: `select s.unit_id as "unitId", s.event_id as "eventId", s.content from unnest($1::int[], $2::uuid[]) as w(unit_id, event_id)
           join snapshots s on s.unit_id = w.unit_id and s.event_id = w.event_id`,
    values: [int4s([...wanted.values()]), uuids([...wanted.keys()])],
  });
  const contents = new Map(found.map(({ unitId, eventId, content }) => [`${unitId}/${eventId}`, content]));
  return rows.map(({ frozen, ...row }) => ({
    ...row,
    isFrozen: frozen !== null,
    snapshot: frozen ?? contents.get(`${row.unitId}/${row.eventId}`) ?? null,
  }));
}

/** Which of these lanes have something due: one probe of the index of claimable rows each. */
export async function findDueLanes(
  queryable: Queryable,
  lanes: readonly LeasedLane[],
): Promise<{ unitId: number; id: number }[]> {
  if (lanes.length === 0) return [];
  return queryable.query<{ unitId: number; id: number }>({
    name: 'find-due-lanes',
    text: `select l.unit_id as "unitId", l.id from unnest($1::int[], $2::int[]) as l(unit_id, id)
           where exists (
             select from deliveries d where d.unit_id = l.unit_id and d.lane_id = l.id and d.state in ('queued', 'waiting')
               and d.lease is null and d.due_at <= now()
           )`,
    values: [int4s(lanes.map(({ unitId }) => unitId)), int4s(lanes.map(({ id }) => id))],
  });
}

/** payload: latest - what the record was at the first attempt, kept for the following ones. */
export async function freezePayload(queryable: Queryable, unitId: number, id: string, content: string): Promise<void> {
  await queryable.query({
    name: 'freeze-payload',
    text: 'update deliveries set frozen = $3 where unit_id = $1 and id = $2 and frozen is null',
    values: [unitId, id, content],
  });
}
