import { type Value, writeJson } from '@gangway/language';
import { Type } from 'typebox';
import {
  type GoldenMessage,
  goldenContent,
  type GoldenResult,
  goldenRun,
  renderGolden,
  sameMessage,
} from '../deliveries/golden.ts';
import { deleteGolden, type GoldenRow, readGolden, writeGolden } from '../deliveries/golden-store.ts';
import { previewParts } from '../deliveries/preview-message.ts';
import type { Transaction } from '../database/database.ts';
import { requireRight } from '../access/require-right.ts';
import { refuse } from '../errors.ts';
import { readable } from '../records/acl.ts';
import { readRecords } from '../records/store.ts';
import { MessageTemplate } from '../templates/template.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import { type Call, operation } from './operation.ts';
import { connectionOf, findTemplate, knownConnection, PlacedFault } from './preview.ts';
import { RunWire } from './samples.ts';
import { Moment, NamePath, OrNull } from './schemas.ts';

/** A template is saved with all of them rendered: a second or two at the very most. */
const mostGolden = 50;

const MessageWire = Type.Object(
  {
    method: Type.String({ examples: ['POST'] }),
    url: Type.String(),
    headers: Type.Record(Type.String(), Type.String()),
    body: OrNull(Type.String()),
  },
  { description: 'The request, without authentication and with secrets as placeholders.' },
);

const compared = {
  same: Type.Boolean({ description: 'Whether the template makes the message that was pinned.' }),
  expected: MessageWire,
  actual: OrNull(MessageWire),
  faults: Type.Array(PlacedFault, { description: 'Why there is no message.' }),
};

const GoldenWire = Type.Object(
  {
    id: Type.String(),
    title: Type.String({ examples: ['Invoice in EUR'] }),
    entity: Type.String({ examples: ['documents'] }),
    recordId: Type.Integer(),
    registration: Type.String(),
    connection: OrNull(Type.String()),
    run: RunWire,
    ...compared,
    createdAt: Moment,
    createdBy: Type.String(),
    updatedAt: Moment,
    updatedBy: Type.String(),
  },
  { description: 'A pinned record with the message that the template must make of it.' },
);

const GoldenPath = Type.Object({
  ...NamePath.properties,
  id: Type.String({
    format: 'uuid',
    description: 'Made by the caller.',
    examples: ['019ab2c3-0000-7000-8000-000000000001'],
  }),
});

type NameCall = Pick<Call<{ readonly name: string }>, 'parts' | 'caller' | 'params'>;

export const listGolden = operation({
  id: 'listGoldenRecords',
  tag: 'Configuration',
  summary: 'Lists the golden records of a template, and whether it still makes their messages.',
  description:
    'Read the answer with `readJson` of the template language, so that amounts keep their digits. Those of records that you may not see are left out.',
  params: NamePath,
  answers: { 200: Type.Object({ data: Type.Array(GoldenWire) }, { description: 'Golden records.' }) },
  refusals: ['not-found'],
  handle: async (call) => {
    const plan = await call.parts.plans.read(call.parts.database, call.caller.unitId);
    const template = findTemplate(plan, call.params.name);
    const rows = await shownGolden(call);
    const data = rows.map((row): Value => wireOf(row, template, plan));
    return { headers: { 'content-type': 'application/json; charset=utf-8' }, body: writeJson({ data }) };
  },
});

