import { Type } from 'typebox';
import { countByShownState, groupDeliveries, listDeliveries } from '../deliveries/delivery-list-store.ts';
import { readAttempts } from '../deliveries/delivery-store.ts';
import type { Queryable } from '../database/database.ts';
import type { DeliveryFilter } from '../deliveries/delivery-filter-store.ts';
import { deliveryFilter, startResend } from '../deliveries/resend-many.ts';
import { readEventFacts } from '../deliveries/settle-store.ts';
import { resendDelivery } from '../deliveries/resend-delivery.ts';
import { findDelivery, holdsHidden } from '../deliveries/visible-delivery.ts';
import { refuse } from '../errors.ts';
import { readJob } from '../jobs/store.ts';
import { deliveryQuery, readDeliveryQuery, readStates, Since } from './delivery-query.ts';
import {
  attemptWires,
  causeWire,
  DeliveryDetail,
  DeliveryWire,
  deliveryWire,
  withoutContent,
} from './delivery-wire.ts';
import { JobWire, jobWire } from './jobs.ts';
import { type Call, operation } from './operation.ts';
import { actorOf, defaultLimit, IdPath, OrNull, PageOf, pageOf, pageQuery, UnitPath } from './schemas.ts';

export const listDeliveriesOperation = operation({
  id: 'listDeliveries',
  tag: 'Deliveries',
  summary: 'Lists deliveries, the newest first.',
  params: UnitPath,
  query: Type.Object(
    {
      ...pageQuery,
      ...deliveryQuery,
      order: Type.Optional(
        Type.Union([Type.Literal('newest'), Type.Literal('oldest')], {
          default: 'newest',
          description: 'What is first.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  answers: { 200: PageOf(DeliveryWire, 'Deliveries, the newest first.') },
  handle: async (call) => {
    const { limit = defaultLimit, cursor, order, ...asked } = call.query;
    const rows = await listDeliveries(call.parts.database, call.caller.unitId, {
      ...(await readDeliveryQuery(call, asked)),
      ...(cursor === undefined ? {} : { before: cursor }),
      ...(order === undefined ? {} : { order }),
      limit: limit + 1,
    });
    const { data, nextCursor } = pageOf(rows, limit);
    return { body: { data: data.map(deliveryWire), nextCursor } };
  },
});

export const CountsWire = Type.Record(Type.String(), Type.Integer(), {
  description: 'State to number; states that nothing is in are left out.',
  examples: [{ delivered: 812, failed: 3 }],
});
export const AtLeastWire = Type.Array(Type.String(), {
  description: 'States that were not counted to the end: there are so many at least.',
});

export const countDeliveriesOperation = operation({
  id: 'countDeliveries',
  tag: 'Deliveries',
  summary: 'Counts deliveries by their state.',
  description:
    'Of open, failed and finished ones 10,000 are counted at most, of finished ones those among the newest 50,000 deliveries: `atLeast` names the states of which there may be more.',
  params: UnitPath,
  query: Type.Object(deliveryQuery, { additionalProperties: false }),
  answers: {
    200: Type.Object(
      { counts: CountsWire, total: Type.Integer(), atLeast: AtLeastWire },
      { description: 'How many there are.' },
    ),
  },
  handle: async (call) => {
    const filter = await readDeliveryQuery(call, call.query);
    const { counts, atLeast } = await countByShownState(call.parts.database, call.caller.unitId, filter);
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return { body: { counts, total, atLeast } };
  },
});

export const readDeliveryOperation = operation({
  id: 'readDelivery',
  tag: 'Deliveries',
  summary: 'Reads a delivery with every attempt: what was sent, what was answered, how long it took.',
  params: IdPath,
  answers: { 200: DeliveryDetail },
  refusals: ['not-found'],
  handle: async (call) => ({ body: await detailOf(call, call.params.id) }),
});

/** A delivery with its attempts. Refuses with `not-found`. */
export async function detailOf({ parts, caller }: Pick<Call, 'parts' | 'caller'>, id: string): Promise<object> {
  const { database } = parts;
  const row = await findDelivery(database, caller.unitId, id, caller);
  const attempts = attemptWires(await readAttempts(database, caller.unitId, id));
  const hidden = attempts.length > 0 && (await holdsHidden(database, caller.unitId, row, caller));
  const cause = await readEventFacts(database, caller.unitId, row.eventId);
  return { ...deliveryWire(row), cause: causeWire(cause), attempts: hidden ? attempts.map(withoutContent) : attempts };
}

export const resendDeliveryOperation = operation({
  id: 'resendDelivery',
  tag: 'Deliveries',
  summary: 'Sends a delivery again.',
  description:
    'After a refusal, a failure or a cancellation a new delivery is made from the record and template of now; after an unknown answer the same one goes out again with its id and bytes; one that waits is tried at once. One that failed because the condition of its trigger could not be evaluated is judged first, over the event as it was: where the condition is not met, it ends `cancelled`. A delivered one is sent again only with `force`.',
  params: IdPath,
  body: Type.Object(
    { force: Type.Optional(Type.Boolean({ description: 'Send it although it was delivered.' })) },
    { additionalProperties: false },
  ),
  bodyOptional: true,
  answers: { 202: DeliveryDetail },
  refusals: ['not-found', 'illegal-state'],
  handle: async (call) => {
    const { parts, caller, params, body } = call;
    const sent = await parts.database.transaction(async (transaction) => {
      const plan = await parts.plans.current(transaction, caller.unitId);
      const resent = await resendDelivery(transaction, plan, params.id, actorOf(caller), body.force === true);
      transaction.afterCommit(() => parts.wake(caller.unitId, [resent.laneId]));
      return resent;
    });
    return { status: 202, body: await detailOf(call, sent.id) };
  },
});

const ResendBody = Type.Object(
  {
    state: Type.Optional(
      Type.Union([Type.Array(Type.String(), { minItems: 1 }), Type.String({ minLength: 1 })], {
        description: 'One or several, also split by commas. Default: refused and failed.',
        examples: [['failed']],
      }),
    ),
    connection: Type.Optional(Type.String({ examples: ['accounting'] })),
    trigger: Type.Optional(Type.String()),
    template: Type.Optional(
      Type.String({ description: 'Such as one that was mended: its messages are made anew by what it is now.' }),
    ),
    entity: Type.Optional(Type.String()),
    ids: Type.Optional(
      Type.Array(Type.String({ format: 'uuid' }), { minItems: 1, maxItems: 1000, description: 'Only these.' }),
    ),
    since: Type.Optional(Since),
    until: Type.Optional(Since),
    dryRun: Type.Optional(Type.Boolean({ description: 'Only tell what would be sent.' })),
  },
  { additionalProperties: false, description: 'Which deliveries; at least one of the fields.' },
);

export const resendManyOperation = operation({
  id: 'resendDeliveries',
  tag: 'Deliveries',
  summary: 'Sends every delivery again that matches, as a job.',
  description: 'The job goes on by itself, also over a restart; `GET /api/v1/{unit}/jobs/{id}` shows how far it is.',
  params: UnitPath,
  body: ResendBody,
  answers: {
    200: Type.Object(
      {
        count: Type.Integer(),
        groups: Type.Array(
          Type.Object({
            connection: Type.String(),
            template: OrNull(Type.String()),
            state: Type.String(),
            count: Type.Integer(),
          }),
          { description: 'The same by connection, template and present state.' },
        ),
        first: Type.Array(DeliveryWire, { description: 'The 20 that would be sent first.' }),
      },
      { description: 'With `dryRun`, or when nothing matches: what would be sent.' },
    ),
    202: JobWire,
  },
  handle: async ({ parts, caller, body }) => {
    const { dryRun = false, state, ...same } = body;
    const filter = { ...same, ...(state === undefined ? {} : { state: readStates([state].flat()) }) };
    if (Object.keys(filter).length === 0)
      refuse('invalid-body', 'Say which deliveries: a connection, states or a time.');
    if (dryRun) return { body: await previewResend(parts.database, caller.unitId, deliveryFilter(filter, caller)) };
    const { jobId } = await parts.database.transaction(async (transaction) => {
      const plan = await parts.plans.current(transaction, caller.unitId);
      return startResend(transaction, plan, filter, actorOf(caller), false);
    });
    if (jobId === null) return { body: nothingToResend };
    parts.jobWaiting();
    const job = await readJob(parts.database, caller.unitId, jobId);
    return job === undefined ? { body: nothingToResend } : { status: 202, body: jobWire(job) };
  },
});

const nothingToResend = { count: 0, groups: [], first: [] };

async function previewResend(database: Queryable, unitId: number, filter: DeliveryFilter): Promise<object> {
  const groups = await groupDeliveries(database, unitId, filter);
  const first = await listDeliveries(database, unitId, { ...filter, order: 'oldest', limit: 20 });
  return { count: groups.reduce((sum, { count }) => sum + count, 0), groups, first: first.map(deliveryWire) };
}
