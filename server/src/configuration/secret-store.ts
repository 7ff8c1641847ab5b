import type { Queryable, Transaction } from '../database/database.ts';
import type { SecretKeys } from './seal.ts';

/** A secret as it is used: opened, with the hosts (host:port) that it may be sent to; null: no connection names it yet. */
export interface Secret {
  readonly name: string;
  readonly value: string;
  readonly hosts: readonly string[] | null;
}

interface SecretRow {
  readonly name: string;
  readonly sealed: Buffer;
  readonly hosts: string[] | null;
}

const placeOf = (unitId: number, name: string): string => `${unitId}/${name}`;

async function readRows(queryable: Queryable, unitId: number): Promise<SecretRow[]> {
  return queryable.query<SecretRow & object>({
    name: 'read-secrets',
    text: 'select name, sealed, hosts from secrets where unit_id = $1 order by name',
    values: [unitId],
  });
}

/** Opens the unit's secrets. Those that no key at hand opens are named in `locked`: the start said so, and messages that need them wait. */
export async function readSecrets(
  queryable: Queryable,
  unitId: number,
  keys: SecretKeys,
): Promise<{ readonly secrets: Map<string, Secret>; readonly locked: string[] }> {
  const secrets = new Map<string, Secret>();
  const locked: string[] = [];
  for (const { name, sealed, hosts } of await readRows(queryable, unitId)) {
    const value = keys.open(sealed, placeOf(unitId, name));
    if (value === undefined) locked.push(name);
    else secrets.set(name, { name, value, hosts });
  }
  return { secrets, locked };
}

/** Names and hosts, never values: what lists and exports may show. */
export async function listSecrets(
  queryable: Queryable,
  unitId: number,
): Promise<{ name: string; hosts: string[] | null; updatedAt: Date; updatedBy: string }[]> {
  return queryable.query({
    text: `select name, hosts, updated_at as "updatedAt", updated_by as "updatedBy" from secrets where unit_id = $1 order by name`,
    values: [unitId],
  });
}

export async function writeSecret(
  transaction: Transaction,
  unitId: number,
  secret: Secret,
  keys: SecretKeys,
  by: string,
): Promise<void> {
  await transaction.query({
    text: `insert into secrets (unit_id, name, sealed, hosts, updated_by) values ($1, $2, $3, $4, $5)
           on conflict (unit_id, name) do update
             set sealed = excluded.sealed, hosts = excluded.hosts, updated_at = now(), updated_by = excluded.updated_by`,
    values: [unitId, secret.name, keys.seal(secret.value, placeOf(unitId, secret.name)), secret.hosts, by],
  });
}

/** Binds a secret that no connection had named before; one that is bound already keeps its hosts. */
export async function bindSecret(
  transaction: Transaction,
  unitId: number,
  name: string,
  hosts: readonly string[],
): Promise<void> {
  await transaction.query({
    text: 'update secrets set hosts = $3 where unit_id = $1 and name = $2 and hosts is null',
    values: [unitId, name, hosts],
  });
}

/** Seals anew what an older key has sealed; resolves to how many. Run at start, after a rotation. */
export async function resealSecrets(transaction: Transaction, unitId: number, keys: SecretKeys): Promise<number> {
  let count = 0;
  for (const { name, sealed, hosts } of await readRows(transaction, unitId)) {
    if (keys.isCurrent(sealed)) continue;
    const value = keys.open(sealed, placeOf(unitId, name));
    if (value === undefined) continue;
    await writeSecret(transaction, unitId, { name, value, hosts }, keys, 'key rotation');
    count += 1;
  }
  return count;
}
