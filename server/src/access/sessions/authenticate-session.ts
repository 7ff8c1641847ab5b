import type { Database } from '../../database/database.ts';
import { Refusal } from '../../errors.ts';
import type { GroupsOf } from '../authenticate.ts';
import type { Caller } from '../caller.ts';
import { administrators } from '../groups.ts';
import type { Call } from '../judge-token.ts';
import { rightsOf } from '../rights.ts';
import { isSecretOf, readCredential } from './credential.ts';
import { judgeSession, type SessionTerms } from './judge-session.ts';
import { findSession, noteSessionUse, type SessionRow } from './session-store.ts';

/** Whose session it is, or why it is none for this call; `session` where one was found. */
export type AuthenticatedSession =
  | { readonly ok: true; readonly caller: Caller; readonly session: SessionRow }
  | { readonly ok: false; readonly refusal: Refusal; readonly session?: SessionRow };

/** `isUse`: somebody has done something, which keeps the session. */
export type AuthenticateSession = (
  cookie: string,
  call: Call,
  now: Date,
  isUse?: boolean,
) => Promise<AuthenticatedSession>;

/** The session of a cookie, whatever its state; undefined: there is none, or the secret is not its own. */
export async function sessionOf(database: Database, cookie: string | undefined): Promise<SessionRow | undefined> {
  const credential = readCredential(cookie);
  if (credential === undefined) return undefined;
  const session = await findSession(database, credential.unitId, credential.id);
  return session !== undefined && isSecretOf(credential.secret, session.hash) ? session : undefined;
}

/** As with tokens nothing is remembered between calls: what has ended has ended in every process. The caller has the rights that the user's groups give, as with a token. */
export function authenticateSessionsWith(
  database: Database,
  groupsOf: GroupsOf,
  terms: SessionTerms,
): AuthenticateSession {
  const noting = new Set<string>();
  return async (cookie, call, now, isUse = true) => {
    const session = await sessionOf(database, cookie);
    if (session === undefined) {
      const refusal = new Refusal('unauthenticated', 'You are not signed in, or no longer. Sign in, or send a token.');
      return { ok: false, refusal };
    }
    const refusal = judgeSession(session, call, terms, now);
    if (refusal !== undefined) return { ok: false, refusal, session };
    const { unitId, id, userId, userName, groups } = session;
    if (isUse && now.getTime() - session.lastUsedAt.getTime() > 60_000 && !noting.has(id)) {
      noting.add(id);
      await noteSessionUse(database, unitId, id, call.from.address).finally(() => noting.delete(id));
    }
    const rights = rightsOf(groups, await groupsOf(session));
    const administrator = groups.includes(administrators);
    const caller = {
      unitId,
      userId,
      name: userName ?? '',
      groups,
      administrator,
      rights,
      tokenId: null,
      sessionId: id,
    };
    return { ok: true, caller, session };
  };
}
