import type { Connection } from '../connections/connection.ts';
import { secretNames } from '../outbound/resolve-secrets.ts';
import { secretsIn } from './bind-secrets.ts';
import type { FileObject } from './integration-file.ts';

/** Objects whose secrets stand in them no more, with the values that stood there. */
export interface PlainSecrets {
  readonly objects: readonly FileObject[];
  readonly secrets: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

type Body = Readonly<Record<string, unknown>>;

/** What a kind of authentication keeps secret. */
const secretFields: ReadonlySet<string> = new Set([
  'password',
  'token',
  'value',
  'clientSecret',
  'secret',
  'key',
  'passphrase',
]);
const tellingHeader = /^(proxy-)?authorization$|^cookie$|(api|access|auth)[-_]?(key|token)$|secret|passw(or)?d/i;
const tellingQuery = /^(key|token|pwd)$|(api|access|auth)[-_]?(key|token)$|secret|passw(or)?d/i;

/**
 * A password that stands in a connection as plain text would stand in every export, history and backup from then on. It is taken out and sealed as a secret
 * of a name made of the connection and the field, and its placeholder takes its place; whoever wrote it is told. `taken` are names that mean
 * something else: those of secrets that exist, unless the connection as it was saved before (`earlier`) uses them.
 */
export function takePlainSecrets(
  objects: readonly FileObject[],
  earlier: readonly Pick<FileObject, 'kind' | 'name' | 'body'>[],
  taken: ReadonlySet<string>,
): PlainSecrets {
  const secrets: Record<string, string> = {};
  const warnings: string[] = [];
  const cleaned = objects.map((object): FileObject => {
    if (object.kind !== 'connections') return object;
    const before = earlier.find(({ kind, name }) => kind === object.kind && name === object.name);
    const own = before === undefined ? new Set<string>() : secretsIn(before.body);
    const take = (field: string, value: string): string => {
      const name = freeName(
        `${object.name}.${field}`,
        (each) => each in secrets || (taken.has(each) && !own.has(each)),
      );
      secrets[name] = value;
      warnings.push(
        `The connection ${JSON.stringify(object.name)} had its ${field} as plain text. It is kept as the secret ${JSON.stringify(name)} now, and no answer or export shows it: write "{{secret:${name}}}" in your file, and give the value beside it.`,
      );
      return `{{secret:${name}}}`;
    };
    return { ...object, body: withoutPlain(object.body, take) };
  });
  return { objects: cleaned, secrets, warnings };
}

type Take = (field: string, value: string) => string;

function withoutPlain(body: Body, take: Take): Body {
  // The form of the object was judged before.
  const { authentication, headers, query, proxy } = body as Partial<Connection>;
  return {
    ...body,
    ...(authentication && {
      authentication: mapTexts(authentication, (name, text) =>
        secretFields.has(name) && isPlain(text) ? take(name, text) : text,
      ),
    }),
    ...(headers && { headers: mapTexts(headers, (name, text) => telling(tellingHeader, name, text, take)) }),
    ...(query && { query: mapTexts(query, (name, text) => telling(tellingQuery, name, text, take)) }),
    ...(proxy !== undefined && { proxy: withoutPassword(proxy, take) }),
  };
}

const isPlain = (text: string): boolean => text !== '' && secretNames(text).length === 0;

/** A text with an expression in it is made of the record; what else stands there is the author's business. */
function telling(pattern: RegExp, name: string, text: string, take: Take): string {
  return pattern.test(name) && isPlain(text) && !text.includes('${') ? take(name, text) : text;
}

/** `http://user:password@proxy:3128`: secrets of a proxy are encoded for its URL when they are put in. */
function withoutPassword(proxy: string, take: Take): string {
  if (!isPlain(proxy) || !URL.canParse(proxy)) return proxy;
  const { password } = new URL(proxy);
  if (password === '') return proxy;
  const written = `:${password}@`;
  const plain = decodeURIComponent(password);
  return proxy.includes(written) ? proxy.replace(written, () => `:${take('proxy', plain)}@`) : proxy;
}

function mapTexts<T extends object>(texts: T, change: (name: string, text: string) => string): T {
  const entries = Object.entries(texts).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? change(name, value) : value,
  ]);
  return Object.fromEntries(entries) as T;
}

/** At most 80 characters of those that a secret's name may have, and nobody else's. */
function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  const base = wanted.replaceAll(/[^A-Za-z0-9._-]/g, '-').slice(-76);
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!isTaken(name)) return name;
  }
}
