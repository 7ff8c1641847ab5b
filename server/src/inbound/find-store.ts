import type { Queryable } from '../database/database.ts';

/** A field by its path (`registrations.vatId`), and the text that it must be. */
export interface FoundBy {
  readonly path: string;
  readonly value: string;
}

/** Ids of living records whose fields have these values, the first `limit`. `unique` is one of the values that only one record can have: it is looked up by its key. */
export async function findIds(
  queryable: Queryable,
  unitId: number,
  entity: string,
  wanted: readonly FoundBy[],
  unique: FoundBy | undefined,
  limit: number,
): Promise<number[]> {
  const byKey =
    unique === undefined
      ? ''
      : 'join record_keys k on k.unit_id = r.unit_id and k.entity = r.entity and k.record_id = r.id and k.key = $6 and k.value = $7';
  const rows = await queryable.query<{ id: number }>({
    name: unique === undefined ? 'find-records' : 'find-records-by-key',
    text: `select r.id from records r ${byKey}
           where r.unit_id = $1 and r.entity = $2 and r.deleted_at is null and not exists (
             select from unnest($3::text[], $4::text[]) as f(path, value)
             where case f.path when 'registration' then r.registration when 'id' then r.id::text
               else r.data #>> string_to_array(f.path, '.') end is distinct from f.value)
           order by r.id limit $5`,
    values: [
      ...[unitId, entity, wanted.map(({ path }) => path), wanted.map(({ value }) => value), limit],
      ...(unique === undefined ? [] : [unique.path, unique.value.trim().toLowerCase()]),
    ],
  });
  return rows.map(({ id }) => id);
}
