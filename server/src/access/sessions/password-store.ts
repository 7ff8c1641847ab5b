import type { Transaction } from '../../database/database.ts';

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

/**
 * Whether this is the user's password still, and it stays so until the transaction ends: whoever changes it meanwhile waits, and then ends the session that is made here.
 */
export async function holdPassword(
  transaction: Transaction,
  unitId: number,
  userId: number,
  hash: string,
): Promise<boolean> {
  const rows = await transaction.query({
    text: 'select from passwords where unit_id = $1 and user_id = $2 and hash = $3 for no key update',
    values: [unitId, userId, hash],
  });
  return rows.length > 0;
}

/** The same password, hashed with what is asked today. The caller holds it. */
export async function renewHash(transaction: Transaction, unitId: number, userId: number, hash: string): Promise<void> {
  await transaction.query({
    text: 'update passwords set hash = $3 where unit_id = $1 and user_id = $2',
    values: [unitId, userId, hash],
  });
}
