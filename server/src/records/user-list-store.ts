import type { Viewer } from '../access/rights.ts';
import type { Queryable } from '../database/database.ts';
import { aclCondition } from './acl-store.ts';
import { readRecords } from './store.ts';
import type { RecordRow } from './types.ts';

export interface UserFilter {
  readonly limit: number;
  /** The id of the last one that the caller has seen. */
  readonly after?: number | undefined;
  /** Stands in the login, a name, the e-mail or the personal number; case does not matter. */
  readonly search?: string | undefined;
  readonly group?: string | undefined;
  readonly disabled?: boolean | undefined;
}

/** Users whom the viewer may see, in the order in which they were made. */
export async function listUsers(
  queryable: Queryable,
  unitId: number,
  viewer: Viewer,
  { limit, after, search, group, disabled }: UserFilter,
): Promise<RecordRow[]> {
  const values: unknown[] = [unitId, after ?? 0, limit, search ?? null, group ?? null, disabled ?? null];
  const visible = aclCondition(viewer, 'r.data', (value) => `$${values.push(value)}`) ?? 'true';
  const found = await queryable.query<{ id: number }>({
    text: `select r.id from records r
           where r.unit_id = $1 and r.entity = 'users' and r.deleted_at is null and r.id > $2
             and ($4::text is null or strpos(lower(concat_ws(' ', r.data ->> 'login', r.data ->> 'firstName', r.data ->> 'lastName',
               r.data ->> 'email', r.data ->> 'personalNumber')), lower($4)) > 0)
             and ($5::text is null or r.data -> 'groups' ? $5)
             and ($6::boolean is null or (r.data -> 'isDisabled' is not distinct from 'true'::jsonb) = $6) and ${visible}
           order by r.id limit $3`,
    values,
  });
  const keys = found.map(({ id }) => ({ entity: 'users', id }));
  const rows = new Map((await readRecords(queryable, unitId, keys)).map((row) => [row.id, row]));
  return found.flatMap(({ id }) => rows.get(id) ?? []);
}
