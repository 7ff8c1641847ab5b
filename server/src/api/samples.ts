import { type ValueObject, writeJson } from '@gangway/language';
import { Type } from 'typebox';
import type { Caller } from '../access/caller.ts';
import { requireRight } from '../access/require-right.ts';
import type { Transaction } from '../database/database.ts';
import { runOf } from '../deliveries/message-parts.ts';
import { previewParts } from '../deliveries/preview-message.ts';
import { Refusal, refuse } from '../errors.ts';
import { findSamples } from '../overview/find-samples.ts';
import { readable } from '../records/acl.ts';
import { fieldsOf } from '../records/field-tree.ts';
import { readRecords } from '../records/store.ts';
import type { RecordRow } from '../records/types.ts';
import type { MessageTemplate } from '../templates/template.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import { type Call, operation } from './operation.ts';
import { connectionOf, findTemplate, knownConnection } from './preview.ts';
import { UnitPath } from './schemas.ts';

const mostSamples = 100;

export const RunWire = Type.Object(
  {
    context: Type.Record(Type.String(), Type.Unknown(), {
      description: 'input, before, event, user, unit, constants, connection, delivery, message.',
    }),
    now: Type.String(),
    seed: Type.String(),
    zone: Type.String({ examples: ['Europe/Prague'] }),
    locale: Type.String({ examples: ['cs-CZ'] }),
  },
  { description: 'Everything that a template sees of a record beside the dictionaries.' },
);

const SamplesQuery = Type.Object(
  {
    entity: Type.String({ minLength: 1, maxLength: 100, examples: ['documents'] }),
    last: Type.Optional(Type.Integer({ minimum: 1, maximum: mostSamples, default: 20, description: 'How many.' })),
    filter: Type.Optional(
      Type.String({ maxLength: 5_000, description: 'As in a view.', examples: ["type='INVOICE.SALES'"] }),
    ),
    ids: Type.Optional(
      Type.String({
        pattern: '^\\d{1,15}(,\\d{1,15}){0,99}$',
        description: 'These records instead of the last ones.',
        examples: ['7,8'],
      }),
    ),
    template: Type.Optional(Type.String({ description: 'Whose key and connection the messages have.' })),
    connection: Type.Optional(Type.String({ description: 'For its constants; default: that of the template.' })),
  },
  { additionalProperties: false },
);

export const listSamples = operation({
  id: 'listSamples',
  tag: 'Configuration',
  summary: 'Gives the last records as templates see them, so that messages can be made of them elsewhere.',
  description:
    'With the template language (a workspace without any dependency) a browser makes the same bytes of them. Read the answer with its `readJson`, so that amounts keep their digits. Secrets are not in it; records and related records that you may not see neither.',
  params: UnitPath,
  query: SamplesQuery,
  answers: {
    200: Type.Object(
      {
        entity: Type.String(),
        fields: Type.Unknown({ description: 'The tree of fields that a template may name.' }),
        dictionaries: Type.Record(Type.String(), Type.Record(Type.String(), Type.String())),
        data: Type.Array(Type.Object({ recordId: Type.Integer(), registration: Type.String(), run: RunWire }), {
          description: 'The newest first.',
        }),
      },
      { description: 'Records as templates see them.' },
    ),
  },
  refusals: ['not-found'],
  handle: async (call) => {
    const { parts, caller, query } = call;
    requireRight(caller, query.entity, 'read');
    const plan = await parts.plans.read(parts.database, caller.unitId);
    const definition = plan.definitions.get(query.entity);
    if (definition === undefined) {
      const known = [...plan.definitions.keys()].join(', ');
      return refuse('not-found', `There is no entity ${JSON.stringify(query.entity)}. There are ${known}.`);
    }
    const through = throughOf(plan, query);
    const ids = await sampleIds(call, plan);
    const data = await parts.database.transaction(async (transaction) => {
      const rows = await readShown(transaction, caller, query.entity, ids);
      const made: ValueObject[] = [];
      for (const row of rows) made.push(await sampleOf(transaction, plan, through, row, caller));
      return made;
    });
    const dictionaries = Object.fromEntries([...plan.dictionaries].map(([name, { entries }]) => [name, entries]));
    const fields = JSON.parse(JSON.stringify(fieldsOf(definition, plan.definitions))) as ValueObject;
    return {
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: writeJson({ entity: query.entity, fields, dictionaries, data }),
    };
  },
});

interface Through {
  readonly template: MessageTemplate | null;
  readonly connection: string | undefined;
}

function throughOf(
  plan: UnitPlan,
  { template, connection }: { readonly template?: string; readonly connection?: string },
): Through {
  if (connection !== undefined) knownConnection(plan, connection);
  const found = template === undefined ? null : findTemplate(plan, template);
  return { template: found, connection: connection ?? (found === null ? undefined : connectionOf(plan, found.name)) };
}

async function sampleIds(
  {
    parts,
    caller,
    query,
  }: Pick<
    Call<unknown, { entity: string; last?: number; filter?: string; ids?: string }>,
    'parts' | 'caller' | 'query'
  >,
  plan: UnitPlan,
): Promise<readonly number[]> {
  if (query.ids !== undefined) return query.ids.split(',').map(Number);
  const asked = { entity: query.entity, filter: query.filter, last: query.last ?? 20 };
  const found = await findSamples(parts.database, plan, caller, asked);
  if (found.ok) return found.ids;
  const faults = found.faults.map((fault) => ({ ...fault, path: 'filter' }));
  throw new Refusal('invalid-parameter', faults.map(({ message }) => message).join(' '), faults);
}

/** In the order of the ids; those that the caller may not see are left out. */
async function readShown(
  transaction: Transaction,
  caller: Caller,
  entity: string,
  ids: readonly number[],
): Promise<RecordRow[]> {
  const rows = await readRecords(
    transaction,
    caller.unitId,
    ids.map((id) => ({ entity, id })),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => readable(byId.get(id), caller) ?? []);
}

export async function sampleOf(
  transaction: Transaction,
  plan: UnitPlan,
  through: Through,
  row: RecordRow,
  caller: Caller,
): Promise<ValueObject> {
  const parts = await previewParts(transaction, plan, through, row, caller);
  const { context, now, seed, zone, locale } = runOf(parts, plan.definitions);
  return { recordId: row.id, registration: row.registration, run: { context, now, seed, zone, locale } };
}
