import { raiseAlerts, resolveAlerts } from '../alerts/store.ts';
import type { SecretKeys } from '../configuration/seal.ts';
import { readSecrets } from '../configuration/secret-store.ts';
import type { Transaction } from '../database/database.ts';

const key = 'secret-locked';

export interface LockedSecrets {
  readonly names: readonly string[];
  /** A sentence; undefined where every secret opens. */
  readonly text: string | undefined;
}

/** Looks whether the keys at hand open every secret of a unit. What they do not open is an alert, which ends by itself as soon as all of them do. */
export async function noteLockedSecrets(
  transaction: Transaction,
  unitId: number,
  keys: SecretKeys,
): Promise<LockedSecrets> {
  const { locked: names } = await readSecrets(transaction, unitId, keys);
  if (names.length === 0) {
    await resolveAlerts(transaction, unitId, [key], 'Gangway');
    return { names, text: undefined };
  }
  const text = `The secret key does not open ${names.map((name) => JSON.stringify(name)).join(', ')}. Start with the right key (GANGWAY_SECRET_KEY, or secret.key in the data folder), or give the secrets again.`;
  await raiseAlerts(transaction, [{ unitId, key, kind: 'secret-locked', text }]);
  return { names, text };
}
