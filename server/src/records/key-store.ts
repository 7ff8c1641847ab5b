import type { Transaction } from '../database/database.ts';
import type { UniqueKey } from './unique-keys.ts';

/** A value that another record has already. */
export interface TakenKey extends UniqueKey {
  readonly takenBy: number;
}

/** Claims values that no two records of the entity may share; waits for others who are claiming the same. Gives those that are taken. */
export async function claimKeys(
  transaction: Transaction,
  unitId: number,
  entity: string,
  id: number,
  keys: readonly UniqueKey[],
): Promise<TakenKey[]> {
  const taken: TakenKey[] = [];
  for (const each of keys.toSorted((left, right) => (left.key < right.key ? -1 : 1))) {
    const [row] = await transaction.query<{ id: number }>({
      name: 'claim-record-key',
      // A no-op update instead of nothing: it gives the owner, also of a row that this statement's snapshot does not see yet.
      text: `insert into record_keys as k (unit_id, entity, key, value, record_id) values ($1, $2, $3, $4, $5)
             on conflict (unit_id, entity, key, value) do update set record_id = k.record_id returning record_id as id`,
      values: [unitId, entity, each.key, each.value, id],
    });
    if (row !== undefined && row.id !== id) taken.push({ ...each, takenBy: row.id });
  }
  return taken;
}

export async function releaseKeys(
  transaction: Transaction,
  unitId: number,
  entity: string,
  keys: readonly UniqueKey[],
): Promise<void> {
  if (keys.length === 0) return;
  await transaction.query({
    name: 'release-record-keys',
    text: `delete from record_keys where unit_id = $1 and entity = $2
           and (key, value) in (select * from unnest($3::text[], $4::text[]))`,
    values: [unitId, entity, keys.map(({ key }) => key), keys.map(({ value }) => value)],
  });
}
