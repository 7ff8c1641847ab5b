import { type Static, Type } from 'typebox';

const Name = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$', examples: ['invoice-to-pohoda'] });
const Texts = Type.Record(Type.String({ minLength: 1 }), Type.String());

/** How a message is made and its answer read. Bodies are sources in the template language, inline. */
export const MessageTemplate = Type.Object(
  {
    name: Name,
    title: Type.Optional(Type.String({ maxLength: 200 })),
    entity: Type.Optional(
      Type.String({ description: 'Whose fields the template names; only needed where no trigger uses it yet.' }),
    ),
    format: Type.Union([
      Type.Literal('json'),
      Type.Literal('xml'),
      Type.Literal('csv'),
      Type.Literal('fixed'),
      Type.Literal('form'),
      Type.Literal('text'),
    ]),
    charset: Type.Optional(Type.String({ maxLength: 40 })),
    request: Type.Optional(
      Type.Object(
        {
          method: Type.Optional(Type.String({ pattern: '^[A-Z]{1,20}$' })),
          url: Type.Optional(
            Type.String({ description: "Joined to the connection's URL; an absolute one is refused." }),
          ),
          headers: Type.Optional(Texts),
          query: Type.Optional(Texts),
        },
        { additionalProperties: false },
      ),
    ),
    body: Type.Optional(Type.String({ description: 'The source of the body; without one the request has none.' })),
    response: Type.Optional(Type.String({ description: 'The response template, a JSON template.' })),
    responseStatuses: Type.Optional(
      Type.Array(Type.Integer({ minimum: 200, maximum: 599 }), {
        description:
          'Statuses of 500 and above that the response template decides too (SOAP answers a refusal with 500).',
      }),
    ),
    schema: Type.Optional(
      Type.String({ pattern: '^[^/]+/.+$', description: 'set/file.xsd: the message is checked before it is sent.' }),
    ),
  },
  { additionalProperties: false },
);
export type MessageTemplate = Static<typeof MessageTemplate>;

export const Dictionary = Type.Object(
  {
    name: Name,
    title: Type.Optional(Type.String({ maxLength: 200 })),
    entries: Type.Record(Type.String(), Type.String()),
  },
  { additionalProperties: false },
);
export type Dictionary = Static<typeof Dictionary>;

/** XML schemas: every file of a set, by path; imports between them resolve inside the set only. */
export const SchemaSet = Type.Object(
  { name: Name, files: Type.Record(Type.String({ minLength: 1 }), Type.String()) },
  { additionalProperties: false },
);
export type SchemaSet = Static<typeof SchemaSet>;
