import { Type } from 'typebox';
import { countDeliveries, listDeliveries, readAttempts } from '../deliveries/delivery-store.ts';
import { deliveryStates, type DeliveryState } from '../deliveries/delivery.ts';
import { deliveryFilter, startResend } from '../deliveries/resend-many.ts';
import { resendDelivery } from '../deliveries/resend-delivery.ts';
import { findDelivery, holdsHidden } from '../deliveries/visible-delivery.ts';
import { refuse } from '../errors.ts';
import { readJob } from '../jobs/store.ts';
import { readHook } from '../webhooks/hook-store.ts';
import { attemptWires, DeliveryDetail, DeliveryWire, deliveryWire, withoutContent } from './delivery-wire.ts';
import { JobWire, jobWire } from './jobs.ts';
import { type Call, operation } from './operation.ts';
import { actorOf, defaultLimit, IdPath, PageOf, pageOf, pageQuery, UnitPath } from './schemas.ts';

const stateNames = deliveryStates.join(', ');
const Since = Type.String({ format: 'date-time', examples: ['2026-11-23T12:00:00Z'] });

export const StateQuery = Type.Optional(
  Type.Array(Type.String({ examples: ['failed'] }), {
    description: `Only these states, several times or split by commas: ${stateNames}.`,
  }),
);

export const listDeliveriesOperation = operation({
  id: 'listDeliveries',
  tag: 'Deliveries',
  summary: 'Lists deliveries, the newest first.',
  params: UnitPath,
  query: Type.Object(
    {
      ...pageQuery,
      state: StateQuery,
      connection: Type.Optional(Type.String({ examples: ['accounting'] })),
      hookId: Type.Optional(Type.String({ format: 'uuid', description: 'Only the notices of this hook.' })),
      trigger: Type.Optional(Type.String()),
      entity: Type.Optional(Type.String({ examples: ['documents'] })),
      recordId: Type.Optional(Type.Integer({ minimum: 1 })),
      since: Type.Optional({ ...Since, description: 'Made at or after this moment.' }),
      until: Type.Optional({ ...Since, description: 'Made before this moment.' }),
      text: Type.Optional(Type.String({ maxLength: 200, description: 'Whose reason holds these words.' })),
    },
    { additionalProperties: false },
  ),
  answers: { 200: PageOf(DeliveryWire, 'Deliveries, the newest first.') },
  handle: async ({ parts, caller, query }) => {
    const { limit = defaultLimit, cursor, state, since, until, hookId, ...same } = query;
    const rows = await listDeliveries(parts.database, caller.unitId, {
      ...same,
      ...(state === undefined ? {} : { states: readStates(state) }),
      ...(since === undefined ? {} : { since: new Date(since) }),
      ...(until === undefined ? {} : { until: new Date(until) }),
      ...(cursor === undefined ? {} : { before: cursor }),
      // A hook that is not there has no deliveries.
      ...(hookId === undefined
        ? {}
        : { connection: (await readHook(parts.database, caller.unitId, hookId))?.lane ?? '' }),
      viewer: caller,
      limit: limit + 1,
    });
    const { data, nextCursor } = pageOf(rows, limit);
    return { body: { data: data.map(deliveryWire), nextCursor } };
  },
});

/** `?state=failed&state=refused` and `?state=failed,refused`: both are written. */
export function readStates(given: readonly string[]): DeliveryState[] {
  return given
    .flatMap((text) => text.split(','))
    .map((name) => {
      const state = deliveryStates.find((each) => each === name.trim());
      if (state !== undefined) return state;
      const message = `There is no state ${JSON.stringify(name)}. There are ${stateNames}.`;
      return refuse('invalid-parameter', message, [{ path: 'state', message }]);
    });
}

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
  return { ...deliveryWire(row), attempts: hidden ? attempts.map(withoutContent) : attempts };
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
    entity: Type.Optional(Type.String()),
    since: Type.Optional(Since),
    until: Type.Optional(Since),
    dryRun: Type.Optional(Type.Boolean({ description: 'Only count.' })),
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
      { count: Type.Integer() },
      { description: 'With `dryRun`, or when nothing matches: how many match.' },
    ),
    202: JobWire,
  },
  handle: async ({ parts, caller, body }) => {
    const { dryRun = false, state, ...same } = body;
    const filter = { ...same, ...(state === undefined ? {} : { state: readStates([state].flat()) }) };
    if (Object.keys(filter).length === 0)
      refuse('invalid-body', 'Say which deliveries: a connection, states or a time.');
    if (dryRun)
      return { body: { count: await countDeliveries(parts.database, caller.unitId, deliveryFilter(filter, caller)) } };
    const { jobId } = await parts.database.transaction(async (transaction) => {
      const plan = await parts.plans.current(transaction, caller.unitId);
      return startResend(transaction, plan, filter, actorOf(caller), false);
    });
    if (jobId === null) return { body: { count: 0 } };
    parts.jobWaiting();
    const job = await readJob(parts.database, caller.unitId, jobId);
    return job === undefined ? { body: { count: 0 } } : { status: 202, body: jobWire(job) };
  },
});
