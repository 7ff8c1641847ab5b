import { type Static, Type } from 'typebox';
import { requireRight } from '../access/require-right.ts';
import { openStates } from '../deliveries/delivery.ts';
import { readDelivery } from '../deliveries/delivery-store.ts';
import { refuse } from '../errors.ts';
import { nearest } from '../schema-faults.ts';
import { readable } from '../records/acl.ts';
import { readHistory } from '../records/history-store.ts';
import { saveRecord } from '../records/save-record.ts';
import { readByRegistration } from '../records/store.ts';
import { toWire } from '../records/to-wire.ts';
import type { ExportState, RecordRow, SaveRequest, SaveResult } from '../records/types.ts';
import { recordEnvironment } from '../triggers/record-environment.ts';
import { requestExport } from '../triggers/request-export.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import { findById } from './find-record.ts';
import { type Answer, type Call, operation } from './operation.ts';
import {
  answerItems,
  BatchWire,
  keyOfItem,
  oneOrSeveral,
  refuseForSeveral,
  registrationOfItem,
} from './record-batch.ts';
import { actorOf, defaultLimit, Moment, OrNull, PageOf, pageQuery } from './schemas.ts';

export const EntityPath = Type.Object({
  unit: Type.Integer({ minimum: 1, description: 'The business unit.', examples: [1] }),
  entity: Type.String({
    minLength: 1,
    maxLength: 100,
    description: 'The entity, in the plural.',
    examples: ['documents'],
  }),
});
export type EntityPath = Static<typeof EntityPath>;

const keyFields = {
  id: Type.Optional(Type.Integer({ minimum: 1, description: 'The id of the record.', examples: [7] })),
  registration: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'The registration of the record, instead of its id.',
      examples: ['2026-0001'],
    }),
  ),
};
export const KeyQuery = Type.Object(keyFields, { additionalProperties: false });
type Key = { readonly id: number } | { readonly registration: string };

/** Its fields are configuration; planChange judges them, so the schema here says only what every record has. */
export const RecordWire = Type.Object(
  {
    id: Type.Integer(),
    registration: Type.String(),
    revision: Type.Integer({
      description: 'Grows with each change; hand it in as If-Match to be sure of what you change.',
    }),
    createdAt: Moment,
    updatedAt: Moment,
  },
  { additionalProperties: true, description: 'The record.' },
);
const Fields = Type.Record(Type.String(), Type.Unknown(), {
  description: 'Fields of the record. Nested objects merge by name, lists are replaced, null clears.',
  examples: [
    {
      type: 'INVOICE.SALES',
      ownerId: 1,
      companyId: 2,
      lines: [{ name: 'Design', quantity: 1, unitPrice: '1000.00', vatRate: 21 }],
    },
  ],
});

const RecordOrBatch = Type.Union([RecordWire, BatchWire], {
  description: 'The record; of an array what became of each item.',
});

const refusals = [
  'not-found',
  'invalid-record',
  'illegal-transition',
  'revision-conflict',
  'already-exists',
  'illegal-state',
] as const;

export const readRecord = operation({
  id: 'readRecord',
  tag: 'Records',
  summary: 'Reads one record by its id or registration.',
  params: EntityPath,
  query: KeyQuery,
  answers: { 200: RecordWire },
  refusals: ['not-found'],
  handle: async (call) => answerOf(await withHolds(call, await findRecord(call, keyOf(call.query)))),
});

export const createRecord = operation({
  id: 'createRecord',
  tag: 'Records',
  summary: 'Creates a record.',
  description:
    'Answers the whole record with its `id` and `registration`. Triggers see the new record in the same transaction. An array creates one record after the other, and answers what became of each.',
  params: EntityPath,
  query: Type.Object({}, { additionalProperties: false }),
  body: oneOrSeveral(Fields),
  exactNumbers: true,
  answers: { 200: BatchWire, 201: RecordWire },
  refusals,
  handle: (call) => eachOf(call, (fields) => ({ kind: 'create', fields })),
});

export const changeRecord = operation({
  id: 'changeRecord',
  ifMatch: true,
  tag: 'Records',
  summary: 'Changes the named fields of a record.',
  description:
    'What is not named stays. With the header `If-Match` or `revision` in the body the change is refused when somebody else has changed the record meanwhile. A change that changes nothing makes no new revision and fires no trigger. An array changes one record after the other, each named by its `id` or `registration`.',
  params: EntityPath,
  query: KeyQuery,
  body: oneOrSeveral(Fields),
  exactNumbers: true,
  answers: { 200: RecordOrBatch },
  refusals,
  handle: (call) =>
    eachOf(
      call,
      (fields) => ({ kind: 'change', key: keyOf(call.query), fields, ...expected(call) }),
      (fields) => ({ kind: 'change', key: keyOfItem(fields), fields }),
    ),
});

