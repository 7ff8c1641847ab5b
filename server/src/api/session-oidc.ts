import { Type } from 'typebox';
import { writeAudit } from '../access/audit-store.ts';
import { readCookie, sessionCookie, writeCookie } from '../access/sessions/cookie.ts';
import { linkIdentity } from '../access/sessions/identity-store.ts';
import { matchPerson } from '../access/sessions/match-person.ts';
import { OidcFailure, type Person, type SignInElsewhere } from '../access/sessions/oidc.ts';
import { openTrip, sealTrip, tripCookie, tripPath, tripSeconds } from '../access/sessions/round-trip.ts';
import { finishSetUp } from '../access/sessions/set-up-store.ts';
import { openSession, type OpenedSession } from '../access/sessions/sign-in.ts';
import type { SignInUser } from '../access/sessions/user-store.ts';
import { refuse } from '../errors.ts';
import { bringInPerson } from './bring-in-person.ts';
import { type Answer, operation } from './operation.ts';
import type { ApiParts } from './parts.ts';
import { type OpenCall, peerOf } from './session-call.ts';

const tag = 'Signing in';
const sent = Type.Unsafe<string>({
  type: 'string',
  description: 'The browser is sent on (`Location`).',
  contentMediaType: 'text/plain',
  examples: [''],
});

function provider({ signIn }: ApiParts): SignInElsewhere {
  return signIn.oidc ?? refuse('not-found', 'No OpenID Connect provider is set: GANGWAY_OIDC_ISSUER.');
}

const redirectUri = (parts: ApiParts): string => `${parts.publicUrl()}${tripPath}/callback`;

export const beginOidc = operation({
  id: 'beginOidc',
  tag,
  summary: 'Sends the browser to the OpenID Connect provider.',
  description:
    'Code flow with PKCE, state and nonce. What the browser has to bring back is in a sealed cookie of ten minutes.',
  answers: { 303: sent },
  refusals: ['not-found'],
  handle: async (call): Promise<Answer> => {
    const { parts } = call;
    try {
      const { url, trip } = await provider(parts).begin(redirectUri(parts));
      const value = sealTrip(parts.keys, trip, parts.now());
      // Lax, not Strict: it comes along when the provider, another site, sends the browser back.
      const terms = { secure: isSecure(call), sameSite: 'Lax', path: tripPath, maxAgeSeconds: tripSeconds } as const;
      return goTo(url.href, writeCookie(tripCookie, value, terms));
    } catch (error) {
      return failed(call, error);
    }
  },
});

export const finishOidc = operation({
  id: 'finishOidc',
  tag,
  summary: 'Takes the browser back from the provider, and signs in.',
  description:
    'Ends at `/`, or at `/sign-in?problem=...` with `provider-unavailable`, `provider-refused`, `sign-in-expired` or `unknown-user`.',
  query: Type.Object(
    {
      code: Type.Optional(Type.String({ description: 'From the provider.' })),
      state: Type.Optional(Type.String({ description: 'From the provider, as it was given to it.' })),
    },
    { additionalProperties: true },
  ),
  answers: { 303: sent },
  refusals: ['not-found'],
  handle: async (call): Promise<Answer> => {
    const { parts, query } = call;
    const { cookie } = call.headers;
    try {
      const trip = openTrip(
        parts.keys,
        readCookie(typeof cookie === 'string' ? cookie : undefined, tripCookie),
        parts.now(),
      );
      if (trip === undefined)
        throw new OidcFailure('sign-in-expired', 'The sign-in took too long, or began in another browser.');
      const address = new URL(redirectUri(parts));
      for (const [name, value] of Object.entries(query))
        if (typeof value === 'string') address.searchParams.set(name, value);
      const person = await provider(parts).finish(address, trip);
      const opened = await enter(call, person);
      const maxAgeSeconds = Math.floor(parts.signIn.terms.lifeMs / 1000);
      const terms = { secure: isSecure(call), sameSite: 'Strict', path: '/', maxAgeSeconds } as const;
      return goTo('/', writeCookie(sessionCookie, opened.cookie, terms));
    } catch (error) {
      return failed(call, error);
    }
  },
});

/** The provider sends browsers to the address that others are told, so that decides. */
function isSecure({ parts, secure }: OpenCall): boolean {
  return secure || parts.publicUrl().startsWith('https:');
}

function goTo(location: string, cookie?: string): Answer {
  const headers = { 'content-type': 'text/plain; charset=utf-8', location };
  return { status: 303, headers: { ...headers, ...(cookie === undefined ? {} : { 'set-cookie': cookie }) }, body: '' };
}

/** People are sent to the page for signing in, which says what it means; the sentence stands in log and audit. */
async function failed(call: OpenCall, error: unknown): Promise<Answer> {
  if (!(error instanceof OidcFailure)) throw error;
  const { problem, message } = error;
  const { address } = peerOf(call);
  call.parts.log.warn({ event: 'sign-in.failed', problem, address, cause: error.cause }, message);
  const facts = { unitId: undefined, address, method: 'GET', path: `${tripPath}/callback`, reason: message };
  await call.parts.signIn.refusals.note(facts);
  return goTo(`/sign-in?problem=${problem}`);
}

/** The person's user, with the groups that the provider tells; the provider has asked for its own second factor. */
async function enter(call: OpenCall, person: Person): Promise<OpenedSession> {
  const { parts } = call;
  const { createUsers } = provider(parts).settings;
  return parts.database.transaction(async (transaction) => {
    const found = await matchPerson(transaction, person);
    if (found === undefined && !createUsers) throw unknown(person, 'there is no such user here');
    if (found?.isDisabled === true) throw unknown(person, 'the user is disabled');
    const user: SignInUser = await bringInPerson(transaction, parts, { person, found });
    const { unitId, id: userId, name: who } = user;
    const before = await linkIdentity(transaction, unitId, userId, person.identity);
    if (before === 'another') throw unknown(person, 'the user belongs to another account of the provider');
    if (before === 'new') {
      await writeAudit(transaction, unitId, { who, what: 'identity-linked', detail: { userId, ...person.identity } });
    }
    if (user.groups.includes('Administrators')) await finishSetUp(transaction);
    return openSession(transaction, user, { way: 'oidc', state: 'signed-in', peer: peerOf(call) });
  });
}

function unknown({ login, email }: Person, why: string): OidcFailure {
  const who = [login, email].filter((name) => name !== undefined).join(', ');
  return new OidcFailure(
    'unknown-user',
    `Somebody from the provider (${who || 'without a name'}) was not let in: ${why}.`,
  );
}
