import { Type } from 'typebox';
import type { Caller } from '../access/caller.ts';
import { configurators } from '../access/groups.ts';
import { may } from '../access/rights.ts';
import { readConfiguration } from '../configuration/store.ts';
import { refuse } from '../errors.ts';
import { fieldsOf } from '../records/field-tree.ts';
import { makeParameters } from '../records/make-parameters.ts';
import { resolveDefinitions } from '../records/resolve-definitions.ts';
import { FlatFieldWire, flatFieldsOf, knownType } from './entity-options.ts';
import { operation } from './operation.ts';
import type { ApiParts } from './parts.ts';
import { Moment, NamePath, OrNull, UnitPath } from './schemas.ts';

const Definition = Type.Object(
  { name: Type.String(), title: Type.String() },
  {
    additionalProperties: true,
    description:
      'Fields, types, statuses, properties and numbering as they are in force: the unit’s own part over the built-in one.',
  },
);

const EntityWire = Type.Object(
  {
    name: Type.String({ examples: ['documents'] }),
    title: Type.String({ examples: ['document'] }),
    builtIn: Type.Boolean({ description: 'false: the unit has made it.' }),
    definition: Definition,
    version: OrNull(Type.Integer({ description: 'Of the unit’s own part; null: it has none.' })),
    updatedAt: OrNull(Moment),
    updatedBy: OrNull(Type.String()),
    body: OrNull(Type.Unknown({ description: 'The unit’s own part: what POST and PUT take.' })),
  },
  { description: 'An entity.' },
);

export const listEntities = operation({
  id: 'listEntities',
  tag: 'Configuration',
  summary: 'Lists every entity as it is in force, with the unit’s own part of it.',
  description: 'For configurators all; for others those whose records they may read.',
  params: UnitPath,
  answers: {
    200: Type.Object({ data: Type.Array(EntityWire), nextCursor: Type.Null() }, { description: 'The entities.' }),
  },
  handle: async ({ parts, caller }) => ({ body: { data: await readEntities(parts, caller), nextCursor: null } }),
});

export const readEntity = operation({
  id: 'readEntity',
  tag: 'Configuration',
  summary: 'Reads one entity as it is in force, with the unit’s own part of it.',
  params: NamePath,
  answers: { 200: EntityWire },
  refusals: ['not-found'],
  handle: async ({ parts, caller, params: { name } }) => {
    const entities = await readEntities(parts, caller);
    return { body: entities.find((entity) => entity.name === name) ?? unknownEntity(name, entities) };
  },
});

function unknownEntity(name: string, entities: readonly { readonly name: string }[]): never {
  return refuse(
    'not-found',
    `There is no entity ${JSON.stringify(name)}. There are ${entities.map((entity) => entity.name).join(', ')}.`,
  );
}

async function readEntities({ database, plans }: ApiParts, caller: Caller) {
  const { unitId, administrator, groups, rights } = caller;
  const { definitions, objects } = await database.transaction(async (transaction) => ({
    ...(await plans.current(transaction, unitId)),
    objects: await readConfiguration(transaction, unitId, 'entities'),
  }));
  const own = new Map(objects.map((object) => [object.name, object]));
  const builtIn = resolveDefinitions([]);
  const all = administrator || groups.includes(configurators);
  const seen = [...definitions.values()].filter(({ name }) => all || may(rights, name, 'read'));
  return seen.map((definition) => {
    const { version = null, updatedAt = null, updatedBy = null, body = null } = own.get(definition.name) ?? {};
    const { name, title } = definition;
    return { name, title, builtIn: builtIn.has(name), definition, version, updatedAt, updatedBy, body };
  });
}

export const readEntityFields = operation({
  id: 'readEntityFields',
  tag: 'Configuration',
  summary: 'Gives the tree of fields that templates and conditions may name.',
  description:
    '`data` lists the same fields one by one, as forms and the editors of automation services show them, with the names that Zapier, Make and n8n have for their types.',
  params: NamePath,
  query: Type.Object(
    {
      type: Type.Optional(Type.String({ description: '`data`: only what records of this type have.' })),
      make: Type.Optional(
        Type.Union([Type.Literal('create'), Type.Literal('change'), Type.Literal('read'), Type.Literal('notice')], {
          description:
            '`make`: the fields as parameters of Make, nested: a form for a new record, one in which nothing is required, what comes out, or what a notice holds.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  answers: {
    200: Type.Object(
      {
        data: Type.Array(FlatFieldWire),
        make: Type.Optional(
          Type.Array(
            Type.Object(
              { name: Type.String(), label: Type.String(), type: Type.String() },
              { additionalProperties: true, description: 'A parameter of Make.' },
            ),
          ),
        ),
      },
      { additionalProperties: true, description: 'Kinds of fields by name; related records are in it by name.' },
    ),
  },
  refusals: ['not-found'],
  handle: async ({ parts, caller, params: { name }, query: { type, make } }) => {
    const { definitions } = await parts.database.transaction((transaction) =>
      parts.plans.current(transaction, caller.unitId),
    );
    const definition = definitions.get(name);
    if (definition === undefined) return unknownEntity(name, [...definitions.values()]);
    const form = make === undefined ? {} : { make: makeParameters(definition, knownType(definition, type), make) };
    return { body: { ...fieldsOf(definition, definitions), data: flatFieldsOf(definition, type), ...form } };
  },
});