export const putRecord = operation({
  id: 'putRecord',
  ifMatch: true,
  tag: 'Records',
  summary: 'Creates the record of this registration, or changes it where it is there.',
  description:
    'Sent twice, it does the same as sent once: for systems that keep their own numbers. In an array each item has its `registration`.',
  params: EntityPath,
  query: Type.Object(
    {
      registration: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 100,
          description: 'The registration of the record. An array has it in each item instead.',
          examples: ['CRM-4711'],
        }),
      ),
    },
    { additionalProperties: false },
  ),
  body: oneOrSeveral(Fields),
  exactNumbers: true,
  answers: { 200: RecordOrBatch, 201: RecordWire },
  refusals,
  handle: (call) =>
    eachOf(
      call,
      (fields) => ({ kind: 'upsert', registration: named(call.query), fields, ...expected(call) }),
      (fields) => ({ kind: 'upsert', registration: registrationOfItem(fields), fields }),
    ),
});

export const deleteRecord = operation({
  id: 'deleteRecord',
  ifMatch: true,
  tag: 'Records',
  summary: 'Deletes a record.',
  description: 'It is marked as deleted and answered as it was; its history stays.',
  params: EntityPath,
  query: KeyQuery,
  answers: { 200: RecordWire },
  refusals: ['not-found', 'revision-conflict', 'illegal-state'],
  handle: (call) => save(call, { kind: 'delete', key: keyOf(call.query), ...expected(call) }),
});

const HistoryLine = Type.Object({
  id: Type.String(),
  at: Moment,
  kind: Type.String({ examples: ['updated'] }),
  names: Type.Array(Type.String(), { examples: [['documents.updated', 'documents.approved']] }),
  revision: OrNull(Type.Integer()),
  userId: OrNull(Type.Integer()),
  userName: Type.String(),
  origin: Type.String({ description: 'api, console, import, write-back, schedule or system.' }),
  changes: Type.Record(Type.String(), Type.Unknown(), { description: 'Field path to [before, after].' }),
});

export const readRecordHistory = operation({
  id: 'readRecordHistory',
  tag: 'Records',
  summary: 'Lists every change of a record, the newest first: who, what, when and from where.',
  params: EntityPath,
  query: Type.Object({ ...keyFields, ...pageQuery }, { additionalProperties: false }),
  answers: { 200: PageOf(HistoryLine, 'Changes, the newest first.') },
  refusals: ['not-found'],
  handle: async (call) => {
    const { entity, id } = await findRecord(call, keyOf(call.query), true);
    const { limit = defaultLimit, cursor } = call.query;
    const page = { limit, ...(cursor === undefined ? {} : { before: cursor }) };
    return { body: await readHistory(call.parts.database, call.caller.unitId, entity, id, page) };
  },
});

export const exportRecord = operation({
  id: 'exportRecord',
  tag: 'Records',
  summary: 'Asks that a record is sent to its counterparties.',
  description:
    'An event of the kind `requested`: triggers that listen to it fire. The body may name a trigger or a connection, and `repeat` to send what was delivered before.',
  params: EntityPath,
  query: KeyQuery,
  body: Type.Object(
    {
      trigger: Type.Optional(Type.String({ examples: ['invoice-approved'] })),
      connection: Type.Optional(Type.String({ examples: ['accounting'] })),
      repeat: Type.Optional(Type.Boolean({ description: 'Send it although it was delivered before.' })),
    },
    { additionalProperties: false },
  ),
  bodyOptional: true,
  answers: {
    202: Type.Object(
      { deliveries: Type.Array(Type.Object({ id: Type.String(), state: Type.String(), connection: Type.String() })) },
      { description: 'The deliveries that were queued; none where the trigger only watches.' },
    ),
  },
  refusals: ['not-found', 'illegal-state', 'already-exists'],
  handle: async (call) => {
    const { caller, parts } = call;
    const { entity, id } = await findRecord(call, keyOf(call.query));
    const { deliveries } = await parts.database.transaction(async (transaction) => {
      const plan = await parts.plans.current(transaction, caller.unitId);
      const planned = await requestExport(transaction, plan, { entity, id }, actorOf(caller), call.body);
      transaction.afterCommit(() => parts.wake(caller.unitId, planned.lanes));
      return planned;
    });
    return {
      status: 202,
      body: {
        deliveries: deliveries.map(({ id: delivery, state, connection }) => ({ id: delivery, state, connection })),
      },
    };
  },
});

export type RecordCall = Call<EntityPath>;
type Wanted = SaveRequest extends infer T
  ? T extends SaveRequest
    ? Omit<T, 'entity' | 'actor' | 'origin'>
    : never
  : never;

/** Saves the record of the body, or each of several in its own transaction. */
function eachOf(
  call: Call<EntityPath, unknown, Static<typeof Fields> | readonly Static<typeof Fields>[]>,
  one: (fields: Static<typeof Fields>) => Wanted,
  ofItem = one,
): Promise<Answer> {
  const { body } = call;
  if (!isSeveral(body)) return save(call, one(body));
  refuseForSeveral(call);
  return answerItems(call, body, async (fields) => save(call, ofItem(fields)));
}

