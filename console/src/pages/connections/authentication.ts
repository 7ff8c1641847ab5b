import type { Schemas } from '../../api/call.ts';
import { secretNamed } from '../integration/secrets.ts';

type Connection = Schemas['Connection'];
export type Authentication = Schemas['Authentication'];
export type AuthenticationKind = Authentication['kind'];

export interface AuthenticationField {
  readonly key: FieldKey;
  /** Sealed; what is typed is never shown again. */
  readonly secret?: boolean;
  readonly required?: boolean;
  readonly choices?: readonly [string, ...string[]];
  /** Shown while nothing is written. */
  readonly usual?: string;
  readonly lines?: boolean;
}

export type FieldKey =
  | 'username'
  | 'password'
  | 'header'
  | 'token'
  | 'in'
  | 'name'
  | 'value'
  | 'tokenUrl'
  | 'clientId'
  | 'clientSecret'
  | 'scope'
  | 'audience'
  | 'clientAuthentication'
  | 'secret'
  | 'algorithm'
  | 'encoding'
  | 'prefix'
  | 'timestampHeader'
  | 'secretEncoding'
  | 'certificate'
  | 'key'
  | 'passphrase';

const needed = { required: true } as const;
const sealed = { required: true, secret: true } as const;

/** What each kind of authentication asks for, in the order in which people think of it (docs/connections.md). */
export const authenticationFields: Readonly<Record<AuthenticationKind, readonly AuthenticationField[]>> = {
  none: [],
  basic: [
    { key: 'username', ...needed },
    { key: 'password', ...sealed },
    { key: 'header', usual: 'Authorization' },
  ],
  bearer: [{ key: 'token', ...sealed }],
  apiKey: [
    { key: 'in', ...needed, choices: ['header', 'query'] },
    { key: 'name', ...needed, usual: 'X-Api-Key' },
    { key: 'value', ...sealed },
  ],
  header: [
    { key: 'name', ...needed, usual: 'X-Login' },
    { key: 'value', ...sealed },
  ],
  oauth2: [
    { key: 'tokenUrl', ...needed, usual: 'https://id.example.com/token' },
    { key: 'clientId', ...needed },
    { key: 'clientSecret', ...sealed },
    { key: 'scope' },
    { key: 'audience' },
    { key: 'clientAuthentication', choices: ['basic', 'body'] },
  ],
  hmac: [
    { key: 'secret', ...sealed },
    { key: 'secretEncoding', choices: ['text', 'base64', 'hex'] },
    { key: 'algorithm', choices: ['sha256', 'sha512'] },
    { key: 'encoding', choices: ['hex', 'base64'] },
    { key: 'header', usual: 'X-Signature' },
    { key: 'prefix', usual: 'sha256=' },
    { key: 'timestampHeader', usual: 'X-Timestamp' },
  ],
  clientCertificate: [
    { key: 'certificate', ...needed, lines: true },
    { key: 'key', ...sealed },
    { key: 'passphrase', secret: true },
  ],
};

export const authenticationKinds = Object.keys(authenticationFields) as readonly AuthenticationKind[];

/** Another kind begins with its own defaults; what was typed for the one before goes. */
export function beginAuthentication(kind: AuthenticationKind): Authentication {
  const required = authenticationFields[kind].filter((field) => field.required === true);
  const fields = required.map(({ key, choices }): [string, string] => [key, choices?.[0] ?? '']);
  // The fields that the kind needs, as the table above has them.
  return Object.fromEntries([['kind', kind], ...fields]) as unknown as Authentication;
}

export function readField(authentication: Authentication, key: FieldKey): string {
  const value = (authentication as unknown as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'string' ? value : '';
}

export function writeField(authentication: Authentication, key: FieldKey, text: string): Authentication {
  const { [key]: _before, ...rest } = authentication as unknown as Readonly<Record<string, unknown>>;
  const spec = authenticationFields[authentication.kind].find((field) => field.key === key);
  const isLeftOut = text === '' && spec?.required !== true;
  return (isLeftOut ? rest : { ...rest, [key]: text }) as unknown as Authentication;
}

/** Secrets that were typed go beside the connection by their names; the connection itself only refers to them. */
export function sealTyped(
  connection: Connection,
  typed: Readonly<Partial<Record<FieldKey, string>>>,
): { readonly body: Connection; readonly secrets: Readonly<Record<string, string>> } {
  let { authentication } = connection;
  if (authentication === undefined) return { body: connection, secrets: {} };
  const secrets: Record<string, string> = {};
  for (const { key, secret } of authenticationFields[authentication.kind]) {
    const text = typed[key];
    if (secret !== true || text === undefined) continue;
    const name = secretNamed(readField(authentication, key)) ?? `${connection.name}.${key}`;
    secrets[name] = text;
    authentication = writeField(authentication, key, `{{secret:${name}}}`);
  }
  return { body: { ...connection, authentication }, secrets };
}
