import type { Transaction } from '../database/database.ts';

/**
 * Holds every other change of the unit's configuration back until the transaction ends, so that what was checked together is written together.
 * Business transactions only read the version and are not held back. False: there is no such unit.
 */
export async function lockConfiguration(transaction: Transaction, unitId: number): Promise<boolean> {
  const rows = await transaction.query({ text: 'select from units where unit_id = $1 for update', values: [unitId] });
  return rows.length > 0;
}

/** Which of these connections still have messages on their way. */
export async function connectionsInUse(
  transaction: Transaction,
  unitId: number,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  const rows = await transaction.query<{ name: string }>({
    text: `select name from unnest($2::text[]) as name where exists (
             select from deliveries where unit_id = $1 and connection = name
               and state in ('queued', 'waiting', 'held', 'awaiting'))`,
    values: [unitId, names],
  });
  return new Set(rows.map(({ name }) => name));
}

/** Changes what is named of the unit itself. */
export async function writeUnit(
  transaction: Transaction,
  unitId: number,
  unit: { readonly name?: string; readonly zone?: string; readonly locale?: string },
): Promise<void> {
  await transaction.query({
    text: `update units set name = coalesce($2, name), zone = coalesce($3, zone), locale = coalesce($4, locale) where unit_id = $1`,
    values: [unitId, unit.name ?? null, unit.zone ?? null, unit.locale ?? null],
  });
}
