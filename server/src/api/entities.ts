import { Type } from 'typebox';
import { fieldsOf } from '../records/field-tree.ts';
import { operation } from './operation.ts';
import { NamePath, UnitPath } from './schemas.ts';
import { refuse } from '../errors.ts';

const Definition = Type.Object(
  { name: Type.String(), title: Type.String() },
  {
    additionalProperties: true,
    description:
      'Fields, types, statuses, properties and numbering, with the unit’s own part laid over the built-in one.',
  },
);

export const listEntities = operation({
  id: 'listEntityDefinitions',
  tag: 'Configuration',
  summary: 'Lists every entity as it is in force: built in, with the unit’s own part over it.',
  params: UnitPath,
  answers: {
    200: Type.Object({ data: Type.Array(Definition), nextCursor: Type.Null() }, { description: 'The entities.' }),
  },
  handle: async ({ parts, caller }) => {
    const { definitions } = await parts.database.transaction((transaction) =>
      parts.plans.current(transaction, caller.unitId),
    );
    return { body: { data: [...definitions.values()], nextCursor: null } };
  },
});

export const readEntityFields = operation({
  id: 'readEntityFields',
  tag: 'Configuration',
  summary: 'Gives the tree of fields that templates and conditions may name.',
  params: NamePath,
  answers: {
    200: Type.Object(
      {},
      { additionalProperties: true, description: 'Kinds of fields by name; related records are in it by name.' },
    ),
  },
  refusals: ['not-found'],
  handle: async ({ parts, caller, params: { name } }) => {
    const { definitions } = await parts.database.transaction((transaction) =>
      parts.plans.current(transaction, caller.unitId),
    );
    const definition = definitions.get(name);
    if (definition === undefined)
      return refuse(
        'not-found',
        `There is no entity ${JSON.stringify(name)}. There are ${[...definitions.keys()].join(', ')}.`,
      );
    return { body: fieldsOf(definition, definitions) };
  },
});
