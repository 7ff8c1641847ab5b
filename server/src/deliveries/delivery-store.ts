import type { Viewer } from '../access/rights.ts';
import type { Queryable, Transaction } from '../database/database.ts';
import { firstIdAt } from '../database/uuid.ts';
import { visibleCondition } from '../records/acl-store.ts';
import type { RecordKey } from '../records/types.ts';
import type { DeliveryState } from './delivery.ts';

/** A delivery as the API shows it. */
export interface DeliveryRow {
  readonly id: string;
  /** As people see it: what waits in a paused or broken lane is held. */
  readonly state: DeliveryState;
  /** Who or what holds it: `order`, `brake`, `breaker`, `pause`. */
  readonly heldBy: string | null;
  readonly heldReason: string | null;
  readonly storedState: DeliveryState;
  /** The lane: a connection's name, or `hook:...`. */
  readonly connection: string;
  /** The event that a notice tells of; null: a message made by a template. */
  readonly notice: string | null;
  readonly hookId: string | null;
  readonly trigger: string | null;
  readonly template: string | null;
  readonly routeId: number | null;
  readonly laneId: number;
  readonly entity: string;
  readonly recordId: number | null;
  readonly registration: string | null;
  readonly eventId: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly tries: number;
  readonly dueAt: Date;
  readonly firstDueAt: Date;
  readonly deadlineAt: Date;
  readonly finishedAt: Date | null;
  readonly resendOf: string | null;
  /** The condition of its trigger could not be evaluated, and was not met since. */
  readonly undecided: boolean;
  readonly resentAs: string | null;
}

/** A row with a lease is being sent, whatever it waited in (migration 0007). */
const storedState = `case when d.lease is null then d.state else 'sending' end`;
const shownState = `case when d.lease is not null then 'sending' when d.state in ('queued', 'waiting') and (l.paused_at is not null or (l.breaker = 'open' and d.due_at <= now()))
  then 'held' else d.state end`;

/** How long people had the lane paused in all, the present pause included. */
const pausedSoFar = `l.paused_total + case when l.paused_at is null then interval '0' else now() - l.paused_at end`;

const columns = `d.id, ${shownState} as state, ${storedState} as "storedState",
  case when d.lease is not null then null when d.state = 'held' then d.held_by when d.state in ('queued', 'waiting') and l.paused_at is not null then 'pause'
    when d.state in ('queued', 'waiting') and l.breaker = 'open' and d.due_at <= now() then 'breaker' end as "heldBy",
  case when d.lease is not null then null when d.state in ('queued', 'waiting') and l.paused_at is not null
      then 'Paused by ' || l.paused_by || ' since ' || to_char(l.paused_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC'
        || coalesce(': ' || l.paused_reason, '.')
    when d.state in ('queued', 'waiting') and l.breaker = 'open' and d.due_at <= now()
      then 'The counterparty is not available; asked again soon: ' || l.breaker_reason
    when d.held_by = 'order' then 'An earlier message of the same record is still on its way.'
    when d.held_by = 'brake' then d.reason end as "heldReason",
  d.connection, d.trigger, d.template, d.route_id as "routeId", d.lane_id as "laneId", d.entity, d.record_id as "recordId",
  (select r.registration from records r where r.unit_id = d.unit_id and r.entity = d.entity and r.id = d.record_id) as registration,
  d.event_id as "eventId", d.reason, d.attempts, d.tries, d.due_at as "dueAt", d.first_due_at as "firstDueAt",
  d.notice, case when d.notice is not null then (select h.id from hooks h where h.unit_id = d.unit_id and h.lane_id = d.lane_id) end as "hookId",
  d.deadline_at + coalesce(${pausedSoFar}, d.paused_base) - d.paused_base as "deadlineAt", d.finished_at as "finishedAt",
  d.undecided, d.resend_of as "resendOf", d.resent_as as "resentAs"`;

// The lane of a subscription goes some time after its end; its deliveries stay.
const source = `deliveries d left join lanes l on l.unit_id = d.unit_id and l.id = d.lane_id`;

export interface DeliveryFilter {
  readonly states?: readonly DeliveryState[];
  readonly connection?: string;
  readonly trigger?: string;
  readonly entity?: string;
  readonly recordId?: number;
  readonly since?: Date;
  readonly until?: Date;
  readonly text?: string;
  /** Only deliveries of records that they may see; null: Gangway itself asks. */
  readonly viewer: Viewer | null;
}

