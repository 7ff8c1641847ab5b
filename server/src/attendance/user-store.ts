import { int8s, texts } from '../database/array-parameter.ts';
import type { Queryable } from '../database/database.ts';
import type { NamedUser } from './read-entry.ts';

export interface FoundUser {
  readonly id: number;
  readonly disabled: boolean;
}

/** `badge/b-17`: the same text for the same user as it was named. */
export function namedKey({ by, value }: NamedUser): string {
  return `${by}/${value}`;
}

/** Who has these ids, e-mails, badges and personal numbers, all of a batch in one look. Deleted users have none of them any more. */
export async function findUsers(
  queryable: Queryable,
  unitId: number,
  named: readonly NamedUser[],
): Promise<ReadonlyMap<string, FoundUser>> {
  const wanted = [...new Map(named.map((each) => [namedKey(each), each])).values()];
  const ids = wanted.filter(({ by, value }) => by === 'userId' && /^\d{1,15}$/.test(value));
  const keys = wanted.filter(({ by }) => by !== 'userId');
  if (ids.length + keys.length === 0) return new Map();
  const rows = await queryable.query<{ key: string; id: number; disabled: boolean }>({
    name: 'find-users-by-name',
    text: `select k.key || '/' || k.value as key, u.id, coalesce(u.data -> 'isDisabled' = 'true', false) as disabled
           from unnest($2::text[], $3::text[]) as w(key, value)
             join record_keys k on k.unit_id = $1 and k.entity = 'users' and k.key = w.key and k.value = w.value
             join records u on u.unit_id = $1 and u.entity = 'users' and u.id = k.record_id and u.deleted_at is null
           union all
           select 'userId/' || u.id, u.id, coalesce(u.data -> 'isDisabled' = 'true', false)
           from unnest($4::bigint[]) as w(id) join records u on u.unit_id = $1 and u.entity = 'users' and u.id = w.id and u.deleted_at is null`,
    values: [
      unitId,
      texts(keys.map(({ by }) => by)),
      texts(keys.map(({ value }) => value)),
      int8s(ids.map(({ value }) => Number(value))),
    ],
  });
  return new Map(rows.map(({ key, id, disabled }) => [key, { id, disabled }]));
}
