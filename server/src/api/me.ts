import { Type } from 'typebox';
import { readUnit } from '../configuration/store.ts';
import { refuse } from '../errors.ts';
import { operation } from './operation.ts';
import { apiVersion } from './version.ts';

export const readMe = operation({
  id: 'readMe',
  tag: 'Access',
  summary: 'Says whose token this is.',
  description:
    'What a program shows when a connection is set up: the user, the business unit, and what the user may do.',
  query: Type.Object(
    {
      unit: Type.Optional(
        Type.Integer({ minimum: 1, description: 'The unit in which the program will work; another one is refused.' }),
      ),
    },
    { additionalProperties: false },
  ),
  answers: {
    200: Type.Object(
      {
        id: Type.Integer({ description: 'The id of the user.' }),
        name: Type.String(),
        organisation: Type.String({ description: 'The name of the unit.' }),
        unit: Type.Integer(),
        units: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String() })),
        scopes: Type.Array(Type.String(), { description: 'The groups of the user.' }),
        apiVersion: Type.String(),
      },
      { description: 'The user of the token.' },
    ),
  },
  refusals: ['forbidden'],
  handle: async ({ parts, caller, query }) => {
    if (query.unit !== undefined && query.unit !== caller.unitId) {
      refuse('forbidden', `This token is for unit ${caller.unitId}, not for unit ${query.unit}.`);
    }
    const unit = await readUnit(parts.database, caller.unitId);
    const organisation = unit?.name ?? '';
    const units = [{ id: caller.unitId, name: organisation }];
    return {
      body: {
        id: caller.userId,
        name: caller.name,
        organisation,
        unit: caller.unitId,
        units,
        scopes: caller.groups,
        apiVersion,
      },
    };
  },
});
