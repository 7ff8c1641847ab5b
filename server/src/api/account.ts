import { Type } from 'typebox';
import { writeAudit } from '../access/audit-store.ts';
import type { Caller } from '../access/caller.ts';
import { ofAccount, takeAttempt } from '../access/sessions/count-attempts.ts';
import { describeBrowser } from '../access/sessions/describe-browser.ts';
import { endSession, listSessions } from '../access/sessions/session-store.ts';
import { checkPassword, setPassword } from '../access/sessions/set-password.ts';
import { readSignInUser, type SignInUser } from '../access/sessions/user-store.ts';
import { Refusal, refuse } from '../errors.ts';
import { operation } from './operation.ts';
import type { ApiParts } from './parts.ts';
import { Moment, PageOf } from './schemas.ts';
import { NewPassword } from './welcome.ts';

const tag = 'Own account';

/** Refuses what is not the user's present password; failures are counted, so that a stolen session is no way to find it out. */
export async function checkOwnPassword(
  { database, signIn, now }: Pick<ApiParts, 'database' | 'signIn' | 'now'>,
  { unitId, userId }: Pick<Caller, 'unitId' | 'userId'>,
  { password, path }: { readonly password: string; readonly path: string },
): Promise<SignInUser> {
  const user = await readSignInUser(database, unitId, userId);
  if (user === undefined) return refuse('unauthenticated', 'Your user was deleted.');
  if (user.passwordHash === null) {
    return refuse(
      'illegal-state',
      'You have no password. An administrator can send you a link with which you set one.',
    );
  }
  const attempt = await takeAttempt(database, [ofAccount(unitId, userId)], now());
  const { ok } = await signIn.hasher.verify(password, user.passwordHash).catch(async (error: unknown) => {
    await attempt.giveBack();
    throw error;
  });
  const message = 'This is not your present password.';
  if (!ok) throw new Refusal('invalid-body', message, [{ path, message }]);
  await database.transaction((transaction) => attempt.succeeded(transaction));
  return user;
}

export const changePassword = operation({
  id: 'changeOwnPassword',
  tag,
  summary: 'Gives oneself a new password.',
  description: 'All other sessions of the user end; the present one goes on.',
  body: Type.Object(
    {
      current: Type.String({ minLength: 1, maxLength: 1000, examples: ['four words by chance'] }),
      password: NewPassword,
    },
    { additionalProperties: false },
  ),
  answers: {
    200: Type.Object(
      { passwordSetAt: Moment, sessionsEnded: Type.Integer({ description: 'How many other sessions were ended.' }) },
      { description: 'The new password counts.' },
    ),
  },
  refusals: ['locked-out', 'busy', 'illegal-state'],
  handle: async ({ parts, caller, body }) => {
    const { database, signIn } = parts;
    const { unitId, userId, name: who, sessionId } = caller;
    const user = await checkOwnPassword(parts, caller, { password: body.current, path: 'current' });
    checkPassword(body.password, user);
    const hash = await signIn.hasher.hash(body.password);
    const except = sessionId ?? undefined;
    const sessionsEnded = await database.transaction((transaction) =>
      setPassword(transaction, unitId, { userId, login: user.login, hash, who, by: 'self', except }),
    );
    const passwordSetAt = (await readSignInUser(database, unitId, userId))?.passwordSetAt;
    return { body: { passwordSetAt, sessionsEnded } };
  },
});

const SessionItem = Type.Object({
  id: Type.String({ format: 'uuid' }),
  current: Type.Boolean({ description: 'The one that asks.' }),
  way: Type.Union(
    ['password', 'oidc', 'invitation', 'set-up'].map((way) => Type.Literal(way)),
    {
      description: 'How it began.',
    },
  ),
  address: Type.String({ description: 'From where it was used last.', examples: ['192.0.2.17'] }),
  browser: Type.String({ examples: ['Firefox 145 on Linux'] }),
  createdAt: Moment,
  lastUsedAt: Type.String({
    format: 'date-time',
    description: 'To the minute.',
    examples: ['2026-11-23T10:00:00.000Z'],
  }),
});

export const listOwnSessions = operation({
  id: 'listOwnSessions',
  tag,
  summary: 'Lists where one is signed in, the session that was used last first.',
  answers: { 200: PageOf(SessionItem, 'Sessions that are good.') },
  handle: async ({ parts, caller }) => {
    const { database, signIn, now } = parts;
    const before = (ms: number): Date => new Date(now().getTime() - ms);
    const { lifeMs, idleMs } = signIn.terms;
    const good = { createdAfter: before(lifeMs), usedAfter: before(idleMs) };
    const rows = await listSessions(database, caller.unitId, caller.userId, good);
    const data = rows.map(({ browser, ...row }) => ({
      ...row,
      ...{ current: row.id === caller.sessionId, browser: describeBrowser(browser) },
    }));
    return { body: { data, nextCursor: null } };
  },
});

export const endOwnSession = operation({
  id: 'endOwnSession',
  tag,
  summary: 'Ends one of one’s own sessions, such as that of a computer that was left behind.',
  params: Type.Object({ id: Type.String({ format: 'uuid', examples: ['019ab2c3-0000-7000-8000-000000000001'] }) }),
  answers: {
    200: Type.Object(
      { id: Type.String(), ended: Type.Literal(true) },
      { description: 'It is good for nothing any more.' },
    ),
  },
  refusals: ['not-found'],
  handle: async ({ parts, caller, params: { id } }) => {
    const { unitId, userId, name: who } = caller;
    const reason = 'It was ended from another session.';
    await parts.database.transaction(async (transaction) => {
      const ended = await endSession(transaction, unitId, { id, userId, reason });
      if (!ended) refuse('not-found', `You have no session ${id} that is still good.`);
      await writeAudit(transaction, unitId, { who, what: 'signed-out', detail: { userId, sessionId: id, reason } });
    });
    return { body: { id, ended: true } };
  },
});