/** Conditions over the filter, from parameter `first` on; each value is a parameter. */
function conditions(filter: DeliveryFilter, first: number): { text: string; values: unknown[] } {
  const parts: string[] = [];
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${first + values.push(value) - 1}`;
  const add = (condition: (parameter: string) => string, value: unknown): void => {
    parts.push(`and ${condition(bind(value))}`);
  };
  if (filter.states) add((p) => `${shownState} = any(${p})`, filter.states);
  if (filter.connection !== undefined) add((p) => `d.connection = ${p}`, filter.connection);
  if (filter.trigger !== undefined) add((p) => `d.trigger = ${p}`, filter.trigger);
  if (filter.entity !== undefined) add((p) => `d.entity = ${p}`, filter.entity);
  if (filter.recordId !== undefined) add((p) => `d.record_id = ${p}`, filter.recordId);
  if (filter.since) add((p) => `d.id >= ${p}`, firstIdAt(filter.since.getTime()));
  if (filter.until) add((p) => `d.id < ${p}`, firstIdAt(filter.until.getTime()));
  if (filter.text !== undefined) add((p) => `position(lower(${p}) in lower(coalesce(d.reason, ''))) > 0`, filter.text);
  const visible = filter.viewer && visibleCondition(filter.viewer, deliveryRecord, bind);
  if (visible) parts.push(`and ${visible}`);
  return { text: parts.join(' '), values };
}

const deliveryRecord = { unit: 'd.unit_id', entity: 'd.entity', id: 'd.record_id' };

/** Newest first; `before`: ids below this one (the cursor). */
export async function listDeliveries(
  queryable: Queryable,
  unitId: number,
  filter: DeliveryFilter & { readonly before?: string; readonly limit: number },
): Promise<DeliveryRow[]> {
  const where = conditions(filter, 4);
  return queryable.query<DeliveryRow & object>({
    text: `select ${columns} from ${source}
           where d.unit_id = $1 and ($2::uuid is null or d.id < $2) ${where.text} order by d.id desc limit $3`,
    values: [unitId, filter.before ?? null, filter.limit, ...where.values],
  });
}

/** Oldest first, for a job that walks through them; `after`: ids above this one. */
export async function walkDeliveries(
  queryable: Queryable,
  unitId: number,
  filter: DeliveryFilter,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const where = conditions(filter, 4);
  const rows = await queryable.query<{ id: string }>({
    text: `select d.id from ${source} where d.unit_id = $1 and ($2::uuid is null or d.id > $2) ${where.text} order by d.id limit $3`,
    values: [unitId, after, limit, ...where.values],
  });
  return rows.map(({ id }) => id);
}

export async function countDeliveries(queryable: Queryable, unitId: number, filter: DeliveryFilter): Promise<number> {
  const where = conditions(filter, 2);
  const [row] = await queryable.query<{ count: number }>({
    text: `select count(*) as count from ${source} where d.unit_id = $1 ${where.text}`,
    values: [unitId, ...where.values],
  });
  return row?.count ?? 0;
}

export async function readDelivery(queryable: Queryable, unitId: number, id: string): Promise<DeliveryRow | undefined> {
  const [row] = await queryable.query<DeliveryRow & object>({
    name: 'read-delivery',
    text: `select ${columns} from ${source} where d.unit_id = $1 and d.id = $2`,
    values: [unitId, id],
  });
  return row;
}

/** Locks the row of a delivery; the caller has locked its record before. */
export async function lockDelivery(
  transaction: Transaction,
  unitId: number,
  id: string,
): Promise<DeliveryRow | undefined> {
  const [row] = await transaction.query<DeliveryRow & object>({
    text: `select ${columns} from ${source} where d.unit_id = $1 and d.id = $2 for update of d`,
    values: [unitId, id],
  });
  return row;
}

/** Moves a delivery that no worker holds. The caller holds its lock and has judged that the move is allowed. */
export async function moveDelivery(
  transaction: Transaction,
  unitId: number,
  id: string,
  move: {
    readonly state: DeliveryState;
    readonly reason: string | null;
    readonly dueAtMs?: number | null;
    readonly restart?: boolean;
    /** held: it waits for its turn. */
    readonly heldBy?: 'order';
  },
): Promise<void> {
  await transaction.query({
    text: `update deliveries set state = $3, held_by = $8, reason = $4, due_at = coalesce(to_timestamp($5::float8 / 1000), now()),
             finished_at = case when $6 then now() end,
             attempts = case when $7 then 0 else attempts end,
             first_due_at = case when $7 then now() else first_due_at end,
             deadline_at = case when $7 then now() + (deadline_at - first_due_at) else deadline_at end,
             paused_base = case when not $7 then paused_base
               else (select ${pausedSoFar} from lanes l where l.unit_id = $1 and l.id = deliveries.lane_id) end
           where unit_id = $1 and id = $2`,
    values: [
      unitId,
      id,
      move.state,
      move.reason,
      move.dueAtMs ?? null,
      !['queued', 'waiting', 'held', 'awaiting'].includes(move.state),
      move.restart ?? false,
      move.heldBy ?? null,
    ],
  });
}

/** Deliveries that wait for their next attempt make it now. Gives their lanes. */
export async function pullForward(queryable: Queryable, unitId: number, ids: readonly string[]): Promise<number[]> {
  const rows = await queryable.query<{ laneId: number }>({
    text: `update deliveries set due_at = now() where unit_id = $1 and id = any($2) and state = 'waiting' and lease is null returning lane_id as "laneId"`,
    values: [unitId, ids],
  });
  return [...new Set(rows.map(({ laneId }) => laneId))];
}

export async function linkResent(transaction: Transaction, unitId: number, old: string, newer: string): Promise<void> {
  await transaction.query({
    text: 'update deliveries set resent_as = $3 where unit_id = $1 and id = $2',
    values: [unitId, old, newer],
  });
}

/** Deliveries whose later answer has not come in time. */
export async function findOverdueAnswers(
  queryable: Queryable,
  limit: number,
): Promise<{ unitId: number; id: string }[]> {
  return queryable.query<{ unitId: number; id: string }>({
    name: 'find-overdue-answers',
    text: `select unit_id as "unitId", id from deliveries where state = 'awaiting' and due_at <= now() limit $1`,
    values: [limit],
  });
}

export interface AttemptView {
  readonly id: string;
  readonly number: number;
  readonly counted: boolean;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: string;
  readonly reason: string;
  readonly status: number | null;
  readonly request: Record<string, unknown> | null;
  readonly requestBody: Buffer | null;
  readonly response: Record<string, unknown> | null;
  readonly responseBody: Buffer | null;
  readonly timing: Record<string, number> | null;
  readonly messages: unknown[] | null;
}

/** The bytes of the request as an attempt has kept them. */
export async function readKeptBody(
  queryable: Queryable,
  unitId: number,
  deliveryId: string,
): Promise<Buffer | undefined> {
  const [row] = await queryable.query<{ body: Buffer }>({
    name: 'read-kept-body',
    text: `select request_body as body from attempts where unit_id = $1 and delivery_id = $2 and request_body is not null order by id limit 1`,
    values: [unitId, deliveryId],
  });
  return row?.body;
}

export async function readAttempts(queryable: Queryable, unitId: number, deliveryId: string): Promise<AttemptView[]> {
  return queryable.query<AttemptView & object>({
    text: `select id, number, counted, started_at as "startedAt", duration_ms as "durationMs", outcome, reason, status, request,
             request_body as "requestBody", response, response_body as "responseBody", timing, messages
           from attempts where unit_id = $1 and delivery_id = $2 order by id`,
    values: [unitId, deliveryId],
  });
}

/** The related records that a message was made of. */
export async function readSnapshotKeys(queryable: Queryable, unitId: number, eventId: string): Promise<RecordKey[]> {
  return queryable.query<RecordKey & object>({
    text: `select r ->> 'entity' as entity, (r ->> 'id')::bigint as id
           from snapshots s, jsonb_each(s.content::jsonb -> 'related') as related(key, r) where s.unit_id = $1 and s.event_id = $2`,
    values: [unitId, eventId],
  });
}

/** Deliveries that a trigger's brake holds, of records that the viewer may see. */
export async function findBraked(
  queryable: Queryable,
  unitId: number,
  trigger: string,
  viewer: Viewer,
  limit: number,
): Promise<string[]> {
  const where = conditions({ viewer }, 4);
  const rows = await queryable.query<{ id: string }>({
    text: `select d.id from deliveries d where d.unit_id = $1 and d.trigger = $2 and d.braked and d.state = 'held' and d.held_by = 'brake' ${where.text}
           order by d.id limit $3`,
    values: [unitId, trigger, limit, ...where.values],
  });
  return rows.map(({ id }) => id);
}

/** Seconds since the oldest delivery fell due that is still unsent and that nothing holds. */
export async function readLagMs(queryable: Queryable): Promise<number> {
  const [row] = await queryable.query<{ lagMs: number | null }>({
    name: 'read-lag',
    text: `select max(extract(epoch from now() - due.due_at) * 1000)::float8 as "lagMs" from lanes l
           cross join lateral (
             select d.due_at from deliveries d where d.unit_id = l.unit_id and d.lane_id = l.id and d.state in ('queued', 'waiting')
               and d.lease is null
             order by d.due_at limit 1
           ) due
           where l.paused_at is null and l.breaker = 'closed'`,
  });
  return Math.max(0, row?.lagMs ?? 0);
}

export async function countByState(
  queryable: Queryable,
  unitId?: number,
): Promise<{ connection: string; state: string; count: number }[]> {
  return queryable.query<{ connection: string; state: string; count: number }>({
    text: `select d.connection, ${storedState} as state, count(*) as count from deliveries d
           where ($1::int is null or d.unit_id = $1) and d.state in ('queued', 'waiting', 'held', 'awaiting')
           group by 1, 2`,
    values: [unitId ?? null],
  });
}

export async function countBrakedHeld(
  queryable: Queryable,
  unitId: number,
  trigger: string,
  viewer: Viewer | null,
): Promise<number> {
  const where = conditions({ viewer }, 3);
  const [row] = await queryable.query<{ count: number }>({
    text: `select count(*) as count from deliveries d
           where d.unit_id = $1 and d.trigger = $2 and d.braked and d.state = 'held' and d.held_by = 'brake' ${where.text}`,
    values: [unitId, trigger, ...where.values],
  });
  return row?.count ?? 0;
}
