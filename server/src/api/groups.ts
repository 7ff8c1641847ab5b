import { Type } from 'typebox';
import { administrators, defaultGroups, type Group, rightNames } from '../access/groups.ts';
import { builtInGroups } from '../access/rights.ts';
import { type ConfigurationObject, readConfiguration } from '../configuration/store.ts';
import { refuse } from '../errors.ts';
import { sectionSchemas } from '../integration/integration-file.ts';
import { operation } from './operation.ts';
import { Moment, NamePath, UnitPath } from './schemas.ts';

const GroupWire = Type.Object(
  {
    version: Type.Integer({ description: 'Grows with each change of this object.' }),
    updatedAt: Moment,
    updatedBy: Type.String(),
    builtIn: Type.Boolean({ description: 'Every unit begins with it.' }),
    rights: Type.Record(Type.String(), Type.Array(Type.Union(rightNames.map((name) => Type.Literal(name)))), {
      description:
        'What its members may do: its own rights, or those that it begins with where it names none. Administrators may do everything, whatever stands here.',
      examples: [{ '*': ['read'], documents: ['read', 'create', 'change', 'transition'] }],
    }),
    body: sectionSchemas.groups,
  },
  { description: 'The group.' },
);

const shown = ({ body, version, updatedAt, updatedBy }: ConfigurationObject): object => {
  // Written by the integration file's check alone.
  const group = body as unknown as Group;
  const rights = group.name === administrators ? { '*': rightNames } : (group.rights ?? builtInGroups.get(group.name));
  const builtIn = defaultGroups.some(({ name }) => name === group.name);
  return { version, updatedAt, updatedBy, builtIn, rights: rights ?? {}, body };
};

export const listGroups = operation({
  id: 'listGroups',
  tag: 'Configuration',
  summary: 'Lists the groups by name, with the rights that are in force.',
  params: UnitPath,
  answers: {
    200: Type.Object({ data: Type.Array(GroupWire), nextCursor: Type.Null() }, { description: 'The groups.' }),
  },
  handle: async ({ parts, caller }) => {
    const groups = await readConfiguration(parts.database, caller.unitId, 'groups');
    return { body: { data: groups.map(shown), nextCursor: null } };
  },
});

export const readGroup = operation({
  id: 'readGroup',
  tag: 'Configuration',
  summary: 'Reads one group, with the rights that are in force.',
  params: NamePath,
  answers: { 200: GroupWire },
  refusals: ['not-found'],
  handle: async ({ parts, caller, params: { name } }) => {
    const groups = await readConfiguration(parts.database, caller.unitId, 'groups');
    const found = groups.find((group) => group.name === name);
    const known = groups.map((group) => group.name).join(', ');
    return {
      body: shown(found ?? refuse('not-found', `There is no group ${JSON.stringify(name)}. There are ${known}.`)),
    };
  },
});
