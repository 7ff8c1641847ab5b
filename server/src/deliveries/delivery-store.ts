import type { Viewer } from '../access/rights.ts';
import type { Queryable, Transaction } from '../database/database.ts';
import type { RecordKey } from '../records/types.ts';
import type { DeliveryState } from './delivery.ts';
import {
  deliveryColumns,
  type DeliveryRow,
  deliverySource,
  pausedSoFar,
  storedState,
} from './delivery-columns-store.ts';
import { deliveryConditions } from './delivery-filter-store.ts';

export type { DeliveryRow } from './delivery-columns-store.ts';

export async function readDelivery(queryable: Queryable, unitId: number, id: string): Promise<DeliveryRow | undefined> {
  const [row] = await queryable.query<DeliveryRow & object>({
    name: 'read-delivery',
    text: `select ${deliveryColumns} from ${deliverySource} where d.unit_id = $1 and d.id = $2`,
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
    text: `select ${deliveryColumns} from ${deliverySource} where d.unit_id = $1 and d.id = $2 for update of d`,
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
  const where = deliveryConditions({ viewer }, 4);
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
  const where = deliveryConditions({ viewer }, 3);
  const [row] = await queryable.query<{ count: number }>({
    text: `select count(*) as count from deliveries d
           where d.unit_id = $1 and d.trigger = $2 and d.braked and d.state = 'held' and d.held_by = 'brake' ${where.text}`,
    values: [unitId, trigger, ...where.values],
  });
  return row?.count ?? 0;
}
