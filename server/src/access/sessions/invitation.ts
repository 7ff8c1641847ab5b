import { randomBytes } from 'node:crypto';
import type { Transaction } from '../../database/database.ts';
import { newId } from '../../database/uuid.ts';
import { Refusal } from '../../errors.ts';
import { writeAudit } from '../audit-store.ts';
import { hashSecret, isSecretOf, newSecret, readCredential, secretBytes, writeCredential } from './credential.ts';
import { findInvitation, useInvitation, writeInvitation } from './invitation-store.ts';
import { checkPassword, setPassword } from './set-password.ts';
import { openSession, type OpenedSession, type Peer, type SignInParts } from './sign-in.ts';
import { readSignInUser } from './user-store.ts';

/** Long enough for a mail that is read after a weekend. */
export const invitationMs = 72 * 3_600_000;

export interface Invitation {
  /** What stands behind `/welcome#`. The part behind # is sent to no server and stands in no log. */
  readonly code: string;
  readonly expiresAt: Date;
}

/** A link with which the user sets a password, once; it takes the place of the user's earlier one. */
export async function makeInvitation(
  transaction: Transaction,
  unitId: number,
  {
    userId,
    login,
    who,
    now,
  }: { readonly userId: number; readonly login: string; readonly who: string; readonly now: Date },
): Promise<Invitation> {
  const id = newId();
  const secret = newSecret(randomBytes(secretBytes));
  const expiresAt = new Date(now.getTime() + invitationMs);
  await writeInvitation(transaction, unitId, { id, userId, hash: hashSecret(secret), createdBy: who, expiresAt });
  await writeAudit(transaction, unitId, { who, what: 'invitation-made', detail: { userId, login, expiresAt } });
  return { code: writeCredential({ unitId, id, secret }), expiresAt };
}

/** Sets the password that the link is for, and signs in; a second factor is asked for all the same. */
export async function redeemInvitation(
  { database, signIn }: SignInParts,
  { code, password, peer }: { readonly code: string; readonly password: string; readonly peer: Peer },
): Promise<OpenedSession> {
  const credential = readCredential(code);
  const found = credential && (await findInvitation(database, credential.unitId, credential.id));
  if (credential === undefined || found === undefined || !isSecretOf(credential.secret, found.hash))
    return refuseLink();
  const { unitId, id } = credential;
  const user = await readSignInUser(database, unitId, found.userId);
  if (found.expired || user === undefined || user.isDisabled) return refuseLink();
  checkPassword(password, user);
  const hash = await signIn.hasher.hash(password);
  return database.transaction(async (transaction) => {
    if (!(await useInvitation(transaction, unitId, id))) return refuseLink();
    const { login, name: who, id: userId } = user;
    await writeAudit(transaction, unitId, {
      who,
      what: 'invitation-used',
      detail: { userId, login, madeBy: found.createdBy },
    });
    await setPassword(transaction, unitId, { userId, login, hash, who, by: 'invitation' });
    const state = user.secondFactor ? 'second-factor' : 'signed-in';
    return openSession(transaction, user, { way: 'invitation', state, peer });
  });
}

function refuseLink(): never {
  throw new Refusal(
    'sign-in-refused',
    'This link was used before, is too old, or was not copied whole. Ask an administrator for a new one.',
  );
}
