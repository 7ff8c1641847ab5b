import { type Static, Type } from 'typebox';

/**
 * How a connection proves who it is. Every text may hold `{{secret:name}}`, resolved at the moment of sending. docs/connections.md shows each kind.
 */
const closed = { additionalProperties: false } as const;
const Text = Type.String({ maxLength: 20_000 });
export const HeaderName = Type.String({ minLength: 1, maxLength: 200, pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" });

const None = Type.Object({ kind: Type.Literal('none') }, closed);

const Basic = Type.Object(
  {
    kind: Type.Literal('basic'),
    username: Text,
    password: Text,
    header: Type.Optional({
      ...HeaderName,
      description: 'Another header than Authorization: Pohoda reads STW-Authorization.',
    }),
  },
  closed,
);

const Bearer = Type.Object({ kind: Type.Literal('bearer'), token: Text }, closed);

const ApiKey = Type.Object(
  {
    kind: Type.Literal('apiKey'),
    in: Type.Union([Type.Literal('header'), Type.Literal('query')]),
    name: Type.String({ minLength: 1, maxLength: 200 }),
    value: Text,
  },
  closed,
);

const Header = Type.Object({ kind: Type.Literal('header'), name: HeaderName, value: Text }, closed);

const OAuth2 = Type.Object(
  {
    kind: Type.Literal('oauth2'),
    tokenUrl: Type.String({ minLength: 1, maxLength: 2_000 }),
    clientId: Text,
    clientSecret: Text,
    scope: Type.Optional(Text),
    audience: Type.Optional(Text),
    clientAuthentication: Type.Optional(
      Type.Union([Type.Literal('basic'), Type.Literal('body')], {
        default: 'basic',
        description:
          'Whether client id and secret travel in the Authorization header or in the body of the token request.',
      }),
    ),
  },
  closed,
);

/** How a signature is made and written down, whoever makes it. */
export const signatureForm = {
  secretEncoding: Type.Optional(
    Type.Union([Type.Literal('text'), Type.Literal('base64'), Type.Literal('hex')], { default: 'text' }),
  ),
  algorithm: Type.Optional(Type.Union([Type.Literal('sha256'), Type.Literal('sha512')], { default: 'sha256' })),
  header: Type.Optional({ ...HeaderName, default: 'X-Signature' }),
  encoding: Type.Optional(Type.Union([Type.Literal('hex'), Type.Literal('base64')], { default: 'hex' })),
  prefix: Type.Optional(
    Type.String({ maxLength: 100, description: 'Stands before the signature, such as "sha256=".' }),
  ),
};

const Hmac = Type.Object(
  {
    kind: Type.Literal('hmac'),
    secret: Text,
    ...signatureForm,
    timestampHeader: Type.Optional({
      ...HeaderName,
      description:
        'A header that carries the time of sending in seconds since 1970; the signature then covers "{timestamp}.{body}" instead of the body alone.',
    }),
  },
  closed,
);

const ClientCertificateKind = Type.Object(
  {
    kind: Type.Literal('clientCertificate'),
    certificate: Type.String({ maxLength: 100_000, description: 'PEM; the chain may follow.' }),
    key: Type.String({ maxLength: 100_000, description: 'PEM, as a rule "{{secret:name}}".' }),
    passphrase: Type.Optional(Text),
  },
  closed,
);

export const Authentication = Type.Union([None, Basic, Bearer, ApiKey, Header, OAuth2, Hmac, ClientCertificateKind]);
export type Authentication = Static<typeof Authentication>;
export type AuthenticationKind = Authentication['kind'];
export type OAuth2Settings = Static<typeof OAuth2>;
export type HmacSettings = Static<typeof Hmac>;
