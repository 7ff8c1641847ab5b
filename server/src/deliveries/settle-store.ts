import type { Queryable, Transaction } from '../database/database.ts';
import type { RecordEvent } from '../records/types.ts';
import type { AnswerMessage, DeliveryState } from './delivery.ts';

export interface DeliveryUpdate {
  readonly id: string;
  readonly lease: number;
  readonly state: DeliveryState;
  readonly reason: string;
  readonly attempts: number;
  /** ms since 1970; null: finished. */
  readonly dueAtMs: number | null;
  readonly bodyKept: boolean;
}

/**
 * Moves the state of leased rows. Each names its lease: a row that was rescued or resolved meanwhile is left alone, and its id is missing in the
 * answer. A waiting probe keeps its own later time, so that the next probe is another delivery.
 */
export async function updateSettled(
  transaction: Transaction,
  unitId: number,
  updates: readonly DeliveryUpdate[],
): Promise<Set<string>> {
  const rows = await transaction.query<{ id: string }>({
    name: 'update-settled',
    text: `update deliveries d set state = u.state, reason = u.reason, attempts = u.attempts, lease = null,
             body_kept = d.body_kept or u.body_kept,
             due_at = coalesce(to_timestamp(u.due_at_ms / 1000), d.due_at),
             finished_at = case when u.due_at_ms is null then now() end
           from unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::int[], $7::float8[], $8::boolean[])
             as u(id, lease, state, reason, attempts, due_at_ms, body_kept)
           where d.unit_id = $1 and d.id = u.id and d.state = 'sending' and d.lease = u.lease
           returning d.id`,
    values: [
      unitId,
      updates.map(({ id }) => id),
      updates.map(({ lease }) => lease),
      updates.map(({ state }) => state),
      updates.map(({ reason }) => reason),
      updates.map(({ attempts }) => attempts),
      updates.map(({ dueAtMs }) => dueAtMs),
      updates.map(({ bodyKept }) => bodyKept),
    ],
  });
  return new Set(rows.map(({ id }) => id));
}

export interface AttemptRow {
  readonly id: string;
  readonly deliveryId: string;
  readonly number: number;
  readonly counted: boolean;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly outcome: 'accepted' | 'refused' | 'retry' | 'unknown' | 'interrupted' | 'late' | 'failed';
  readonly reason: string;
  readonly status: number | null;
  /** { method, url, headers, truncated } */
  readonly request: object | null;
  readonly requestBody: Uint8Array | null;
  /** { headers, truncated } */
  readonly response: object | null;
  readonly responseBody: Uint8Array | null;
  readonly timing: object | null;
  readonly messages: readonly AnswerMessage[];
}

export async function insertAttempts(
  transaction: Queryable,
  unitId: number,
  attempts: readonly AttemptRow[],
): Promise<void> {
  if (attempts.length === 0) return;
  const facts = attempts.map(({ requestBody: _request, responseBody: _response, ...attempt }) => attempt);
  await transaction.query({
    name: 'insert-attempts',
    // The bodies travel as arrays of bytea: as texts inside the JSON every quote of theirs would be escaped twice.
    text: `insert into attempts (unit_id, id, delivery_id, number, counted, started_at, duration_ms, outcome, reason, status,
             request, request_body, response, response_body, timing, messages)
           select $1, a.id, a."deliveryId", a.number, a.counted, to_timestamp(a."startedAtMs" / 1000), a."durationMs", a.outcome, a.reason,
             a.status, a.request, b.request_body, a.response, b.response_body, a.timing, a.messages
           from rows from (
             jsonb_to_recordset($2::jsonb) as (id uuid, "deliveryId" uuid, number int, counted boolean, "startedAtMs" float8,
               "durationMs" real, outcome text, reason text, status int, request jsonb, response jsonb, timing jsonb, messages jsonb)
           ) with ordinality as a(id, "deliveryId", number, counted, "startedAtMs", "durationMs", outcome, reason, status, request,
             response, timing, messages, place)
           join unnest($3::bytea[], $4::bytea[]) with ordinality as b(request_body, response_body, place) using (place)
           on conflict do nothing`,
    values: [
      unitId,
      JSON.stringify(facts),
      attempts.map(({ requestBody }) => requestBody && Buffer.from(requestBody)),
      attempts.map(({ responseBody }) => responseBody && Buffer.from(responseBody)),
    ],
  });
}

export async function readEventFacts(
  queryable: Queryable,
  unitId: number,
  eventId: string,
): Promise<EventFacts | undefined> {
  const [row] = await queryable.query<EventFacts & object>({
    name: 'read-event-facts',
    text: `select at, kind, names, user_id as "userId", user_name as "userName", origin, coalesce(changes, '{}') as changes
           from events where unit_id = $1 and id = $2`,
    values: [unitId, eventId],
  });
  return row;
}

export type EventFacts = Pick<RecordEvent, 'at' | 'kind' | 'names' | 'userId' | 'userName' | 'origin' | 'changes'>;
