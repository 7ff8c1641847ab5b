import type { Transaction } from '../database/database.ts';

/** Keeps two processes that start together from making the first unit twice; held until the transaction ends. */
export async function lockUnits(transaction: Transaction): Promise<void> {
  await transaction.query({ text: `select pg_advisory_xact_lock(hashtextextended('units', 0))` });
}

/** The unit with the lowest id, and the first of its users who is an administrator. */
export async function readFirstUnit(
  transaction: Transaction,
): Promise<{ readonly unitId: number; readonly administratorId: number | null } | undefined> {
  const [row] = await transaction.query<{ unitId: number; administratorId: number | null }>({
    text: `select u.unit_id as "unitId", (
             select min(r.id) from records r
             where r.unit_id = u.unit_id and r.entity = 'users' and r.deleted_at is null
               and r.data -> 'groups' @> '["Administrators"]'
           ) as "administratorId"
           from units u order by u.unit_id limit 1`,
  });
  return row;
}

export async function insertUnit(
  transaction: Transaction,
  unit: { readonly unitId: number; readonly name: string; readonly zone: string; readonly locale: string },
): Promise<void> {
  await transaction.query({
    text: 'insert into units (unit_id, name, zone, locale) values ($1, $2, $3, $4)',
    values: [unit.unitId, unit.name, unit.zone, unit.locale],
  });
}
