import type { Queryable } from '../database/database.ts';
import { firstIdAt } from '../database/uuid.ts';
import type { DeliveryState } from '../deliveries/delivery.ts';
import { deliverySource, shownState } from '../deliveries/delivery-columns-store.ts';

/** What is counted per connection is counted so far: a backlog of a million is "10,000 or more". */
export const countLimit = 10_000;

export interface ConnectionCount {
  readonly connection: string;
  readonly state: DeliveryState;
  readonly count: number;
  readonly capped: boolean;
}

/** Open deliveries by connection and shown state. One look into the index of open ones per lane. */
export async function countOpen(
  queryable: Queryable,
  unitId: number,
  connection: string | null,
): Promise<ConnectionCount[]> {
  return queryable.query<ConnectionCount & object>({
    name: 'overview-open',
    text: `select name as connection, state, count(*) as count, sum(count(*)) over (partition by name) >= ${countLimit} as capped
           from (select distinct connection as name from lanes where unit_id = $1 and ($2::text is null or connection = $2)) known
           cross join lateral (
             select ${shownState} as state from ${deliverySource}
             where d.unit_id = $1 and d.connection = known.name and d.state in ('queued', 'waiting', 'held', 'awaiting') limit ${countLimit}
           ) open group by 1, 2`,
    values: [unitId, connection],
  });
}

/** What has failed since then and was not sent again, by connection and state. */
export async function countFailed(
  queryable: Queryable,
  unitId: number,
  since: Date,
  connection: string | null,
): Promise<ConnectionCount[]> {
  return queryable.query<ConnectionCount & object>({
    name: 'overview-failed',
    text: `select name as connection, state, count(*) as count, sum(count(*)) over (partition by name) >= ${countLimit} as capped
           from (select distinct connection as name from lanes where unit_id = $1 and ($3::text is null or connection = $3)) known
           cross join lateral (
             select d.state from deliveries d where d.unit_id = $1 and d.connection = known.name and d.state in ('refused', 'failed', 'unknown')
               and d.id >= $2 and d.resent_as is null limit ${countLimit}
           ) failed group by 1, 2`,
    values: [unitId, firstIdAt(since.getTime()), connection],
  });
}

export interface BrakeRow {
  readonly trigger: string;
  readonly held: number;
  readonly since: Date;
}

/** What brakes hold. The alert that asks a person names the trigger. */
export async function readBrakes(queryable: Queryable, unitId: number): Promise<BrakeRow[]> {
  return queryable.query<BrakeRow & object>({
    name: 'overview-brakes',
    text: `select asked.trigger, held.count as held, asked.at as since from (
             select distinct on (substr(key, 7)) substr(key, 7) as trigger, at from alerts
             where unit_id = $1 and resolved_at is null and kind = 'brake' order by 1, at
           ) asked cross join lateral (
             select count(*) as count from (
               select from deliveries d where d.unit_id = $1 and d.trigger = asked.trigger and d.braked and d.state = 'held'
                 and d.held_by = 'brake' limit ${countLimit}) found
           ) held where held.count > 0 order by asked.at`,
    values: [unitId],
  });
}

/** Passes that nobody is known for. */
export async function countUnassigned(queryable: Queryable, unitId: number): Promise<number> {
  const [row] = await queryable.query<{ count: number }>({
    name: 'overview-unassigned',
    text: `select count(*) as count from (select from time_entries where unit_id = $1 and user_id is null and counts limit ${countLimit}) found`,
    values: [unitId],
  });
  return row?.count ?? 0;
}

/** Milliseconds since the oldest delivery of the unit fell due that nothing holds. */
export async function readUnitLagMs(queryable: Queryable, unitId: number): Promise<number> {
  const [row] = await queryable.query<{ lagMs: number | null }>({
    name: 'overview-lag',
    text: `select max(extract(epoch from now() - due.due_at) * 1000)::float8 as "lagMs" from lanes l
           cross join lateral (
             select d.due_at from deliveries d where d.unit_id = l.unit_id and d.lane_id = l.id and d.state in ('queued', 'waiting')
               and d.lease is null order by d.due_at limit 1
           ) due where l.unit_id = $1 and l.paused_at is null and l.breaker = 'closed'`,
    values: [unitId],
  });
  return Math.max(0, Math.round(row?.lagMs ?? 0));
}

/** Names of the hooks' lanes. */
export async function readHookLanes(
  queryable: Queryable,
  unitId: number,
): Promise<{ readonly id: string; readonly lane: string; readonly userId: number }[]> {
  return queryable.query<{ id: string; lane: string; userId: number }>({
    name: 'overview-hooks',
    text: `select id, lane, user_id as "userId" from hooks where unit_id = $1 and ended_at is null`,
    values: [unitId],
  });
}

export interface FirstSteps {
  readonly template: boolean;
  readonly trigger: boolean;
  readonly record: boolean;
  readonly delivered: boolean;
}

/** How far the first run has come. A record is one that a counterparty may be told of: no user, no business unit. */
export async function readFirstSteps(queryable: Queryable, unitId: number): Promise<FirstSteps> {
  const [row] = await queryable.query<FirstSteps & object>({
    name: 'overview-first-steps',
    text: `select exists (select from configuration where unit_id = $1 and kind = 'templates') as template,
             exists (select from configuration where unit_id = $1 and kind = 'triggers' and coalesce(body ->> 'mode', 'live') = 'live') as trigger,
             exists (select from records where unit_id = $1 and entity = 'documents') as record,
             exists (select from connection_marks where unit_id = $1 and last_success_at is not null) as delivered`,
    values: [unitId],
  });
  return row ?? { template: false, trigger: false, record: false, delivered: false };
}

/** Open alerts by kind. */
export async function countAlerts(
  queryable: Queryable,
  unitId: number,
): Promise<{ readonly kind: string; readonly count: number }[]> {
  return queryable.query<{ kind: string; count: number }>({
    name: 'overview-alerts',
    text: `select kind, count(*) as count from (
             select kind from alerts where unit_id = $1 and resolved_at is null limit ${countLimit}) open group by 1`,
    values: [unitId],
  });
}

export interface ConnectionAlert {
  readonly at: Date;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly kind: string;
  readonly text: string;
}

/** When the connection itself began to fail and had recovered; not what is about single messages. */
export async function readConnectionAlerts(
  queryable: Queryable,
  unitId: number,
  connection: string,
  since: Date,
): Promise<ConnectionAlert[]> {
  return queryable.query<ConnectionAlert & object>({
    name: 'overview-connection-alerts',
    text: `select at, resolved_at as "resolvedAt", resolved_by as "resolvedBy", kind, text from alerts
           where unit_id = $1 and connection = $2 and record_id is null and delivery_id is null
             and id >= $3 order by id desc limit 50`,
    values: [unitId, connection, firstIdAt(since.getTime())],
  });
}
