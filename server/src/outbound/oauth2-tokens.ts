import { hostPort, readUrl } from './address-guard.ts';
import type { OAuth2Settings } from './authentication.ts';
import type { Answered, Fault, OutboundRequest, Transport } from './outbound-request.ts';
import { plainWords } from './plain-words.ts';
import { resolveTexts, type SecretSource } from './resolve-secrets.ts';
import { createScrubber } from './scrub.ts';
import type { Outbound } from './send-request.ts';

/** Access tokens of OAuth 2's client credentials grant (RFC 6749 4.4), one for each connection, fetched once however many requests wait. */
export interface TokenSource {
  tokenFor(settings: OAuth2Settings, asking: TokenAsking): Promise<TokenOutcome>;
  /** The counterparty refused this token: the next request fetches another. A token that came since stays. */
  reject(token: AccessToken): void;
}

export interface TokenAsking {
  readonly transport: Transport;
  readonly secrets: SecretSource;
  /** Of the request that needs the token. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface AccessToken {
  readonly value: string;
  readonly cacheKey: string;
  /** On the monotonic clock, a little before the server lets it expire. */
  readonly usableUntil: number;
}

/** `isNew`: fetched for this asking rather than kept. */
export type TokenOutcome =
  | { readonly ok: true; readonly token: AccessToken; readonly isNew: boolean }
  | { readonly ok: false; readonly fault: Fault };

/** A token is renewed this long before it expires, or at a tenth of its life where that is shorter: clocks differ and requests take time. */
const renewedBeforeMs = 60_000;
/** Where the server does not say (`expires_in` is only recommended). A refused token is renewed anyway. */
const assumedLifeMs = 300_000;

export function createTokenSource(outbound: Outbound, now: () => number = () => performance.now()): TokenSource {
  const tokens = new Map<string, AccessToken>();
  const underWay = new Map<string, Promise<TokenOutcome>>();
  return {
    async tokenFor(settings, asking) {
      const prepared = prepare(settings, asking);
      if (!prepared.ok) return prepared;
      const { cacheKey } = prepared;
      const known = tokens.get(cacheKey);
      if (known !== undefined && known.usableUntil > now()) return { ok: true, token: known, isNew: false };
      const shared = underWay.get(cacheKey);
      if (shared !== undefined) return shared;
      const fetched = fetchToken(outbound, prepared, asking, now).finally(() => underWay.delete(cacheKey));
      underWay.set(cacheKey, fetched);
      const outcome = await fetched;
      for (const [key, { usableUntil }] of tokens) if (usableUntil <= now()) tokens.delete(key);
      if (outcome.ok) tokens.set(cacheKey, outcome.token);
      return outcome;
    },
    reject: (token) => {
      if (tokens.get(token.cacheKey) === token) tokens.delete(token.cacheKey);
    },
  };
}

interface Prepared {
  readonly ok: true;
  readonly cacheKey: string;
  readonly request: OutboundRequest;
  readonly host: string;
  readonly secret: string;
}

function prepare(
  settings: OAuth2Settings,
  asking: TokenAsking,
): Prepared | { readonly ok: false; readonly fault: Fault } {
  const read = readUrl(settings.tokenUrl);
  if (!read.ok) {
    return {
      ok: false,
      fault: {
        stage: 'authentication',
        code: read.refusal.code,
        sentence: `The token address: ${read.refusal.sentence}`,
        passing: false,
      },
    };
  }
  const resolved = resolveTexts(settings, asking.secrets, hostPort(read.target));
  if (!resolved.ok) return resolved;
  const { texts } = resolved;
  return {
    ok: true,
    // Settings and secrets are part of it: whoever changes them gets a token of the new ones.
    cacheKey: `${asking.transport.key} ${JSON.stringify(texts)}`,
    request: { ...tokenRequest(texts), timeoutMs: asking.timeoutMs },
    host: read.target.hostname,
    secret: texts.clientSecret,
  };
}

function tokenRequest(settings: OAuth2Settings): Omit<OutboundRequest, 'timeoutMs'> {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (settings.scope !== undefined) form.set('scope', settings.scope);
  if (settings.audience !== undefined) form.set('audience', settings.audience);
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  };
  if (settings.clientAuthentication === 'body') {
    form.set('client_id', settings.clientId);
    form.set('client_secret', settings.clientSecret);
  } else {
    // Both are form-encoded first (RFC 6749 2.3.1), which changes nothing for the letters and digits of most.
    const pair = `${formEncoded(settings.clientId)}:${formEncoded(settings.clientSecret)}`;
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  return { method: 'POST', url: settings.tokenUrl, headers, body: form.toString() };
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

async function fetchToken(
  outbound: Outbound,
  prepared: Prepared,
  asking: TokenAsking,
  now: () => number,
): Promise<TokenOutcome> {
  const askedAt = now();
  const result = await outbound.sendRequest(prepared.request, asking.transport, asking.signal);
  if (result.kind === 'failed') {
    const { stage, code, sentence, retryAtOnce } = result;
    return {
      ok: false,
      fault: {
        stage: stage === 'address' || stage === 'stopped' ? stage : 'authentication',
        code,
        sentence: `No access token could be had. ${sentence}`,
        passing: retryAtOnce,
      },
    };
  }
  const token = readToken(result);
  if (typeof token === 'string')
    return refused(`The token server ${prepared.host} ${createScrubber([prepared.secret]).text(token)}`);
  const lifeMs = token.expiresInMs ?? assumedLifeMs;
  const usableUntil = askedAt + lifeMs - Math.min(renewedBeforeMs, lifeMs / 10);
  return { ok: true, token: { value: token.value, cacheKey: prepared.cacheKey, usableUntil }, isNew: true };
}

/** The token and its life, or what to say of an answer without one. */
function readToken(answer: Answered): { value: string; expiresInMs: number | undefined } | string {
  const body = parsed(answer);
  if (answer.status < 200 || answer.status > 299) {
    const words = [body.error, body.error_description].filter((each) => typeof each === 'string' && each !== '');
    const why = words.length === 0 ? '' : ` (${plainWords(words.join(': '), 300)})`;
    const hint = answer.status === 400 || answer.status === 401 ? ' Check client id, client secret and scope.' : '';
    return `answered ${String(answer.status)}${why}.${hint}`;
  }
  const value = body.access_token;
  // What cannot stand in a header is no bearer token (RFC 6750 2.1).
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) return 'answered without an access token.';
  const seconds = Number(body.expires_in ?? Number.NaN);
  return { value, expiresInMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined };
}

function parsed(answer: Answered): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(answer.body).toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function refused(sentence: string): TokenOutcome {
  return { ok: false, fault: { stage: 'authentication', code: 'token-refused', sentence, passing: false } };
}
