import { hostname } from 'node:os';
import { writeAudit } from '../access/audit-store.ts';
import { forgetAttempts } from '../access/sessions/attempt-store.ts';
import { ofLogin, ofSecondFactor } from '../access/sessions/count-attempts.ts';
import { makeInvitation } from '../access/sessions/invitation.ts';
import { PasswordHasher } from '../access/sessions/password-hash.ts';
import { removeSecondFactor } from '../access/sessions/second-factor-store.ts';
import { checkPassword, setPassword } from '../access/sessions/set-password.ts';
import { findSignInUsers, type SignInUser } from '../access/sessions/user-store.ts';
import { publicUrl, readConfig } from '../config.ts';
import type { Database, Transaction } from '../database/database.ts';
import { refuse } from '../errors.ts';
import { accountName, withDatabaseOfServer } from './recover-token.ts';

export interface PasswordRecovery {
  readonly unit: number | undefined;
  readonly login: string;
  readonly removeSecondFactor: boolean;
}

const by = 'gangway password';
const whoHere = (): string => `${accountName()} on ${hostname()}`;

/** Sets the password of a user in the database itself; what was held against the login is forgotten. */
export async function recoverPassword(recovery: PasswordRecovery, password: string): Promise<void> {
  await withDatabaseOfServer(by, async (database) => {
    const user = await userOf(database, recovery);
    checkPassword(password, user);
    const hash = await new PasswordHasher().hash(password);
    await database.transaction(async (transaction) => {
      const { id: userId, login } = user;
      await setPassword(transaction, user.unitId, { userId, login, hash, who: whoHere(), by });
      await letIn(transaction, user, recovery);
    });
  });
}

/** Makes a one-time link for a user in the database itself. */
export async function recoverLink(recovery: PasswordRecovery): Promise<{ url: string; expiresAt: Date }> {
  const { config } = readConfig();
  return withDatabaseOfServer(by, async (database) => {
    const user = await userOf(database, recovery);
    return database.transaction(async (transaction) => {
      const invitation = { userId: user.id, login: user.login, who: whoHere(), now: new Date() };
      const { code, expiresAt } = await makeInvitation(transaction, user.unitId, invitation);
      await letIn(transaction, user, recovery);
      return { url: `${publicUrl(config, config.port)}/welcome#${code}`, expiresAt };
    });
  });
}

async function userOf(database: Database, { unit, login }: PasswordRecovery): Promise<SignInUser> {
  const unitId = unit ?? readConfig().config.unit;
  const users = await findSignInUsers(database, login, ['login']);
  const user = users.find((each) => each.unitId === unitId);
  if (user === undefined) refuse('not-found', `Unit ${unitId} has no user with the login ${JSON.stringify(login)}.`);
  if (user.isDisabled) refuse('illegal-state', `The user ${JSON.stringify(login)} is disabled.`);
  return user;
}

async function letIn(transaction: Transaction, user: SignInUser, { removeSecondFactor: remove }: PasswordRecovery) {
  const { unitId, id: userId, login } = user;
  await forgetAttempts(transaction, ofLogin(login).key);
  await forgetAttempts(transaction, ofSecondFactor(unitId, userId).key);
  if (!remove || !(await removeSecondFactor(transaction, unitId, userId))) return;
  await writeAudit(transaction, unitId, { who: whoHere(), what: 'second-factor-off', detail: { userId, login, by } });
}
