import { Type } from 'typebox';
import { requireRight } from '../access/require-right.ts';
import { refuse } from '../errors.ts';
import { choiceLabels, flatFields } from '../records/flat-fields.ts';
import { readOptions } from '../records/option-store.ts';
import type { EntityDefinition } from '../records/types.ts';
import { type Call, operation } from './operation.ts';
import { NamePath, OrNull } from './schemas.ts';

export const FlatFieldWire = Type.Object(
  {
    key: Type.String({ examples: ['properties.extStatus'] }),
    label: Type.String({ examples: ['Properties: State of the export'] }),
    type: Type.String({ examples: ['string'] }),
    format: OrNull(Type.String()),
    list: Type.Boolean(),
    required: Type.Boolean(),
    readOnly: Type.Boolean(),
    choices: OrNull(Type.Array(Type.String())),
    entity: OrNull(Type.String({ description: 'The entity whose record’s id it holds.' })),
    types: Type.Object(
      { zapier: Type.String(), make: Type.String(), n8n: Type.String() },
      {
        description: 'What these services call its type.',
        examples: [{ zapier: 'string', make: 'select', n8n: 'options' }],
      },
    ),
  },
  { description: 'A field as a picker or form shows it.' },
);

export const flatFieldsOf = (definition: EntityDefinition, type: string | undefined) =>
  flatFields(definition, knownType(definition, type));

export function knownType(definition: EntityDefinition, type: string | undefined): string | null {
  if (type === undefined || Object.hasOwn(definition.types ?? {}, type)) return type ?? null;
  const message = `There is no type ${JSON.stringify(type)} in ${definition.name}.`;
  return refuse('invalid-parameter', message, [{ path: 'type', message }]);
}

export const listEntityOptions = operation({
  id: 'listEntityOptions',
  tag: 'Configuration',
  summary: 'Lists what a person picks from: records of an entity, or the values of one of its fields.',
  params: NamePath,
  query: Type.Object(
    {
      q: Type.Optional(Type.String({ maxLength: 200, description: 'Whose registration or name holds these words.' })),
      field: Type.Optional(
        Type.String({
          maxLength: 200,
          description: 'The values of this field instead of records.',
          examples: ['status'],
        }),
      ),
      type: Type.Optional(
        Type.String({ maxLength: 200, description: 'With `field`: as records of this type have it.' }),
      ),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'How many at most.' })),
      cursor: Type.Optional(
        Type.String({
          pattern: '^[0-9]{1,15}$',
          examples: ['7'],
          description: 'Goes on behind the page whose `nextCursor` this was.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  answers: {
    200: Type.Object(
      {
        data: Type.Array(Type.Object({ value: Type.Union([Type.String(), Type.Integer()]), label: Type.String() }), {
          examples: [[{ value: 7, label: '2026-0001 Odběratel a.s.' }]],
        }),
        nextCursor: OrNull(Type.String()),
      },
      { description: 'Values with what a person reads.' },
    ),
  },
  refusals: ['not-found', 'forbidden'],
  handle: async (call) => {
    const definition = await readableEntity(call);
    const { field, type, q: text, limit = 100, cursor } = call.query;
    if (field !== undefined) return { body: { data: valuesOf(definition, field, type), nextCursor: null } };
    const search = { text, limit: limit + 1, before: cursor === undefined ? undefined : Number(cursor) };
    const { database } = call.parts;
    const rows = await readOptions(database, call.caller.unitId, definition.name, call.caller, search);
    const data = rows.slice(0, limit).map(({ id, registration, name }) => ({
      value: id,
      label: name === null || name === registration ? registration : `${registration} ${name}`,
    }));
    return { body: { data, nextCursor: rows.length > limit ? String(data.at(-1)?.value ?? '') : null } };
  },
});

async function readableEntity({ parts, caller, params: { name } }: Call<{ readonly name: string }>) {
  const { definitions } = await parts.database.transaction((transaction) =>
    parts.plans.current(transaction, caller.unitId),
  );
  const definition = definitions.get(name);
  if (definition === undefined) {
    return refuse(
      'not-found',
      `There is no entity ${JSON.stringify(name)}. There are ${[...definitions.keys()].join(', ')}.`,
    );
  }
  requireRight(caller, name, 'read');
  return definition;
}

function valuesOf(definition: EntityDefinition, field: string, type: string | undefined) {
  const wanted = flatFieldsOf(definition, type).find(({ key }) => key === field);
  if (wanted?.choices) {
    const labels = choiceLabels(definition, field);
    return wanted.choices.map((value) => ({ value, label: labels.get(value) ?? value }));
  }
  const message =
    wanted === undefined
      ? `There is no field ${JSON.stringify(field)} in ${definition.name}.`
      : `The field ${JSON.stringify(field)} has no list of values; anything of its type may stand there.`;
  return refuse('invalid-parameter', message, [{ path: 'field', message }]);
}
