import type { Queryable } from '../database/database.ts';
import type { HistoryEntry } from './types.ts';

export interface HistoryPage {
  /** Newest first. */
  readonly data: readonly HistoryEntry[];
  /** Hand it in as `before` for what is older; null at the end. */
  readonly nextCursor: string | null;
}

/** Who did what to a record, when, and from where. Months that retention has dropped are missing. */
export async function readHistory(
  queryable: Queryable,
  unitId: number,
  entity: string,
  id: number,
  page: { readonly before?: string; readonly limit?: number } = {},
): Promise<HistoryPage> {
  const limit = page.limit ?? 100;
  const rows = await queryable.query<HistoryEntry>({
    name: 'read-history',
    text: `select id, at, kind, names, revision, user_id as "userId", user_name as "userName", origin,
             coalesce(changes, '{}') as changes
           from events
           where unit_id = $1 and entity = $2 and record_id = $3 and id < $4::uuid
           order by id desc limit $5`,
    values: [unitId, entity, id, page.before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff', limit + 1],
  });
  const data = rows.slice(0, limit);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}
