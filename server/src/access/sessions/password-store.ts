import type { Queryable, Transaction } from '../../database/database.ts';

/** A new password: `set_at` says since when. */
export async function writePassword(
  transaction: Transaction,
  unitId: number,
  userId: number,
  hash: string,
): Promise<void> {
  await transaction.query({
    text: `insert into passwords (unit_id, user_id, hash) values ($1, $2, $3)
           on conflict (unit_id, user_id) do update set hash = excluded.hash, set_at = now()`,
    values: [unitId, userId, hash],
  });
}

/** The same password, hashed with what is asked today; one that was changed meanwhile stays. */
export async function renewHash(
  queryable: Queryable,
  unitId: number,
  userId: number,
  { before, after }: { readonly before: string; readonly after: string },
): Promise<void> {
  await queryable.query({
    text: 'update passwords set hash = $4 where unit_id = $1 and user_id = $2 and hash = $3',
    values: [unitId, userId, before, after],
  });
}
