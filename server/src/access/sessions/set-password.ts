import type { Transaction } from '../../database/database.ts';
import { Refusal } from '../../errors.ts';
import { writeAudit } from '../audit-store.ts';
import { dropInvitation } from './invitation-store.ts';
import { type PasswordOwner, passwordFault } from './password-rules.ts';
import { writePassword } from './password-store.ts';
import { endSessionsOf } from './session-store.ts';
import { finishSetUp } from './set-up-store.ts';

/** Refuses (`invalid-body`) a password that is none, with the fault at its place. */
export function checkPassword(password: string, owner: PasswordOwner): void {
  const fault = passwordFault(password, owner);
  if (fault !== undefined) throw new Refusal('invalid-body', fault.message, [fault]);
}

export interface PasswordChange {
  readonly userId: number;
  readonly login: string;
  readonly hash: string;
  /** Whose word it was. */
  readonly who: string;
  readonly by: 'self' | 'invitation' | 'set-up' | 'GANGWAY_ADMIN_PASSWORD' | 'gangway password';
  /** The session that goes on; all others end. */
  readonly except?: string | undefined;
}

/** A new password: whoever was signed in with the old one is so no more, and the installation is set up. Resolves to how many sessions have ended. */
export async function setPassword(transaction: Transaction, unitId: number, change: PasswordChange): Promise<number> {
  const { userId, login, hash, who, by, except } = change;
  await writePassword(transaction, unitId, userId, hash);
  const reason = 'The password was changed.';
  const sessionsEnded = await endSessionsOf(transaction, unitId, userId, { reason, except });
  await dropInvitation(transaction, unitId, userId);
  await finishSetUp(transaction);
  await writeAudit(transaction, unitId, {
    who,
    what: 'password-changed',
    detail: { userId, login, by, sessionsEnded },
  });
  return sessionsEnded;
}
