import type { Viewer } from '../access/rights.ts';
import type { Queryable } from '../database/database.ts';
import { type Bind, visibleCondition } from '../records/acl-store.ts';
import type { JsonObject } from '../records/types.ts';

export interface EntryFilter {
  /** Only those that nobody is known for. */
  readonly unassigned?: boolean | undefined;
  readonly userId?: number | undefined;
  readonly device?: string | undefined;
  /** The moment of the pass, or the begin of the period. */
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  /** Ids below this one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** An entry as lists show it: what was sent, and what has become of it. */
export interface ListedEntry {
  readonly id: number;
  readonly type: string;
  readonly userId: number | null;
  readonly at: Date;
  readonly until: Date | null;
  readonly direction: string | null;
  readonly namedBy: string;
  readonly named: string;
  readonly state: 'accepted' | 'unassigned' | 'deleted';
  readonly sent: JsonObject;
}

/** The newest first: the order in which they came in. */
export async function listEntries(
  queryable: Queryable,
  unitId: number,
  viewer: Viewer,
  filter: EntryFilter,
): Promise<ListedEntry[]> {
  const values: unknown[] = [unitId];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const conditions = [
    'e.unit_id = $1',
    filter.unassigned === undefined ? undefined : unassignedCondition(filter.unassigned),
    filter.userId === undefined ? undefined : `e.user_id = ${bind(filter.userId)}`,
    filter.device === undefined ? undefined : `e.device = ${bind(`device/${filter.device}`)}`,
    filter.since === undefined ? undefined : `e.at >= ${bind(filter.since.toISOString())}::timestamptz`,
    filter.until === undefined ? undefined : `e.at < ${bind(filter.until.toISOString())}::timestamptz`,
    filter.before === undefined ? undefined : `e.id < ${bind(filter.before)}`,
    visibleCondition(viewer, { unit: 'e.unit_id', entity: `'time'`, id: 'e.id' }, bind),
  ].filter((condition) => condition !== undefined);
  return queryable.query<ListedEntry & object>({
    text: `select e.id, e.type, e.user_id as "userId", e.at, e.until, e.direction, e.named_by as "namedBy", e.named,
             case when not e.counts then 'deleted' when e.user_id is null then 'unassigned' else 'accepted' end as state, e.receipt::json as sent
           from time_entries e where ${conditions.join(' and ')} order by e.id desc limit ${bind(filter.limit)}`,
    values,
  });
}

/** As the partial index says it. */
function unassignedCondition(unassigned: boolean): string {
  const waits = 'e.user_id is null and e.counts';
  return unassigned ? `(${waits})` : `not (${waits})`;
}
