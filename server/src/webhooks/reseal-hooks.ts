import type { SecretKeys } from '../configuration/seal.ts';
import type { Transaction } from '../database/database.ts';
import { resealHooks } from './hook-store.ts';
import { openVault, sealVault } from './hook-vault.ts';
import { resealSigningKeys } from './key-store.ts';

/** Seals the hooks' secrets and the unit's signing keys anew, where an older key has sealed them; resolves to how many. Run at start, after a rotation. */
export async function resealHookSecrets(transaction: Transaction, unitId: number, keys: SecretKeys): Promise<number> {
  const hooks = await resealHooks(transaction, unitId, (id, sealed) => {
    const vault = keys.isCurrent(sealed) ? undefined : openVault(keys, unitId, id, sealed);
    return vault && sealVault(keys, unitId, id, vault);
  });
  return hooks + (await resealSigningKeys(transaction, unitId, keys));
}
