import type { Queryable, Transaction } from '../../database/database.ts';

/** undefined: nothing is kept under this name. */
export async function readPreference(
  queryable: Queryable,
  unitId: number,
  userId: number,
  key: string,
): Promise<{ readonly value: unknown } | undefined> {
  const [row] = await queryable.query<{ value: unknown }>({
    text: 'select value from preferences where unit_id = $1 and user_id = $2 and key = $3',
    values: [unitId, userId, key],
  });
  return row;
}

/** `text` is JSON. Resolves to how many the user has then. */
export async function writePreference(
  transaction: Transaction,
  unitId: number,
  userId: number,
  { key, text }: { readonly key: string; readonly text: string },
): Promise<number> {
  await transaction.query({
    text: `insert into preferences (unit_id, user_id, key, value) values ($1, $2, $3, $4::json)
           on conflict (unit_id, user_id, key) do update set value = excluded.value, updated_at = now()`,
    values: [unitId, userId, key, text],
  });
  const [row] = await transaction.query<{ count: number }>({
    text: 'select count(*)::integer as count from preferences where unit_id = $1 and user_id = $2',
    values: [unitId, userId],
  });
  return row?.count ?? 0;
}

export async function deletePreference(
  queryable: Queryable,
  unitId: number,
  userId: number,
  key: string,
): Promise<void> {
  await queryable.query({
    text: 'delete from preferences where unit_id = $1 and user_id = $2 and key = $3',
    values: [unitId, userId, key],
  });
}
