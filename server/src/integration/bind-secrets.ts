import type { Connection } from '../connections/connection.ts';
import { hostOf } from '../connections/connection.ts';
import type { Fault } from '../errors.ts';

/** `{{secret:name}}` as it stands in a connection's or template's text. */
const placeholder = /\{\{\s*secret:\s*([A-Za-z0-9._-]+)\s*\}\}/g;

/** The names of the secrets that an object's texts use. */
export function secretsIn(body: object): ReadonlySet<string> {
  return new Set(Array.from(JSON.stringify(body).matchAll(placeholder), ([, name = '']) => name));
}

/** The hosts that a connection sends secrets to: its own, the one that gives it tokens, its proxy. */
export function hostsOf({ url, authentication, proxy }: Connection): readonly string[] {
  const tokenUrl = authentication?.kind === 'oauth2' ? [authentication.tokenUrl] : [];
  // A placeholder such as {{secret:proxy}} in the address would keep it from being read as one.
  const proxyUrl = proxy === undefined ? [] : [proxy.replaceAll(/\{\{[^}]*\}\}/g, 'x')];
  return [url, ...tokenUrl, ...proxyUrl].flatMap((address) => hostOf(address) ?? []);
}

/** A connection or a template that uses secrets, with the hosts that they would be sent to. */
export interface SecretUse {
  readonly secret: string;
  readonly hosts: readonly string[];
  /** Where it is used, for faults. */
  readonly path: string;
}

export interface SecretBinding {
  readonly name: string;
  readonly hosts: readonly string[];
}

export interface BoundSecrets {
  /** Hosts that each used secret may be sent to from now on; only those whose hosts change. */
  readonly bindings: readonly SecretBinding[];
  readonly faults: readonly Fault[];
  /** Used, and neither stored nor given. */
  readonly missing: readonly string[];
}

/**
 * A secret is bound to the hosts that it was given for. Whoever may change a connection's address must not thereby get the secret sent to a host of his
 * own, so a new host asks for the value again; a value that is given (anew) goes to all hosts of the connections that use it.
 */
export function bindSecrets(
  uses: readonly SecretUse[],
  stored: ReadonlyMap<string, readonly string[] | null>,
  given: ReadonlySet<string>,
): BoundSecrets {
  const bindings: SecretBinding[] = [];
  const faults: Fault[] = [];
  const missing: string[] = [];
  const bySecret = Map.groupBy(uses, ({ secret }) => secret);
  for (const [name, group] of bySecret) {
    const hosts = [...new Set(group.flatMap((use) => use.hosts))].sort();
    const known = stored.get(name);
    if (given.has(name) || known === null) bindings.push({ name, hosts });
    else if (known === undefined) missing.push(name);
    else {
      for (const { hosts: wanted, path } of group) {
        const foreign = wanted.find((host) => !known.includes(host));
        if (foreign === undefined) continue;
        const message = `The secret ${JSON.stringify(name)} may be sent to ${known.join(', ') || 'no host'} only. Give its value again to send it to ${foreign} as well.`;
        faults.push({ path, message });
      }
    }
  }
  for (const name of given) if (!bySecret.has(name)) bindings.push({ name, hosts: [] });
  return { bindings, faults, missing: missing.sort() };
}
