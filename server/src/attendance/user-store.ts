import type { Queryable } from '../database/database.ts';
import type { NamedUser } from './read-entry.ts';

/** `badge/B-17`: the same text for the same user as it was named. */
export function namedKey({ by, value }: NamedUser): string {
  return `${by}/${value}`;
}

/** Who has these e-mails, badges and personal numbers: all of a batch in one look. Ids stand for themselves. */
export async function findUserIds(
  queryable: Queryable,
  unitId: number,
  named: readonly NamedUser[],
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  const wanted = new Map(named.filter(({ by }) => by !== 'userId').map((each) => [namedKey(each), each]));
  for (const each of named.filter(({ by }) => by === 'userId')) found.set(namedKey(each), Number(each.value));
  if (wanted.size === 0) return found;
  const rows = await queryable.query<{ key: string; value: string; id: number }>({
    name: 'find-users-by-key',
    text: `select k.key, k.value, k.record_id as id from unnest($2::text[], $3::text[]) as w(key, value)
           join record_keys k on k.unit_id = $1 and k.entity = 'users' and k.key = w.key and k.value = w.value`,
    values: [unitId, [...wanted.values()].map(({ by }) => by), [...wanted.values()].map(({ value }) => value)],
  });
  for (const { key, value, id } of rows) found.set(`${key}/${value}`, id);
  return found;
}
