import { randomBytes } from 'node:crypto';
import type { SecretKeys } from '../../configuration/seal.ts';
import type { Database, Transaction } from '../../database/database.ts';
import { newId } from '../../database/uuid.ts';
import { Refusal } from '../../errors.ts';
import { writeAudit } from '../audit-store.ts';
import type { RefusalAudit } from '../refusal-audit.ts';
import { type Attempt, ofAddress, ofLogin, ofSecondFactor, takeAttempt, waitSentence } from './count-attempts.ts';
import { hashSecret, newSecret, secretBytes, writeCredential } from './credential.ts';
import type { SessionTerms } from './judge-session.ts';
import type { SignInElsewhere } from './oidc.ts';
import type { PasswordHasher } from './password-hash.ts';
import { holdPassword, renewHash } from './password-store.ts';
import { takeCode, type TakenCode } from './second-factor.ts';
import { endSession, insertSession, type SessionRow, type SessionState, type SignInWay } from './session-store.ts';
import { findSignInUsers, type SignInUser } from './user-store.ts';

/** What signing in is made of, besides the database: one for each process. */
export interface SignIn {
  readonly hasher: PasswordHasher;
  readonly terms: SessionTerms;
  /** Passwords are taken (GANGWAY_PASSWORDS). */
  readonly passwords: boolean;
  readonly oidc: SignInElsewhere | undefined;
  /** Failed attempts, counted for the audit. */
  readonly refusals: RefusalAudit;
}

/** Who is at the other end. */
export interface Peer {
  readonly address: string;
  /** As the browser names itself. */
  readonly browser: string;
}

export interface SignInParts {
  readonly database: Database;
  readonly keys: SecretKeys;
  readonly signIn: SignIn;
  readonly now: () => Date;
}

/** A session that was just made; the cookie is shown to the browser only. */
export interface OpenedSession {
  readonly unitId: number;
  readonly id: string;
  readonly userId: number;
  readonly cookie: string;
  readonly state: SessionState;
}

export interface Opening {
  readonly way: SignInWay;
  readonly state: SessionState;
  readonly peer: Peer;
  /** The code that was given after the password. */
  readonly code?: TakenCode;
}

/** Makes a session of its own for every sign-in: a cookie that somebody slipped in before is worth nothing afterwards. */
export async function openSession(
  transaction: Transaction,
  user: Pick<SignInUser, 'unitId' | 'id' | 'name'>,
  { way, state, peer, code }: Opening,
): Promise<OpenedSession> {
  const { unitId, id: userId, name: who } = user;
  const id = newId();
  const secret = newSecret(randomBytes(secretBytes));
  await insertSession(transaction, unitId, { id, userId, hash: hashSecret(secret), state, way, ...peer });
  if (state === 'signed-in') {
    const factor = code === undefined ? {} : { secondFactor: code.kind };
    const detail = { userId, sessionId: id, way, ...factor, address: peer.address };
    await writeAudit(transaction, unitId, { who, what: 'signed-in', detail });
  }
  if (code?.kind === 'recovery') {
    await writeAudit(transaction, unitId, { who, what: 'recovery-code-used', detail: { userId, left: code.left } });
  }
  return { unitId, id, userId, cookie: writeCredential({ unitId, id, secret }), state };
}

/** Login (or e-mail) and password. Wrong in whatever way: the same sentence after the same work, so nobody learns which users there are. */
export async function signInByPassword(
  parts: SignInParts,
  { login, password, peer }: { readonly login: string; readonly password: string; readonly peer: Peer },
): Promise<OpenedSession> {
  const { database, signIn } = parts;
  const attempt = await takeAttempt(database, [ofAddress(peer.address), ofLogin(login)], parts.now());
  const { user, outdated } = await comparePassword(parts, login, password).catch(async (error: unknown) => {
    await attempt.giveBack();
    throw error;
  });
  const sentence = 'Login or password is wrong.';
  if (user === undefined || user.isDisabled) return refuseAttempt(parts, attempt, { sentence, peer, user });
  const { unitId, id, passwordHash, secondFactor } = user;
  const renewed = outdated ? await signIn.hasher.hash(password) : undefined;
  const opened = await database.transaction(async (transaction) => {
    if (!(await holdPassword(transaction, unitId, id, passwordHash ?? ''))) return undefined;
    await attempt.succeeded(transaction);
    if (renewed !== undefined) await renewHash(transaction, unitId, id, renewed);
    return openSession(transaction, user, {
      way: 'password',
      state: secondFactor ? 'second-factor' : 'signed-in',
      peer,
    });
  });
  return opened ?? refuseAttempt(parts, attempt, { sentence, peer, user });
}

/** The user whose password it is; compares once at least, whoever is there. */
async function comparePassword(
  { database, signIn }: SignInParts,
  login: string,
  password: string,
): Promise<{ readonly user: SignInUser | undefined; readonly outdated: boolean }> {
  const users = (await findSignInUsers(database, login)).filter(({ passwordHash }) => passwordHash !== null);
  for (const user of users) {
    const { ok, outdated } = await signIn.hasher.verify(password, user.passwordHash ?? undefined);
    if (ok) return { user, outdated };
  }
  if (users.length === 0) await signIn.hasher.verify(password, undefined);
  return { user: undefined, outdated: false };
}

/** The code after the password. The session that waited for it ends, a new one begins. */
export async function giveSecondFactor(
  parts: SignInParts,
  waiting: SessionRow,
  { code: typed, peer }: { readonly code: string; readonly peer: Peer },
): Promise<OpenedSession> {
  const { database, keys } = parts;
  const { unitId, userId, way, userName } = waiting;
  const user = { unitId, id: userId, name: userName ?? '' };
  const subjects = [ofAddress(peer.address), ofSecondFactor(unitId, userId)];
  const attempt = await takeAttempt(database, subjects, parts.now());
  const opened = await database.transaction(async (transaction) => {
    const code = await takeCode(transaction, keys, { unitId, userId, code: typed, now: parts.now() });
    const reason = 'The code was given.';
    if (code === undefined || !(await endSession(transaction, unitId, { id: waiting.id, userId, reason }))) return;
    await attempt.succeeded(transaction);
    return openSession(transaction, user, { way, state: 'signed-in', peer, code });
  });
  const sentence = 'The code is wrong, or was used before. Wait for the next one, or take a recovery code.';
  return opened ?? refuseAttempt(parts, attempt, { sentence, peer, user });
}

interface FailedAttempt {
  readonly sentence: string;
  readonly peer: Peer;
  /** undefined: there is no such user, or it is not known whether it is that one. */
  readonly user: Pick<SignInUser, 'unitId' | 'name'> | undefined;
}

/** Notes it in the audit, and says when the next attempt may be made where it has to wait. */
export async function refuseAttempt(
  { signIn, now }: SignInParts,
  attempt: Attempt,
  { sentence, peer, user }: FailedAttempt,
): Promise<never> {
  const { address } = peer;
  const common = { unitId: user?.unitId, userName: user?.name, address, method: 'POST', path: '/api/v1/session' };
  await signIn.refusals.note({ ...common, reason: sentence });
  if (attempt.waitMs === 0) throw new Refusal('sign-in-refused', sentence);
  if (attempt.locks)
    await signIn.refusals.note({ ...common, reason: 'Too many attempts have failed: the next ones have to wait.' });
  throw new Refusal('sign-in-refused', `${sentence} ${waitSentence(attempt.waitMs, now())}`);
}
