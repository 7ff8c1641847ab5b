import { type Static, Type } from 'typebox';
import { durationPattern } from '../configuration/duration.ts';
import { HeaderName, signatureForm } from '../outbound/authentication.ts';

/**
 * An API definition: an address under `/in/{unit}/...` that another system calls, how its message is read into changes of records, and what it is
 * answered. Templates are sources in the template language, inline. docs/definitions.md shows whole ones.
 */
const closed = { additionalProperties: false } as const;
const Name = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$', examples: ['turnstile'] });
const Texts = Type.Record(Type.String({ minLength: 1, maxLength: 200 }), Type.String({ maxLength: 10_000 }));

/** What is secret never stands in a definition itself. */
const SecretName = Type.String({
  pattern: '^\\{\\{\\s*secret:\\s*[A-Za-z0-9._-]{1,80}\\s*\\}\\}$',
  examples: ['{{secret:turnstile}}'],
});

const BodyFormat = Type.Union([Type.Literal('json'), Type.Literal('xml'), Type.Literal('csv'), Type.Literal('form')]);
export type BodyFormat = Static<typeof BodyFormat>;

const CallMethod = Type.Union([
  Type.Literal('GET'),
  Type.Literal('POST'),
  Type.Literal('PUT'),
  Type.Literal('PATCH'),
  Type.Literal('DELETE'),
]);
export type CallMethod = Static<typeof CallMethod>;

const Token = Type.Object(
  { kind: Type.Literal('token') },
  {
    ...closed,
    description: 'A bearer token with its own addresses, methods, paths and time; the call acts as its user.',
  },
);

const Basic = Type.Object(
  { kind: Type.Literal('basic'), username: Type.String({ minLength: 1, maxLength: 200 }), password: SecretName },
  closed,
);

const Hmac = Type.Object(
  {
    kind: Type.Literal('hmac'),
    secret: SecretName,
    ...signatureForm,
    timestampHeader: Type.Optional({
      ...HeaderName,
      default: 'X-Timestamp',
      description: 'The time of sending: seconds or milliseconds since 1970, or ISO 8601.',
    }),
    content: Type.Optional(
      Type.String({
        maxLength: 200,
        default: '{timestamp}.{body}',
        description: 'What is signed, of {timestamp}, {body}, {method} and {path}; the first two must be in it.',
      }),
    ),
    tolerance: Type.Optional(
      Type.String({
        pattern: durationPattern,
        default: '5m',
        description: 'How far the time of sending may be off.',
        examples: ['5m'],
      }),
    ),
  },
  { ...closed, description: 'A signature over the time of sending and the body. The same one is accepted once.' },
);

const AnswerTemplate = Type.Object(
  {
    status: Type.Optional(Type.Integer({ minimum: 200, maximum: 499 })),
    format: Type.Union([Type.Literal('json'), Type.Literal('xml'), Type.Literal('text')]),
    contentType: Type.Optional(
      Type.String({
        pattern: '^(application|text)/[A-Za-z0-9.+-]{1,100}$',
        description: 'Instead of the usual one of the format; never HTML.',
        examples: ['text/xml'],
      }),
    ),
    charset: Type.Optional(Type.String({ maxLength: 40 })),
    headers: Type.Optional(Texts),
    body: Type.String({ maxLength: 1_000_000 }),
  },
  closed,
);
export type AnswerTemplate = Static<typeof AnswerTemplate>;

/** A call as a person writes it down: of a sample, and of a preview. */
export const callParts = {
  method: Type.Optional(CallMethod),
  path: Type.Optional(
    Type.String({
      pattern: '^/',
      maxLength: 2_000,
      description: 'Below /in/{unit}, with its query; needed where the path of the definition has parameters.',
      examples: ['/turnstile/7/passes'],
    }),
  ),
  contentType: Type.Optional(
    Type.String({ maxLength: 200, description: 'Default: that of the first of `formats`.', examples: ['text/xml'] }),
  ),
  headers: Type.Optional(Texts),
  body: Type.Optional(Type.String({ maxLength: 1_000_000 })),
};

