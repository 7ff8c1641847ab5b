import { keepGroups } from '../access/authenticate.ts';
import { rightsOf } from '../access/rights.ts';
import { sessionOf } from '../access/sessions/authenticate-session.ts';
import { readCookie, sessionCookie, writeCookie } from '../access/sessions/cookie.ts';
import { endOf } from '../access/sessions/judge-session.ts';
import { findSession, type SessionRow } from '../access/sessions/session-store.ts';
import type { OpenedSession, Peer } from '../access/sessions/sign-in.ts';
import type { Answer, Call } from './operation.ts';
import { type Me, sessionBody } from './session-wire.ts';

/** What the calls of signing in need of a request: they are open to everyone, so they look at the cookie themselves. */
export type OpenCall = Pick<Call, 'parts' | 'headers' | 'from' | 'secure'>;

export function cookieOf({ headers }: OpenCall): string | undefined {
  const { cookie } = headers;
  return readCookie(typeof cookie === 'string' ? cookie : undefined, sessionCookie);
}

export function peerOf({ headers, from }: OpenCall): Peer {
  const { 'user-agent': browser } = headers;
  return { address: from.address, browser: typeof browser === 'string' ? browser : '' };
}

/** The session of the cookie that has not ended, in whichever state; undefined: there is none. */
export async function presentSession(call: OpenCall): Promise<SessionRow | undefined> {
  const { database, signIn, now } = call.parts;
  const session = await sessionOf(database, cookieOf(call));
  return session === undefined || endOf(session, signIn.terms, now()) !== undefined ? undefined : session;
}

export function setCookie(
  value: string,
  { parts, secure }: Pick<OpenCall, 'parts' | 'secure'>,
): Record<string, string> {
  const maxAgeSeconds = Math.floor(parts.signIn.terms.lifeMs / 1000);
  return { 'set-cookie': writeCookie(sessionCookie, value, { secure, sameSite: 'Strict', path: '/', maxAgeSeconds }) };
}

/** The answer to a sign-in: the new cookie, and who one is now. */
export async function openedAnswer(call: OpenCall, { cookie, state, unitId, id }: OpenedSession): Promise<Answer> {
  const { parts } = call;
  const session = await findSession(parts.database, unitId, id);
  const me = session === undefined || state === 'second-factor' ? null : await meOf(call, session);
  return { headers: setCookie(cookie, call), body: await sessionBody(parts, { state, cookie, me }) };
}

async function meOf({ parts }: OpenCall, session: SessionRow): Promise<Me> {
  const { unitId, userId, groups } = session;
  return { unitId, userId, rights: rightsOf(groups, await keepGroups(parts.database)(session)) };
}
