import type { SecretKeys } from '../configuration/seal.ts';
import type { Queryable, Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { newSigningKey } from './signing-key.ts';

/** One of the unit's ed25519 keys, without its secret. */
export interface PublicKeyRow {
  readonly id: string;
  /** `whpk_...` */
  readonly public: string;
  readonly createdAt: Date;
  /** Until when it signs beside its successor; null: it is the present one. */
  readonly retiresAt: Date | null;
}

export interface SigningKeyRow extends PublicKeyRow {
  readonly sealed: Buffer;
}

const placeOf = (unitId: number, id: string): string => `${unitId}/hook-key/${id}`;

/** Those that sign now, the newest first. */
export async function readSigningKeys(queryable: Queryable, unitId: number): Promise<SigningKeyRow[]> {
  return queryable.query<SigningKeyRow & object>({
    name: 'read-signing-keys',
    text: `select id, public, sealed, created_at as "createdAt", retires_at as "retiresAt" from hook_keys
           where unit_id = $1 and (retires_at is null or retires_at > now()) order by id desc`,
    values: [unitId],
  });
}

/** `whsk_...`; undefined: no key at hand opens it. */
export const openSigningKey = (keys: SecretKeys, unitId: number, { id, sealed }: SigningKeyRow): string | undefined =>
  keys.open(sealed, placeOf(unitId, id));

/** Makes the unit's first key where there is none. The caller holds the lock of raiseHooksVersion. */
export async function ensureSigningKey(transaction: Transaction, unitId: number, keys: SecretKeys): Promise<void> {
  if ((await readSigningKeys(transaction, unitId)).length === 0) await makeSigningKey(transaction, unitId, keys, 0);
}

/** Makes the unit's first key where there is none, or a new one beside those that are there. The caller holds the lock of raiseHooksVersion. */
export async function makeSigningKey(
  transaction: Transaction,
  unitId: number,
  keys: SecretKeys,
  overlapMs: number,
): Promise<void> {
  await transaction.query({
    text: `update hook_keys set retires_at = least(coalesce(retires_at, 'infinity'), now() + $2 * interval '1 millisecond')
           where unit_id = $1 and (retires_at is null or retires_at > now())`,
    values: [unitId, overlapMs],
  });
  const id = newId();
  const pair = newSigningKey();
  await transaction.query({
    text: 'insert into hook_keys (unit_id, id, public, sealed) values ($1, $2, $3, $4)',
    values: [unitId, id, pair.public, keys.seal(pair.secret, placeOf(unitId, id))],
  });
}

/** Seals anew what an older key has sealed; resolves to how many. */
export async function resealSigningKeys(transaction: Transaction, unitId: number, keys: SecretKeys): Promise<number> {
  let count = 0;
  for (const row of await readSigningKeys(transaction, unitId)) {
    const secret = keys.isCurrent(row.sealed) ? undefined : openSigningKey(keys, unitId, row);
    if (secret === undefined) continue;
    await transaction.query({
      text: 'update hook_keys set sealed = $3 where unit_id = $1 and id = $2',
      values: [unitId, row.id, keys.seal(secret, placeOf(unitId, row.id))],
    });
    count += 1;
  }
  return count;
}
