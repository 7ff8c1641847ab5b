import { hostPort, readUrl, targetOf } from './address-guard.ts';
import type { Authentication } from './authentication.ts';
import type { ClientCertificate, Fault, Transport } from './outbound-request.ts';
import { resolveSecrets, resolveTexts, type SecretSource } from './resolve-secrets.ts';

/** What of a connection's settings decides how its sockets are opened. */
export interface TransportSettings extends Omit<Transport, 'proxy' | 'clientCertificate'> {
  readonly url: string;
  readonly authentication?: Authentication | undefined;
  /** May hold `{{secret:name}}`, as a rule for the password. */
  readonly proxy?: string | undefined;
  readonly proxyResolves?: 'gangway' | 'proxy' | undefined;
}

export type TransportOutcome =
  { readonly ok: true; readonly transport: Transport } | { readonly ok: false; readonly fault: Fault };

/**
 * Makes the transport of a connection: the client certificate of its authentication and the secrets of its proxy are resolved here. Make it once for each
 * version of the connection and its secrets and keep it, so that sending compares a pointer.
 */
export function transportOf(settings: TransportSettings, secrets: SecretSource): TransportOutcome {
  const { url, authentication, proxy, proxyResolves, ...plain } = settings;
  const read = readUrl(url);
  if (!read.ok) return { ok: false, fault: { stage: 'request', ...read.refusal, passing: false } };
  const certificate = certificateOf(authentication, secrets, hostPort(read.target));
  if (certificate?.ok === false) return certificate;
  const resolvedProxy = proxy === undefined ? undefined : resolveProxy(proxy, secrets);
  if (resolvedProxy?.ok === false) return resolvedProxy;
  return {
    ok: true,
    transport: {
      ...plain,
      clientCertificate: certificate?.texts,
      proxy: resolvedProxy === undefined ? undefined : { url: resolvedProxy.text, resolves: proxyResolves },
    },
  };
}

function certificateOf(authentication: Authentication | undefined, secrets: SecretSource, host: string) {
  if (authentication?.kind !== 'clientCertificate') return undefined;
  const { certificate, key, passphrase } = authentication;
  const texts: ClientCertificate = { certificate, key, passphrase };
  return resolveTexts(texts, secrets, host);
}

/** The proxy's secrets go to the proxy's host. Their values may hold any character, so they are encoded for the URL that they stand in. */
function resolveProxy(proxy: string, secrets: SecretSource) {
  const bare = proxy.replaceAll(/\{\{[^}]*\}\}/g, 'x');
  const url = URL.canParse(bare) ? new URL(bare) : undefined;
  const host = url === undefined ? '' : hostPort(targetOf(url, url.protocol === 'https:' ? 'https:' : 'http:'));
  return resolveSecrets(
    proxy,
    (name, forHost) => {
      const value = secrets(name, forHost);
      return typeof value === 'string' ? encodeURIComponent(value) : value;
    },
    host,
  );
}
