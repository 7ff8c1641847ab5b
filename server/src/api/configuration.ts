import { type TSchema, Type } from 'typebox';
import { readConfiguration } from '../configuration/store.ts';
import { refuse } from '../errors.ts';
import { sectionSchemas } from '../integration/integration-file.ts';
import { type KindOperations, readOne, shown, type Words } from './configuration-object.ts';
import { versionOperations } from './configuration-versions.ts';
import { apply, applyIn, AppliedWire } from './integration.ts';
import { type Operation, operation } from './operation.ts';
import { Moment, NamePath, UnitPath } from './schemas.ts';

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

/** Why, in a person's words: it stands with the version. */
const ReasonQuery = Type.Object(
  {
    reason: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 500,
        description:
          'Why it is changed: stands with the version. Needed where a golden record of a template comes out differently.',
        examples: ['The counterparty asks for the variable symbol.'],
      }),
    ),
  },
  { additionalProperties: false },
);

/** The eight operations that every kind of configuration has. What is written is checked just as an integration file with this one object is. */
export function configurationOperations(words: Words): KindOperations {
  const wire = wireOf(sectionSchemas[words.kind], `The ${words.one}.`);
  const saved = Type.Object(
    { ...facts, body: sectionSchemas[words.kind], warnings },
    { description: `The ${words.one} as it was saved.` },
  );
  return {
    ...reading(words, wire),
    create: creating(words, saved),
    ...changing(words, saved),
    ...versionOperations(words, saved),
  };
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

function changing({ kind, type, one, tag }: Words, wire: TSchema): Pick<KindOperations, 'put' | 'remove'> {
  return {
    put: operation({
      id: `put${type}`,
      tag,
      summary: `Creates or replaces a ${one}.`,
      description: 'The whole object is replaced by what is sent; the same again changes nothing.',
      params: NamePath,
      query: ReasonQuery,
      body: sectionSchemas[kind],
      answers: { 200: wire },
      refusals: ['invalid-configuration'],
      handle: async ({ parts, caller, params: { name }, query, body }) => {
        const object = body as object as Readonly<Record<string, unknown>>;
        if (object['name'] !== name) {
          const message = `The address says ${JSON.stringify(name)}; write the same name in the body. To rename, create the new one and delete the old one.`;
          refuse('invalid-body', message, [{ path: 'name', message }]);
        }
        const changed = await parts.database.transaction(async (transaction) => {
          const objects = [{ kind, name, body: object, path: '' }];
          const applied = await applyIn(transaction, parts, caller, { objects, ...query });
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
      query: ReasonQuery,
      answers: { 200: AppliedWire },
      refusals: ['not-found', 'invalid-configuration'],
      handle: async ({ parts, caller, params: { name }, query }) => {
        await readOne(parts.database, caller.unitId, kind, name, one);
        return { body: await apply(parts, caller, { objects: [], removals: [{ kind, name }], ...query }) };
      },
    }),
  };
}
