import { type Static, Type } from 'typebox';

const paths = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 200, description });

/** A view as it is configured: which rows, and what is shown of them. */
export const View = Type.Object(
  {
    name: Type.String({
      pattern: '^[A-Za-z][A-Za-z0-9_-]*([.][A-Za-z0-9_-]+)*$',
      maxLength: 80,
      description: 'Stands in the address.',
      examples: ['invoices.unpaid'],
    }),
    title: Type.Optional(Type.String({ maxLength: 100, examples: ['Unpaid invoices'] })),
    description: Type.Optional(Type.String({ maxLength: 1_000 })),
    entity: Type.String({
      maxLength: 60,
      description: 'Whose records: an entity of the unit, or units, groups, brands, intervals.',
      examples: ['documents'],
    }),
    types: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
        minItems: 1,
        maxItems: 200,
        description: 'Only these types; INVOICE.SALES.* stands for all that begin so.',
        examples: [['INVOICE.SALES', 'INVOICE.SALES.*']],
      }),
    ),
    filter: Type.Optional(
      Type.String({
        maxLength: 10_000,
        description: 'Only rows that fit, in the language of externalFilter.',
        examples: ["status='APPROVED' AND paid=false"],
      }),
    ),
    columns: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      minItems: 1,
      maxItems: 200,
      description: 'What a row shows unless the call names columns of its own.',
      examples: [['id', 'registration', 'number', 'company.name', 'total', 'properties']],
    }),
    properties: Type.Optional(paths('Which properties are shown in the column `properties`; all unless said.')),
    sort: Type.Optional(
      Type.String({
        maxLength: 500,
        description: 'The order unless the call asks for another; by id unless said.',
        examples: ['-issuedOn,number'],
      }),
    ),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100_000, description: 'Rows of a page unless the call says; 1000.' }),
    ),
  },
  { additionalProperties: false, description: 'A view: rows of one entity, with a fixed filter and columns.' },
);
export type View = Static<typeof View>;
