import { randomBytes } from 'node:crypto';
import type { SecretKeys } from '../../configuration/seal.ts';
import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../errors.ts';
import { hashSecret } from './credential.ts';
import { humanCode, humanCodeBytes, normalCode } from './human-code.ts';
import {
  readSecondFactor,
  resealSecondFactors,
  type SecondFactorRow,
  takeRecoveryCode,
  takeStep,
} from './second-factor-store.ts';
import { matchingStep } from './totp.ts';

const placeOf = (unitId: number, userId: number): string => `${unitId}/second-factor/${userId}`;

export function sealFactor(keys: SecretKeys, unitId: number, userId: number, secret: Uint8Array): Buffer {
  return keys.seal(Buffer.from(secret).toString('base64'), placeOf(unitId, userId));
}

export function openFactor(
  keys: SecretKeys,
  unitId: number,
  userId: number,
  { sealed }: Pick<SecondFactorRow, 'sealed'>,
): Buffer {
  const text = keys.open(sealed, placeOf(unitId, userId));
  if (text !== undefined) return Buffer.from(text, 'base64');
  return refuse(
    'secret-missing',
    'No key at hand opens the secret of this second factor. An administrator can take it away, so that you sign in without it and set up a new one.',
  );
}

/** After a rotation of the key; resolves to how many were sealed anew. */
export function resealFactors(transaction: Transaction, unitId: number, keys: SecretKeys): Promise<number> {
  return resealSecondFactors(transaction, unitId, (userId, sealed) => {
    const text = keys.isCurrent(sealed) ? undefined : keys.open(sealed, placeOf(unitId, userId));
    return text === undefined ? undefined : keys.seal(text, placeOf(unitId, userId));
  });
}

const recoveryCodes = 10;

/** Shown once, when the second factor is switched on: each lets in once, for a lost telephone. */
export function newRecoveryCodes(): { readonly codes: readonly string[]; readonly hashes: readonly Buffer[] } {
  const codes = Array.from({ length: recoveryCodes }, () => humanCode(randomBytes(humanCodeBytes), 4));
  // 78 random bits: their plain hash cannot be searched.
  return { codes, hashes: codes.map((code) => hashSecret(normalCode(code))) };
}

/** How a code has let in. */
export type TakenCode = { readonly kind: 'authenticator' } | { readonly kind: 'recovery'; readonly left: number };

/** Compares a code of the authenticator, or a recovery code, and takes it, so that it is never good again; undefined: it is not right. */
export async function takeCode(
  transaction: Transaction,
  keys: SecretKeys,
  { unitId, userId, code, now }: { unitId: number; userId: number; code: string; now: Date },
): Promise<TakenCode | undefined> {
  const factor = await readSecondFactor(transaction, unitId, userId);
  if (factor === undefined || factor.confirmedAt === null) return undefined;
  const typed = normalCode(code);
  if (/^\d{6}$/.test(typed)) {
    const secret = openFactor(keys, unitId, userId, factor);
    const step = matchingStep(secret, typed, now, factor.lastStep);
    const taken = step !== undefined && (await takeStep(transaction, unitId, userId, step));
    return taken ? { kind: 'authenticator' } : undefined;
  }
  const left = await takeRecoveryCode(transaction, unitId, userId, hashSecret(typed));
  return left === undefined ? undefined : { kind: 'recovery', left };
}
