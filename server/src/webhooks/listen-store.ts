import type { Queryable, Transaction } from '../database/database.ts';

/** A notice that waits to be fetched by whoever listens. */
export interface WaitingNotice {
  readonly id: string;
  readonly entity: string;
  readonly recordId: number | null;
  readonly eventId: string;
  readonly notice: string;
  readonly frozen: string | null;
}

/** What waits in the lane of a temporary hook, the oldest first. */
export async function readWaitingNotices(
  queryable: Queryable,
  unitId: number,
  lane: string,
  limit: number,
): Promise<WaitingNotice[]> {
  return queryable.query<WaitingNotice & object>({
    name: 'read-waiting-notices',
    text: `select id, entity, record_id::int8 as "recordId", event_id as "eventId", notice, frozen from deliveries
           where unit_id = $1 and connection = $2 and state in ('queued', 'waiting') and lease is null order by id limit $3`,
    values: [unitId, lane, limit],
  });
}

export interface Listened {
  readonly id: string;
  readonly state: 'delivered' | 'failed' | 'cancelled';
  readonly reason: string;
}

/** What became of fetched notices, in the words of whoever fetched them. */
export async function finishListened(
  queryable: Queryable,
  unitId: number,
  lane: string,
  results: readonly Listened[],
): Promise<void> {
  if (results.length === 0) return;
  await queryable.query({
    name: 'finish-listened',
    text: `update deliveries d set state = r.state, reason = r.reason, attempts = 1, tries = 1, last_attempt_at = now(), finished_at = now()
           from jsonb_to_recordset($3::jsonb) as r(id uuid, state text, reason text)
           where d.unit_id = $1 and d.connection = $2 and d.id = r.id and d.state in ('queued', 'waiting') and d.lease is null`,
    values: [unitId, lane, JSON.stringify(results)],
  });
}

/** The lane is nobody's to send from: its notices are fetched. */
export async function holdForListener(transaction: Transaction, unitId: number, lane: string): Promise<void> {
  await transaction.query({
    text: `update lanes set paused_at = now(), paused_by = 'gangway listen', paused_reason = 'Its notices are fetched by the command.'
           where unit_id = $1 and connection = $2`,
    values: [unitId, lane],
  });
}
