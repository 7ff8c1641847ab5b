import type { Queryable } from '../database/database.ts';
import { aclCondition, type Bind } from './acl-store.ts';
import type { Who } from './acl.ts';

/** A record as somebody picks it from a list. */
export interface RecordOption {
  readonly id: number;
  readonly registration: string;
  /** Its name, or what stands for one; null: it has none. */
  readonly name: string | null;
}

/** Texts by which people know a record, the first that is there. */
const nameOf = `coalesce(nullif(r.data ->> 'name', ''), nullif(trim(concat_ws(' ', r.data ->> 'firstName', r.data ->> 'lastName')), ''),
  nullif(r.data ->> 'login', ''), nullif(r.data ->> 'number', ''))`;

/** The newest first, `before`: ids below this one. Only what `who` may read; the right on the entity was judged before. */
export async function readOptions(
  queryable: Queryable,
  unitId: number,
  entity: string,
  who: Who,
  search: { readonly text?: string | undefined; readonly before?: number | undefined; readonly limit: number },
): Promise<RecordOption[]> {
  const values: unknown[] = [unitId, entity, search.before ?? null, search.limit, search.text ?? null];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const own = aclCondition(who, 'r.data', bind);
  return queryable.query<RecordOption & object>({
    text: `select r.id, r.registration, ${nameOf} as name from records r
           where r.unit_id = $1 and r.entity = $2 and r.deleted_at is null and ($3::bigint is null or r.id < $3)
             and ($5::text is null or position(lower($5) in lower(r.registration || ' ' || coalesce(${nameOf}, ''))) > 0)
             ${own === undefined ? '' : `and ${own}`}
           order by r.id desc limit $4`,
    values,
  });
}
