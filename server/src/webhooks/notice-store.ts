import type { Queryable, Transaction } from '../database/database.ts';

/** Ends what waits in a hook's lane without sending it. */
export async function cancelOpenNotices(
  transaction: Transaction,
  unitId: number,
  lane: string,
  reason: string,
): Promise<number> {
  const rows = await transaction.query({
    name: 'cancel-open-notices',
    text: `update deliveries set state = 'cancelled', held_by = null, reason = $3, finished_at = now()
           where unit_id = $1 and connection = $2 and state in ('queued', 'waiting', 'held', 'awaiting')
             and lease is null returning id`,
    values: [unitId, lane, reason],
  });
  return rows.length;
}

/** Notices that wait for a later attempt make it now: their receiver is said to be back. */
export async function pullNotices(transaction: Transaction, unitId: number, lane: string): Promise<number> {
  const rows = await transaction.query({
    name: 'pull-notices',
    text: `update deliveries set due_at = now() where unit_id = $1 and connection = $2 and state = 'waiting' and lease is null and due_at > now()
           returning id`,
    values: [unitId, lane],
  });
  return rows.length;
}

/** Ended hooks that still have something open: a change that was under way at their end planned it. */
export async function findLeftovers(queryable: Queryable): Promise<{ unitId: number; lane: string }[]> {
  return queryable.query<{ unitId: number; lane: string }>({
    name: 'find-leftover-notices',
    text: `select h.unit_id as "unitId", h.lane from hooks h
           where h.ended_at > now() - interval '1 day' and exists (
             select from deliveries d where d.unit_id = h.unit_id and d.connection = h.lane
               and d.state in ('queued', 'waiting', 'held', 'awaiting') and d.lease is null)`,
  });
}