export const Sample = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    ...callParts,
    expect: Type.Optional(
      Type.Union([Type.Literal('accepted'), Type.Literal('refused')], {
        default: 'accepted',
        description: 'refused: `read` must refuse it.',
      }),
    ),
  },
  closed,
);
export type Sample = Static<typeof Sample>;

export const ApiDefinition = Type.Object(
  {
    name: Name,
    title: Type.Optional(Type.String({ maxLength: 200 })),
    description: Type.Optional(
      Type.String({
        maxLength: 5_000,
        description: 'Markdown, for those who call: it stands in the OpenAPI document.',
      }),
    ),
    path: Type.String({
      pattern: '^(/([A-Za-z0-9._~-]{1,100}|\\{[A-Za-z][A-Za-z0-9_]{0,39}\\})){1,10}$',
      description: 'Below /in/{unit}. {name} stands for one part and is `path.name` in the templates.',
      examples: ['/turnstile/{device}/passes'],
    }),
    methods: Type.Optional(
      Type.Array(CallMethod, { minItems: 1, description: 'Default: POST.', examples: [['POST']] }),
    ),
    mode: Type.Optional(
      Type.Union([Type.Literal('off'), Type.Literal('test'), Type.Literal('live')], {
        default: 'live',
        description: 'test: every call is read, tried and answered, and nothing is written.',
      }),
    ),
    formats: Type.Optional(Type.Array(BodyFormat, { minItems: 1, description: 'Default: json.', examples: [['xml']] })),
    contentTypes: Type.Optional(
      Type.Record(Type.String({ pattern: '^[a-z0-9.+-]+/[a-z0-9.+-]+$' }), BodyFormat, {
        description: 'Further content types and the format that they stand for.',
        examples: [{ 'application/x-gate': 'xml' }],
      }),
    ),
    charset: Type.Optional(
      Type.String({
        maxLength: 40,
        default: 'utf-8',
        description: 'Of bodies that name none themselves, by Content-Type, XML declaration or byte order mark.',
      }),
    ),
    csv: Type.Optional(
      Type.Object(
        {
          delimiter: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 1,
              description: 'Default: what the first line has most of: ; , or tab.',
            }),
          ),
          header: Type.Optional(
            Type.Boolean({ default: true, description: 'Whether the first line names the columns.' }),
          ),
        },
        closed,
      ),
    ),
    bodyLimit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100_000_000,
        default: 1_000_000,
        description: 'Bytes of a body at most; never more than GANGWAY_BODY_LIMIT.',
      }),
    ),
    authentication: Type.Union([Token, Hmac, Basic]),
    ipRanges: Type.Optional(
      Type.Array(Type.String({ maxLength: 50, examples: ['10.0.5.0/24'] }), { minItems: 1, maxItems: 100 }),
    ),
    user: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description:
          'The login of the user whose rights count and in whose name records are changed. Needed for hmac and basic; with token only tokens of this user are good.',
        examples: ['turnstile'],
      }),
    ),
    repeat: Type.Optional(
      Type.String({
        maxLength: 2_000,
        description:
          "An expression: the caller's own id of the message. A message that was accepted changes nothing a second time.",
        examples: ['input.message.@id'],
      }),
    ),
    read: Type.String({
      maxLength: 1_000_000,
      description: 'A JSON template that makes { outcome, messages, write } of the message.',
    }),
    answer: Type.Optional(
      Type.Object({ accepted: Type.Optional(AnswerTemplate), refused: Type.Optional(AnswerTemplate) }, closed),
    ),
    samples: Type.Optional(Type.Array(Sample, { maxItems: 50 })),
  },
  closed,
);
export type ApiDefinition = Static<typeof ApiDefinition>;
export type InboundAuthentication = ApiDefinition['authentication'];
export type HmacCheck = Extract<InboundAuthentication, { kind: 'hmac' }>;

export const definitionDefaults: {
  readonly methods: CallMethod[];
  readonly formats: BodyFormat[];
  readonly mode: NonNullable<ApiDefinition['mode']>;
  readonly tolerance: string;
  readonly bodyLimit: number;
} = { methods: ['POST'], formats: ['json'], mode: 'live', tolerance: '5m', bodyLimit: 1_000_000 };
