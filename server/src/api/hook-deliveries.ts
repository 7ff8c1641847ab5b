import { Type } from 'typebox';
import { countDeliveries, listDeliveries } from '../deliveries/delivery-list-store.ts';
import { readDelivery } from '../deliveries/delivery-store.ts';
import { deliveryFilter, startResend } from '../deliveries/resend-many.ts';
import { resendDelivery } from '../deliveries/resend-delivery.ts';
import type { DeliveryState } from '../deliveries/delivery.ts';
import { refuse } from '../errors.ts';
import { readJob } from '../jobs/store.ts';
import { detailOf } from './deliveries.ts';
import { readStates, StateQuery } from './delivery-query.ts';
import { DeliveryDetail, DeliveryWire, deliveryWire } from './delivery-wire.ts';
import { existingHook } from './hooks.ts';
import { JobWire, jobWire } from './jobs.ts';
import { operation } from './operation.ts';
import { actorOf, defaultLimit, IdPath, Moment, PageOf, pageOf, pageQuery } from './schemas.ts';

export const listHookDeliveries = operation({
  id: 'listHookDeliveries',
  tag: 'Webhooks',
  summary: 'Lists the notices of a hook, the newest first.',
  params: IdPath,
  query: Type.Object({ ...pageQuery, state: StateQuery }, { additionalProperties: false }),
  answers: { 200: PageOf(DeliveryWire, 'Deliveries, the newest first.') },
  refusals: ['not-found'],
  handle: async (call) => {
    const { limit = defaultLimit, cursor, state } = call.query;
    const hook = await existingHook(call);
    const rows = await listDeliveries(call.parts.database, call.caller.unitId, {
      connection: hook.lane,
      viewer: call.caller,
      limit: limit + 1,
      ...(state === undefined ? {} : { states: readStates(state) }),
      ...(cursor === undefined ? {} : { before: cursor }),
    });
    const { data, nextCursor } = pageOf(rows, limit);
    return { body: { data: data.map(deliveryWire), nextCursor } };
  },
});

export const resendHookDelivery = operation({
  id: 'resendHookDelivery',
  tag: 'Webhooks',
  summary: 'Sends a notice again, a delivered one too.',
  description: 'The event is told again under a new id; one that still waits is tried at once.',
  params: Type.Object({
    ...IdPath.properties,
    delivery: Type.String({ format: 'uuid', description: 'The delivery.' }),
  }),
  answers: { 202: DeliveryDetail },
  refusals: ['not-found', 'illegal-state'],
  handle: async (call) => {
    const { parts, caller, params } = call;
    const hook = await existingHook(call);
    const row = await readDelivery(parts.database, caller.unitId, params.delivery);
    if (row?.connection !== hook.lane) refuse('not-found', `This hook has no delivery ${params.delivery}.`);
    const sent = await parts.database.transaction(async (transaction) => {
      const plan = await parts.plans.current(transaction, caller.unitId);
      const resent = await resendDelivery(transaction, plan, params.delivery, actorOf(caller), true);
      transaction.afterCommit(() => parts.wake(caller.unitId, [resent.laneId]));
      return resent;
    });
    return { status: 202, body: await detailOf(call, sent.id) };
  },
});

const notDelivered: readonly DeliveryState[] = ['refused', 'failed', 'unknown', 'cancelled'];

export const resendHookSince = operation({
  id: 'resendHook',
  tag: 'Webhooks',
  summary: 'Sends every notice of a hook again since a moment, as a job.',
  description: 'Those that did not arrive; with `delivered` all of them, for a receiver that has lost what it had.',
  params: IdPath,
  body: Type.Object(
    {
      since: Moment,
      until: Type.Optional(Moment),
      delivered: Type.Optional(Type.Boolean({ description: 'Those that arrived, too.' })),
      dryRun: Type.Optional(Type.Boolean({ description: 'Only count.' })),
    },
    { additionalProperties: false },
  ),
  answers: {
    200: Type.Object({ count: Type.Integer() }, { description: 'With `dryRun`, or when nothing matches.' }),
    202: JobWire,
  },
  refusals: ['not-found', 'illegal-state'],
  handle: async (call) => {
    const { parts, caller, body } = call;
    const { since, until, delivered = false, dryRun = false } = body;
    const hook = await existingHook(call);
    if (hook.endedAt !== null)
      refuse('illegal-state', 'This hook has ended, so there is nobody to send to. Make a new one.');
    const filter = {
      ...{ connection: hook.lane, since, state: delivered ? [...notDelivered, 'delivered' as const] : notDelivered },
      ...(delivered ? { force: true } : {}),
      ...(until === undefined ? {} : { until }),
    };
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
