import type { Queryable } from '../database/database.ts';

/** The oldest id that an open delivery still needs: its own or its event's. undefined: nothing is open. */
export async function readOldestNeeded(queryable: Queryable): Promise<string | undefined> {
  const [row] = await queryable.query<{ oldest: string | null }>({
    text: `select min(least(id, event_id)::text) as oldest from deliveries
           where state in ('queued', 'waiting', 'held', 'awaiting', 'unknown')`,
  });
  return row?.oldest ?? undefined;
}