function isSeveral<T>(body: T | readonly T[]): body is readonly T[] {
  return Array.isArray(body);
}

function named({ registration }: { readonly registration?: string }): string {
  if (registration !== undefined) return registration;
  const message = 'Say which record: ?registration=. An array has "registration" in each item.';
  return refuse('invalid-parameter', message, [{ path: 'registration', message }]);
}

async function save(call: RecordCall, wanted: Wanted): Promise<Answer> {
  const { parts, caller, params } = call;
  const result = await parts.database.transaction(async (transaction): Promise<SaveResult> => {
    const environment = await recordEnvironment(transaction, caller.unitId, parts);
    knownEntity(environment.plan, params.entity);
    return saveRecord(transaction, environment, {
      ...wanted,
      entity: params.entity,
      actor: actorOf(caller),
      origin: 'api',
    });
  });
  return answerOf(result.row, result.outcome === 'created' ? 201 : 200);
}

function answerOf(row: RecordRow, status = 200): Answer {
  const location = { location: `/rest/v1/${row.unitId}/${row.entity}?id=${row.id}` };
  return { status, headers: { etag: `"${row.revision}"`, ...(status === 201 ? location : {}) }, body: toWire(row) };
}

/** Refuses with `not-found`, also for one that was deleted unless those are asked for. */
export async function findRecord(
  { parts, caller, params }: RecordCall,
  key: Key,
  deletedToo = false,
): Promise<RecordRow> {
  const { unitId } = caller;
  const row =
    'id' in key
      ? await findById(parts.database, unitId, { entity: params.entity, id: key.id })
      : await readByRegistration(parts.database, unitId, params.entity, key.registration);
  const seen = readable(row, caller);
  if (seen !== undefined && (deletedToo || seen.deletedAt === null)) return seen;
  const plan = await parts.plans.read(parts.database, unitId);
  const definition = knownEntity(plan, params.entity);
  // A need of the route where that is about reading; asking for an export is about sending.
  requireRight(caller, params.entity, 'read');
  const { title } = definition;
  const name = 'id' in key ? `the id ${key.id}` : `the registration ${JSON.stringify(key.registration)}`;
  return refuse(
    'not-found',
    `There is no ${title} with ${name} in unit ${unitId}${seen === undefined ? '' : ' any more: it was deleted'}.`,
  );
}

/**
 * What holds a message is a fact of its lane and never written to its record: a person who reads the record sees it all the same, as who paused the
 * connection and since when.
 */
async function withHolds({ parts, caller }: RecordCall, row: RecordRow): Promise<RecordRow> {
  const open = Object.entries(row.exports).filter(([, { state }]) => (openStates as readonly string[]).includes(state));
  const held = open.map(async ([connection, shown]): Promise<[string, ExportState]> => {
    const { deliveryId } = shown;
    const delivery =
      deliveryId === undefined ? undefined : await readDelivery(parts.database, caller.unitId, deliveryId);
    if (delivery === undefined || delivery.heldReason === null) return [connection, shown];
    return [connection, { ...shown, state: delivery.state, message: delivery.heldReason }];
  });
  return { ...row, exports: { ...row.exports, ...Object.fromEntries(await Promise.all(held)) } };
}

function knownEntity({ definitions }: UnitPlan, entity: string) {
  const definition = definitions.get(entity);
  if (definition !== undefined) return definition;
  const near = nearest(entity, [...definitions.keys()]);
  const hint =
    near === undefined ? `There are ${[...definitions.keys()].join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
  return refuse('not-found', `There is no entity ${JSON.stringify(entity)}. ${hint}`);
}

export function keyOf({ id, registration }: { readonly id?: number; readonly registration?: string }): Key {
  if (id !== undefined && registration === undefined) return { id };
  if (registration !== undefined && id === undefined) return { registration };
  const sentence =
    id === undefined
      ? 'Say which record: ?id= or ?registration=.'
      : 'Name the record by its id or by its registration, not by both.';
  return refuse('invalid-parameter', sentence, [{ path: 'id', message: sentence }]);
}

/** `If-Match: "3"` (RFC 9110). The revision may stand in the body instead, which saveRecord reads. */
function expected({ headers }: Call): { expectedRevision?: number } {
  const value = headers['if-match'];
  if (value === undefined || value === '*') return {};
  const revision = /^(?:W\/)?"?(\d{1,9})"?$/.exec(String(value))?.[1];
  if (revision === undefined) {
    return refuse(
      'invalid-parameter',
      'If-Match must be the revision of the record, such as "3"; the answer to GET has it as ETag.',
    );
  }
  return { expectedRevision: Number(revision) };
}
