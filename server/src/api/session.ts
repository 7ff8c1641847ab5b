import { randomBytes } from 'node:crypto';
import { Type } from 'typebox';
import { writeAudit } from '../access/audit-store.ts';
import { newSecret, secretBytes, secretOf } from '../access/sessions/credential.ts';
import { endSession } from '../access/sessions/session-store.ts';
import { giveSecondFactor, signInByPassword } from '../access/sessions/sign-in.ts';
import { refuse } from '../errors.ts';
import { type Answer, operation } from './operation.ts';
import { cookieOf, type OpenCall, openedAnswer, peerOf, presentSession, setCookie } from './session-call.ts';
import { sessionBody, SessionWire, stateOf } from './session-wire.ts';

const tag = 'Signing in';

export const readSession = operation({
  id: 'readSession',
  tag,
  summary: 'Says who is signed in, and how one can sign in.',
  description:
    'The first call of the console. A browser without the cookie is given one, to which `csrf` belongs; every call that changes something sends that back in the header `Gangway-Csrf`.',
  answers: { 200: SessionWire },
  handle: async (call) => {
    const { parts, caller } = call;
    const cookie = cookieOf(call);
    const known = secretOf(cookie) !== undefined;
    const shown = known && cookie !== undefined ? cookie : newSecret(randomBytes(secretBytes));
    // Known by a session or a token, both judged before.
    if (caller.unitId !== 0)
      return { body: await sessionBody(parts, { state: 'signed-in', cookie: shown, me: caller }) };
    const body = await sessionBody(parts, {
      ...{ state: await stateOf(parts, await presentSession(call)), cookie: shown, me: null },
    });
    return { ...(known ? {} : { headers: setCookie(shown, call) }), body };
  },
});

export const signIn = operation({
  id: 'signIn',
  tag,
  summary: 'Signs in with login (or e-mail address) and password.',
  description:
    'The answer sets the cookie of a new session. With a second factor its `state` is `second-factor`, and the session is good for nothing but the code. Attempts that fail are counted by login and by address; after some of them the next ones have to wait, longer and longer.',
  body: Type.Object(
    {
      login: Type.String({ minLength: 1, maxLength: 320, examples: ['jana'] }),
      password: Type.String({ minLength: 1, maxLength: 1000, examples: ['four words by chance'] }),
    },
    { additionalProperties: false },
  ),
  answers: { 200: SessionWire },
  refusals: ['sign-in-refused', 'locked-out', 'busy', 'forbidden'],
  handle: async (call) => {
    const { parts, body } = call;
    if (!parts.signIn.passwords) refuse('forbidden', 'Passwords are not taken here: sign in through the provider.');
    const { hasher } = parts.signIn;
    const opened = await hasher.enter(() => signInByPassword(parts, { ...body, peer: peerOf(call) }));
    await leave(call, 'A new sign-in took its place.');
    return openedAnswer(call, opened);
  },
});

export const signInSecondFactor = operation({
  id: 'signInSecondFactor',
  tag,
  summary: 'Gives the code of the second factor.',
  description: 'Six digits of the authenticator, each code once, or one of the recovery codes.',
  body: Type.Object(
    { code: Type.String({ minLength: 1, maxLength: 100, examples: ['492039'] }) },
    { additionalProperties: false },
  ),
  answers: { 200: SessionWire },
  refusals: ['sign-in-refused', 'locked-out', 'secret-missing'],
  handle: async (call) => {
    const waiting = await presentSession(call);
    if (waiting?.state !== 'second-factor')
      return refuse('sign-in-refused', 'No sign-in waits for a code, or no longer. Begin again with the password.');
    const opened = await giveSecondFactor(call.parts, waiting, { code: call.body.code, peer: peerOf(call) });
    return openedAnswer(call, opened);
  },
});

export const signOut = operation({
  id: 'signOut',
  tag,
  summary: 'Signs out: the session is good for nothing from now on, in every process.',
  answers: { 200: SessionWire },
  handle: async (call): Promise<Answer> => {
    await leave(call, 'You have signed out.');
    const cookie = newSecret(randomBytes(secretBytes));
    const body = await sessionBody(call.parts, { state: await stateOf(call.parts, undefined), cookie, me: null });
    return { headers: setCookie(cookie, call), body };
  },
});

/** Ends the session that the cookie of this call names, if there is one. */
async function leave(call: OpenCall, reason: string): Promise<void> {
  const session = await presentSession(call);
  if (session === undefined) return;
  const { unitId, id, userId, userName, state } = session;
  await call.parts.database.transaction(async (transaction) => {
    const ended = await endSession(transaction, unitId, { id, userId, reason });
    if (!ended || state === 'second-factor') return;
    const detail = { userId, sessionId: id, reason };
    await writeAudit(transaction, unitId, { who: userName ?? '', what: 'signed-out', detail });
  });
}