export const putGolden = operation({
  id: 'putGoldenRecord',
  tag: 'Configuration',
  summary:
    'Pins a record as it is now with the message that the template makes of it, or takes today’s message as the right one.',
  params: GoldenPath,
  body: Type.Object(
    {
      title: Type.Optional(Type.String({ minLength: 1, maxLength: 200, examples: ['Invoice in EUR'] })),
      record: Type.Optional(
        Type.Object({ entity: Type.String(), id: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
      ),
      connection: Type.Optional(Type.String({ description: 'Default: the one that a trigger sends the template to.' })),
      accept: Type.Optional(
        Type.Boolean({ description: 'Of one that is pinned: what the saved template makes of it today is right.' }),
      ),
    },
    { additionalProperties: false },
  ),
  answers: { 200: GoldenWire },
  refusals: ['not-found', 'illegal-state', 'invalid-configuration'],
  handle: async (call) => {
    const { parts, caller, params, body } = call;
    const plan = await parts.plans.read(parts.database, caller.unitId);
    const template = findTemplate(plan, params.name);
    const known = await shownGolden(call);
    const present = known.find(({ id }) => id === params.id);
    await parts.database.transaction(async (transaction) => {
      const all = await readGolden(transaction, caller.unitId, [params.name]);
      if (all.length >= mostGolden && present === undefined)
        refuse('illegal-state', `A template has ${mostGolden} golden records at most. Take one away first.`);
      const pinned =
        body.record === undefined
          ? existing(present, params.id)
          : await pin(transaction, plan, call, template, body.record);
      const made = renderGolden(pinned.content, template, entriesOf(plan), plan.definitions);
      // A new title alone leaves what is right as it was.
      const keeps = body.record === undefined && body.accept !== true;
      const expected = keeps ? pinned.expected : messageOf(made);
      const title =
        body.title ?? (body.record === undefined ? pinned.title : `${pinned.entity} ${pinned.registration}`);
      await writeGolden(transaction, caller.unitId, { ...pinned, id: params.id, title, expected }, caller.name);
    });
    const saved = (await shownGolden(call)).find(({ id }) => id === params.id);
    if (saved === undefined) return refuse('not-found', `The golden record ${params.id} has just been taken away.`);
    return {
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: writeJson(wireOf(saved, template, plan)),
    };
  },
});

export const removeGolden = operation({
  id: 'deleteGoldenRecord',
  tag: 'Configuration',
  summary: 'Takes a golden record away.',
  params: GoldenPath,
  answers: { 200: Type.Object({ deleted: Type.Boolean() }) },
  refusals: ['not-found'],
  handle: async (call) => {
    const { parts, caller, params } = call;
    existing(
      (await shownGolden(call)).find(({ id }) => id === params.id),
      params.id,
    );
    const deleted = await parts.database.transaction((transaction) =>
      deleteGolden(transaction, caller.unitId, params.name, params.id),
    );
    return { body: { deleted } };
  },
});

export const checkGolden = operation({
  id: 'checkGoldenRecords',
  changesNothing: true,
  tag: 'Configuration',
  summary: 'Compares what a template makes of its golden records with what was pinned, and saves nothing.',
  params: NamePath,
  body: Type.Object(
    { template: Type.Optional({ ...MessageTemplate, description: 'One that is not saved; default: the saved one.' }) },
    { additionalProperties: false },
  ),
  bodyOptional: true,
  answers: {
    200: Type.Object(
      {
        differing: Type.Integer(),
        data: Type.Array(Type.Object({ id: Type.String(), title: Type.String(), ...compared })),
      },
      { description: 'One result for each golden record.' },
    ),
  },
  refusals: ['not-found'],
  handle: async (call) => {
    const plan = await call.parts.plans.read(call.parts.database, call.caller.unitId);
    const rows = await shownGolden(call);
    const template = call.body.template ?? findTemplate(plan, call.params.name);
    const data = rows.map((row) => ({ id: row.id, title: row.title, ...comparedWith(row, template, plan) }));
    return { body: { differing: data.filter(({ same }) => !same).length, data } };
  },
});

function comparedWith({ content, expected }: GoldenRow, template: MessageTemplate, plan: UnitPlan) {
  const made = renderGolden(content, template, entriesOf(plan), plan.definitions);
  if (made.ok) return { same: sameMessage(made.message, expected), expected, actual: made.message, faults: [] };
  const faults = made.problems.map(({ part, message, line, column }) => ({ path: part, message, line, column }));
  return { same: false, expected, actual: null, faults };
}

function wireOf(row: GoldenRow, template: MessageTemplate, plan: UnitPlan): Value {
  const { id, title, entity, recordId, registration, connection, content, createdBy, updatedBy } = row;
  const { context, now, seed, zone, locale } = goldenRun(content, entriesOf(plan), plan.definitions);
  const { same, expected, actual, faults } = comparedWith(row, template, plan);
  return {
    ...{ id, title, entity, recordId, registration, connection, createdBy, updatedBy, same, faults },
    ...{ expected: { ...expected }, actual: actual === null ? null : { ...actual } },
    run: { context, now, seed, zone, locale },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function entriesOf({ dictionaries }: UnitPlan): Record<string, Readonly<Record<string, string>>> {
  return Object.fromEntries([...dictionaries].map(([name, { entries }]) => [name, entries]));
}

/** Golden records of records that the caller may see; of one that is gone only administrators see what was kept of it. */
async function shownGolden({ parts, caller, params }: NameCall): Promise<GoldenRow[]> {
  const rows = await readGolden(parts.database, caller.unitId, [params.name]);
  const keys = rows.map(({ entity, recordId: id }) => ({ entity, id }));
  const records = await readRecords(parts.database, caller.unitId, keys);
  const byKey = new Map(records.map((row) => [`${row.entity}/${row.id}`, row]));
  return rows.filter(
    ({ entity, recordId }) =>
      caller.administrator || readable(byKey.get(`${entity}/${recordId}`), caller) !== undefined,
  );
}

function existing(row: GoldenRow | undefined, id: string): GoldenRow {
  return (
    row ?? refuse('not-found', `There is no golden record ${id} here. Name a record, and it is pinned under this id.`)
  );
}

async function pin(
  transaction: Transaction,
  plan: UnitPlan,
  { caller, body }: Pick<Call<unknown, unknown, { readonly connection?: string }>, 'caller' | 'body'>,
  template: MessageTemplate,
  { entity, id }: { readonly entity: string; readonly id: number },
): Promise<Omit<GoldenRow, 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy'>> {
  requireRight(caller, entity, 'read');
  if (body.connection !== undefined) knownConnection(plan, body.connection);
  const connection = body.connection ?? connectionOf(plan, template.name);
  const [row] = await readRecords(transaction, caller.unitId, [{ entity, id }]);
  const record =
    readable(row, caller) ?? refuse('not-found', `There is no record ${id} in ${entity} of unit ${caller.unitId}.`);
  const parts = await previewParts(transaction, plan, { template, connection }, record, caller);
  const charset = connection === undefined ? undefined : plan.connections.get(connection)?.charset;
  const nothing: GoldenMessage = { method: '', url: '', headers: {}, body: null };
  return {
    ...{ template: template.name, id: '', title: '', entity, recordId: id, registration: record.registration },
    ...{ connection: connection ?? null, content: goldenContent(parts, charset), expected: nothing },
  };
}

function messageOf(made: GoldenResult): GoldenMessage {
  if (made.ok) return made.message;
  const faults = made.problems.map(({ part, message, line, column }) => ({ path: part, message, line, column }));
  return refuse(
    'illegal-state',
    'The template makes no message of this record, so there is nothing to pin. Mend what stands under errors.',
    faults,
  );
}
