import { type TSchema, Type } from 'typebox';
import { type ConfigurationObject, readConfiguration, readConfigurationVersions } from '../configuration/store.ts';
import type { Transaction } from '../database/database.ts';
import { refuse } from '../errors.ts';
import { type Section, sectionSchemas } from '../integration/integration-file.ts';
import { nearest } from '../schema-faults.ts';
import { apply, applyIn, AppliedWire } from './integration.ts';
import { type Operation, operation } from './operation.ts';
import { Moment, NamePath, UnitPath } from './schemas.ts';

/** The words for one kind of configuration. */
interface Words {
  readonly kind: Section;
  /** In names of operations: `Connection`. */
  readonly type: string;
  readonly one: string;
  readonly many: string;
  readonly tag: string;
}

export interface KindOperations {
  readonly list: Operation;
  readonly read: Operation;
  readonly create: Operation;
  readonly put: Operation;
  readonly remove: Operation;
  readonly versions: Operation;
}

const facts = {
  version: Type.Integer({ description: 'Grows with each change of this object.' }),
  updatedAt: Moment,
  updatedBy: Type.String(),
};

const warnings = Type.Array(Type.String(), {
  description: 'Nothing is wrong, but something is missing before messages can go out, or was mended.',
});

/** The body of an object with what is known about it. */
const wireOf = (schema: TSchema, description: string): TSchema =>
  Type.Object({ ...facts, body: schema }, { description });

const shown = ({ body, version, updatedAt, updatedBy }: ConfigurationObject): object => ({
  version,
  updatedAt,
  updatedBy,
  body,
});

/** The six operations that every kind of configuration has. What is written is checked just as an integration file with this one object is. */
/** Of any kind, as it was saved; null where it was deleted. */
const Versioned = Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()], {
  description: 'The object as it was at this version; null: it was deleted.',
  examples: [{ name: 'accounting' }],
});

export function configurationOperations(words: Words): KindOperations {
  const wire = wireOf(sectionSchemas[words.kind], `The ${words.one}.`);
  const saved = Type.Object(
    { ...facts, body: sectionSchemas[words.kind], warnings },
    { description: `The ${words.one} as it was saved.` },
  );
  return { ...reading(words, wire), create: creating(words, saved), ...changing(words, saved) };
}

function reading({ kind, type, one, many, tag }: Words, wire: TSchema): Pick<KindOperations, 'list' | 'read'> {
  return {
    list: operation({
      id: `list${type}s`,
      tag,
      summary: `Lists the ${many} by name.`,
      params: UnitPath,
      answers: {
        200: Type.Object({ data: Type.Array(wire), nextCursor: Type.Null() }, { description: `The ${many}.` }),
      },
      handle: async ({ parts, caller }) => {
        const objects = await readConfiguration(parts.database, caller.unitId, kind);
        return { body: { data: objects.map(shown), nextCursor: null } };
      },
    }),
    read: operation({
      id: `read${type}`,
      tag,
      summary: `Reads one ${one}.`,
      params: NamePath,
      answers: { 200: wire },
      refusals: ['not-found'],
      handle: async ({ parts, caller, params: { name } }) => ({
        body: shown(await readOne(parts.database, caller.unitId, kind, name, one)),
      }),
    }),
  };
}

function creating({ kind, type, one, tag }: Words, wire: TSchema): Operation {
  return operation({
    id: `create${type}`,
    tag,
    summary: `Creates a ${one}.`,
    params: UnitPath,
    body: sectionSchemas[kind],
    answers: { 201: wire },
    refusals: ['invalid-configuration', 'already-exists'],
    handle: async ({ parts, caller, body }) => {
      const { name } = body as { readonly name: string };
      const created = await parts.database.transaction(async (transaction) => {
        const objects = await readConfiguration(transaction, caller.unitId, kind);
        if (objects.some((object) => object.name === name)) {
          refuse(
            'already-exists',
            `There is a ${one} ${JSON.stringify(name)} already. Change it with PUT, or choose another name.`,
          );
        }
        const object = { kind, name, body: body as object as Readonly<Record<string, unknown>>, path: '' };
        const applied = await applyIn(transaction, parts, caller, { objects: [object] });
        const saved = await readOne(transaction, caller.unitId, kind, name, one);
        return { ...shown(saved), warnings: applied.warnings };
      });
      return {
        status: 201,
        headers: { location: `/api/v1/${caller.unitId}/${kind}/${encodeURIComponent(name)}` },
        body: created,
      };
    },
  });
}

function changing({ kind, type, one, tag }: Words, wire: TSchema): Pick<KindOperations, 'put' | 'remove' | 'versions'> {
  return {
    put: operation({
      id: `put${type}`,
      tag,
      summary: `Creates or replaces a ${one}.`,
      description: 'The whole object is replaced by what is sent; the same again changes nothing.',
      params: NamePath,
      body: sectionSchemas[kind],
      answers: { 200: wire },
      refusals: ['invalid-configuration'],
      handle: async ({ parts, caller, params: { name }, body }) => {
        const object = body as object as Readonly<Record<string, unknown>>;
        if (object['name'] !== name) {
          const message = `The address says ${JSON.stringify(name)}; write the same name in the body. To rename, create the new one and delete the old one.`;
          refuse('invalid-body', message, [{ path: 'name', message }]);
        }
        const changed = await parts.database.transaction(async (transaction) => {
          const objects = [{ kind, name, body: object, path: '' }];
          const applied = await applyIn(transaction, parts, caller, { objects });
          const saved = await readOne(transaction, caller.unitId, kind, name, one);
          return { ...shown(saved), warnings: applied.warnings };
        });
        return { body: changed };
      },
    }),
    remove: operation({
      id: `delete${type}`,
      tag,
      summary: `Deletes a ${one}.`,
      description: 'Refused while something else needs it; the sentence names what.',
      params: NamePath,
      answers: { 200: AppliedWire },
      refusals: ['not-found', 'invalid-configuration'],
      handle: async ({ parts, caller, params: { name } }) => {
        await readOne(parts.database, caller.unitId, kind, name, one);
        return { body: await apply(parts, caller, { objects: [], removals: [{ kind, name }] }) };
      },
    }),
    versions: operation({
      id: `list${type}Versions`,
      tag,
      summary: `Lists the last versions of a ${one}, the newest first.`,
      params: NamePath,
      answers: {
        200: Type.Object({
          data: Type.Array(Type.Object({ version: Type.Integer(), at: Moment, by: Type.String(), body: Versioned })),
          nextCursor: Type.Null(),
        }),
      },
      refusals: ['not-found'],
      handle: async ({ parts, caller, params: { name } }) => {
        const data = await readConfigurationVersions(parts.database, caller.unitId, kind, name);
        if (data.length === 0)
          refuse('not-found', `There never was a ${one} ${JSON.stringify(name)} in unit ${caller.unitId}.`);
        return { body: { data, nextCursor: null } };
      },
    }),
  };
}

type Readable = Pick<Transaction, 'query'>;

async function readOne(
  queryable: Readable,
  unitId: number,
  kind: Section,
  name: string,
  one: string,
): Promise<ConfigurationObject> {
  return find(await readConfiguration(queryable, unitId, kind), name, one);
}

function find(objects: readonly ConfigurationObject[], name: string, one: string): ConfigurationObject {
  const found = objects.find((object) => object.name === name);
  if (found !== undefined) return found;
  const near = nearest(
    name,
    objects.map((object) => object.name),
  );
  return refuse(
    'not-found',
    `There is no ${one} ${JSON.stringify(name)} here.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`}`,
  );
}
