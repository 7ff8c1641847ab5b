import { hostPort, readUrl } from './address-guard.ts';
import type { Authentication } from './authentication.ts';
import type { AccessToken, TokenSource } from './oauth2-tokens.ts';
import type { Fault, OutboundHeaders, OutboundRequest, Transport } from './outbound-request.ts';
import { resolveTexts, type SecretSource } from './resolve-secrets.ts';
import { signatureHeaders } from './sign-body.ts';

export interface AuthenticationContext {
  readonly secrets: SecretSource;
  readonly tokens: TokenSource;
  /** For the token endpoint, which is called through the connection's own transport. */
  readonly transport: Transport;
  /** Unix time, for signatures. */
  readonly nowMs: number;
  readonly signal?: AbortSignal | undefined;
}

export type Authenticated =
  | {
      readonly ok: true;
      readonly request: OutboundRequest;
      readonly token?: AccessToken;
      readonly tokenIsNew?: boolean;
    }
  | { readonly ok: false; readonly fault: Fault };

/**
 * Adds to a request what proves who Gangway is. What a template has set for the same header gives way. Only OAuth 2 has to wait (for a token).
 * A client certificate belongs to the transport (transport.ts) and leaves the request as it is.
 */
export function authenticate(
  request: OutboundRequest,
  authentication: Authentication,
  context: AuthenticationContext,
): Authenticated | Promise<Authenticated> {
  if (authentication.kind === 'none' || authentication.kind === 'clientCertificate') return { ok: true, request };
  if (authentication.kind === 'oauth2')
    return withToken(request, context.tokens.tokenFor(authentication, { ...context, timeoutMs: request.timeoutMs }));
  const read = readUrl(request.url);
  if (!read.ok) return { ok: false, fault: { stage: 'request', ...read.refusal, passing: false } };
  const resolved = resolveTexts(authentication, context.secrets, hostPort(read.target));
  return resolved.ok ? { ok: true, request: changed(request, resolved.texts, context.nowMs) } : resolved;
}

type Simple = Exclude<Authentication, { kind: 'none' | 'clientCertificate' | 'oauth2' }>;

function changed(request: OutboundRequest, authentication: Simple, nowMs: number): OutboundRequest {
  switch (authentication.kind) {
    case 'basic':
      return withHeaders(request, {
        [authentication.header ?? 'Authorization']: basic(authentication.username, authentication.password),
      });
    case 'bearer':
      return withHeaders(request, { Authorization: `Bearer ${authentication.token}` });
    case 'header':
      return withHeaders(request, { [authentication.name]: authentication.value });
    case 'apiKey':
      return authentication.in === 'header'
        ? withHeaders(request, { [authentication.name]: authentication.value })
        : { ...request, url: withParameter(request.url, authentication.name, authentication.value) };
    case 'hmac':
      return withHeaders(request, signatureHeaders(authentication, request.body ?? '', nowMs));
  }
}

/** RFC 7617 with its charset parameter taken for granted: UTF-8. */
export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

async function withToken(request: OutboundRequest, asked: ReturnType<TokenSource['tokenFor']>): Promise<Authenticated> {
  const outcome = await asked;
  if (!outcome.ok) return outcome;
  return {
    ok: true,
    request: withHeaders(request, { Authorization: `Bearer ${outcome.token.value}` }),
    token: outcome.token,
    tokenIsNew: outcome.isNew,
  };
}

function withHeaders(request: OutboundRequest, added: OutboundHeaders): OutboundRequest {
  const names = new Set(Object.keys(added).map((name) => name.toLowerCase()));
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (!names.has(name.toLowerCase())) headers[name] = value;
  return { ...request, headers: Object.assign(headers, added) };
}

/** Appended as text: parsing and writing the query again would spell its other values differently. */
function withParameter(url: string, name: string, value: string): string {
  const [address = '', fragment] = url.split('#', 2);
  const separator = !address.includes('?') ? '?' : /[?&]$/.test(address) ? '' : '&';
  const parameter = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  return `${address}${separator}${parameter}${fragment === undefined ? '' : `#${fragment}`}`;
}
