import { type TSchema, Type } from 'typebox';
import { type ConfigurationVersionRow, readConfigurationVersions } from '../configuration/store.ts';
import type { Queryable } from '../database/database.ts';
import { Refusal, refuse } from '../errors.ts';
import { readIntegrationFile } from '../integration/integration-file.ts';
import { type KindOperations, readOne, shown, type Words } from './configuration-object.ts';
import { applyIn } from './integration.ts';
import { type Operation, operation } from './operation.ts';
import { Moment, NamePath, OrNull } from './schemas.ts';

const VersionWire = Type.Object(
  {
    version: Type.Integer(),
    at: Moment,
    by: Type.String({ description: 'Who saved it.' }),
    reason: OrNull(Type.String({ description: 'Why, where somebody said so.' })),
    /** Of any kind, as it was saved; null where it was deleted. */
    body: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()], {
      description: 'The object as it was at this version; null: it was deleted.',
      examples: [{ name: 'accounting' }],
    }),
  },
  { description: 'An object as it was.' },
);

const VersionPath = Type.Object({
  ...NamePath.properties,
  version: Type.Integer({
    minimum: 1,
    maximum: 2_147_483_647,
    description: 'The number of the version.',
    examples: [1],
  }),
});

/** What was, and the way back to it: the same addresses for every kind of configuration. */
export function versionOperations(
  words: Words,
  saved: TSchema,
): Pick<KindOperations, 'versions' | 'version' | 'restore'> {
  const { kind, type, one, tag } = words;
  return {
    versions: operation({
      id: `list${type}Versions`,
      tag,
      summary: `Lists the last 100 versions of a ${one}, the newest first.`,
      params: NamePath,
      answers: { 200: Type.Object({ data: Type.Array(VersionWire), nextCursor: Type.Null() }) },
      refusals: ['not-found'],
      handle: async ({ parts, caller, params: { name } }) => {
        const data = await readConfigurationVersions(parts.database, caller.unitId, kind, name);
        if (data.length === 0)
          refuse('not-found', `There never was a ${one} ${JSON.stringify(name)} in unit ${caller.unitId}.`);
        return { body: { data, nextCursor: null } };
      },
    }),
    version: operation({
      id: `read${type}Version`,
      tag,
      summary: `Reads a version of a ${one}.`,
      params: VersionPath,
      answers: { 200: VersionWire },
      refusals: ['not-found'],
      handle: async ({ parts, caller, params }) => ({
        body: await readVersion(parts.database, caller.unitId, words, params),
      }),
    }),
    restore: restoring(words, saved),
  };
}

function restoring({ kind, type, one, tag }: Words, saved: TSchema): Operation {
  return operation({
    id: `restore${type}Version`,
    tag,
    summary: `Makes a ${one} what it was at a version.`,
    description: 'A new version comes of it; the ones between stay. It is checked as everything that is saved.',
    params: VersionPath,
    body: Type.Object(
      { reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'Why.' })) },
      { additionalProperties: false },
    ),
    bodyOptional: true,
    answers: { 200: saved },
    refusals: ['not-found', 'illegal-state', 'invalid-configuration'],
    handle: async ({ parts, caller, params, body }) => {
      const restored = await parts.database.transaction(async (transaction) => {
        const { unitId } = caller;
        const was = await readVersion(transaction, unitId, { kind, one }, params);
        if (was.body === null)
          refuse(
            'illegal-state',
            `At version ${params.version} the ${one} was deleted. Choose another version, or delete it.`,
          );
        // The form of today: a version of long ago may not have it any more.
        const { objects, faults } = readIntegrationFile({ [kind]: [was.body] });
        if (faults.length > 0)
          throw new Refusal(
            'invalid-configuration',
            `Version ${params.version} is not of the form that a ${one} has today. Its faults stand under errors.`,
            faults,
          );
        const applied = await applyIn(transaction, parts, caller, {
          objects: objects.map((object) => ({ ...object, path: '' })),
          reason: body.reason ?? `Version ${params.version} restored.`,
        });
        const now = await readOne(transaction, unitId, kind, params.name, one);
        return { ...shown(now), warnings: applied.warnings };
      });
      return { body: restored };
    },
  });
}

async function readVersion(
  queryable: Queryable,
  unitId: number,
  { kind, one }: Pick<Words, 'kind' | 'one'>,
  { name, version }: { readonly name: string; readonly version: number },
): Promise<ConfigurationVersionRow> {
  const [found] = await readConfigurationVersions(queryable, unitId, kind, name, version);
  if (found !== undefined) return found;
  return refuse('not-found', `There is no version ${version} of a ${one} ${JSON.stringify(name)} in unit ${unitId}.`);
}
