import { bools, byteas, float8s, int4s, int8s, texts, uuids } from '../database/array-parameter.ts';
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
           where d.unit_id = $1 and d.id = u.id and d.lease = u.lease
           returning d.id`,
    values: [
      unitId,
      uuids(updates.map(({ id }) => id)),
      int8s(updates.map(({ lease }) => lease)),
      texts(updates.map(({ state }) => state)),
      texts(updates.map(({ reason }) => reason)),
      int4s(updates.map(({ attempts }) => attempts)),
      float8s(updates.map(({ dueAtMs }) => dueAtMs)),
      bools(updates.map(({ bodyKept }) => bodyKept)),
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
  await transaction.query({
    name: 'insert-attempts',
    text: `insert into attempts (unit_id, id, delivery_id, number, counted, started_at, duration_ms, outcome, reason, status,
             request, request_body, response, response_body, timing, messages)
           select $1, id, delivery_id, number, counted, to_timestamp(started_at_ms / 1000), duration_ms, outcome, reason, status,
             request::jsonb, request_body, response::jsonb, response_body, timing::jsonb, messages::jsonb
           from unnest($2::uuid[], $3::uuid[], $4::int[], $5::bool[], $6::float8[], $7::float8[], $8::text[], $9::text[], $10::int[],
             $11::text[], $12::bytea[], $13::text[], $14::bytea[], $15::text[], $16::text[])
             as a(id, delivery_id, number, counted, started_at_ms, duration_ms, outcome, reason, status, request, request_body, response,
               response_body, timing, messages)
           on conflict do nothing`,
    values: [
      unitId,
      uuids(attempts.map(({ id }) => id)),
      uuids(attempts.map(({ deliveryId }) => deliveryId)),
      int4s(attempts.map(({ number }) => number)),
      bools(attempts.map(({ counted }) => counted)),
      float8s(attempts.map(({ startedAtMs }) => startedAtMs)),
      float8s(attempts.map(({ durationMs }) => durationMs)),
      texts(attempts.map(({ outcome }) => outcome)),
      texts(attempts.map(({ reason }) => reason)),
      int4s(attempts.map(({ status }) => status)),
      texts(attempts.map(({ request }) => json(request))),
      byteas(attempts.map(({ requestBody }) => requestBody)),
      texts(attempts.map(({ response }) => json(response))),
      byteas(attempts.map(({ responseBody }) => responseBody)),
      texts(attempts.map(({ timing }) => json(timing))),
      texts(attempts.map(({ messages }) => json(messages))),
    ],
  });
}

const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));

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
