import type { Queryable, Transaction } from '../database/database.ts';

/** Keeps every other transaction from taking an administrator out of the unit until this one ends. */
export async function lockAdministrators(transaction: Transaction, unitId: number): Promise<void> {
  await transaction.query({
    text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
    values: [`administrators/${unitId}`],
  });
}

/** Whether the unit has an enabled administrator beside this user. */
export async function otherAdministrators(queryable: Queryable, unitId: number, userId: number): Promise<boolean> {
  const rows = await queryable.query({
    text: `select from records r where r.unit_id = $1 and r.entity = 'users' and r.id <> $2 and r.deleted_at is null
             and r.data -> 'groups' @> '["Administrators"]' and r.data -> 'isDisabled' is distinct from 'true'::jsonb limit 1`,
    values: [unitId, userId],
  });
  return rows.length > 0;
}
