import { randomBytes } from 'node:crypto';
import { Type } from 'typebox';
import { configurators } from '../access/groups.ts';
import { durationPattern, parseDurationMs } from '../configuration/duration.ts';
import type { Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { refuse } from '../errors.ts';
import { HookBody, hookFields, hookStatuses } from '../webhooks/hook.ts';
import { type HookRow, listHooks, readHook } from '../webhooks/hook-store.ts';
import {
  changeHook,
  cleanUpHooks,
  createHook,
  deleteHook,
  type HookCaller,
  type HookSurroundings,
  mayManage,
  notThere,
  pauseHook,
  resumeHook,
  rotateHook,
} from '../webhooks/manage-hooks.ts';
import { eventKinds } from '../webhooks/event-kinds.ts';
import { isListened } from '../webhooks/listen.ts';
import { hookSecretBytes, hookSecretFault } from '../webhooks/signing-secret.ts';
import { HookWire, hookWire, HookWithSecret } from './hook-wire.ts';
import { noticeSamples } from './notice-samples.ts';
import { type Answer, type Call, operation } from './operation.ts';
import { defaultLimit, IdPath, OrNull, PageOf, pageOf, pageQuery, UnitPath } from './schemas.ts';

export const createHookOperation = operation({
  id: 'createHook',
  tag: 'Webhooks',
  summary: 'Makes a hook: from now on every such event is told to the address.',
  description:
    'The same token that asks again for the same event at the same address gets the hook that it has (200), brought to what it asks for now. `secret` is answered once. There is no handshake: the address is not called before there is something to tell.',
  params: UnitPath,
  body: HookBody,
  answers: { 200: HookWithSecret, 201: HookWithSecret },
  refusals: ['illegal-state'],
  handle: async (call) => {
    const { parts, body } = call;
    const made = await parts.database.transaction(async (transaction) =>
      createHook(transaction, await surroundingsOf(transaction, call), body),
    );
    const wire = { ...hookWire(made.hook, parts.keys), ...(made.secret === undefined ? {} : { secret: made.secret }) };
    return { status: made.created ? 201 : 200, body: wire };
  },
});

/** What checks and writes need of the unit as it is in this transaction. */
export async function surroundingsOf(
  transaction: Transaction,
  { parts, caller }: Pick<Call, 'parts' | 'caller'>,
): Promise<HookSurroundings> {
  const { definitions, triggers, dictionaries } = await parts.plans.current(transaction, caller.unitId);
  const kinds = eventKinds(
    definitions,
    triggers.map(({ trigger }) => trigger),
  );
  const checks = { kinds, definitions, dictionaries: [...dictionaries.keys()], egressRanges: parts.egressRanges };
  return { caller, keys: parts.keys, checks, now: parts.now(), random: randomBytes(hookSecretBytes) };
}

export const listHooksOperation = operation({
  id: 'listHooks',
  tag: 'Webhooks',
  summary: 'Lists hooks, the newest first: your own, and for configurators all.',
  params: UnitPath,
  query: Type.Object(
    {
      ...pageQuery,
      targetUrl: Type.Optional(Type.String({ description: 'Only those to this address.' })),
      event: Type.Optional(Type.String({ description: 'Only those of this event.', examples: ['documents.approved'] })),
      name: Type.Optional(Type.String({ description: 'The one of the integration file with this name.' })),
      status: Type.Optional(
        Type.Union(
          hookStatuses.map((status) => Type.Literal(status)),
          { description: 'Only these; without it those that have not ended.' },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  answers: { 200: PageOf(HookWire, 'Hooks, the newest first.') },
  handle: async ({ parts, caller, query: { limit = defaultLimit, cursor, targetUrl, ...same } }) => {
    const filter = {
      ...same,
      ...(seesAll(caller) ? {} : { userId: caller.userId }),
      // As it is stored: an address may be written in several ways.
      ...(targetUrl === undefined ? {} : { targetUrl: URL.canParse(targetUrl) ? new URL(targetUrl).href : targetUrl }),
    };
    const page = { limit: limit + 1, ...(cursor === undefined ? {} : { before: cursor }) };
    const { data, nextCursor } = pageOf(await listHooks(parts.database, caller.unitId, filter, page), limit);
    return { body: { data: data.map((hook) => hookWire(hook, parts.keys)), nextCursor } };
  },
});

const seesAll = (caller: HookCaller): boolean => caller.administrator || caller.groups.includes(configurators);

export const readHookOperation = operation({
  id: 'readHook',
  tag: 'Webhooks',
  summary: 'Reads a hook, an ended one too.',
  params: IdPath,
  answers: { 200: HookWire },
  refusals: ['not-found'],
  handle: async (call) => ({ body: hookWire(await existingHook(call), call.parts.keys) }),
});

/** A hook that the caller may see. Refuses with `not-found`. */
export async function existingHook({ parts, caller, params: { id } }: Call<{ readonly id: string }>): Promise<HookRow> {
  const hook = await readHook(parts.database, caller.unitId, id);
  if (hook !== undefined && mayManage(hook, caller, 'helper')) return hook;
  return refuse('not-found', notThere(caller.unitId, id));
}

export const cleanUpHooksOperation = operation({
  id: 'cleanUpHooks',
  tag: 'Webhooks',
  summary: 'Ends hooks whose receiver has failed for long.',
  description:
    'For services that forget their hooks. Your own, and for configurators all; hooks of the integration file stay. A hook that has nothing to tell does not fail.',
  params: UnitPath,
  body: Type.Object(
    {
      failingFor: Type.Optional(
        Type.String({
          pattern: durationPattern,
          default: '5d',
          description: 'Without one success, from the first failure to now.',
        }),
      ),
      dryRun: Type.Optional(Type.Boolean({ description: 'Only say which.' })),
    },
    { additionalProperties: false },
  ),
  bodyOptional: true,
  answers: {
    200: Type.Object(
      {
        count: Type.Integer({ description: 'How many have ended, or would.' }),
        data: Type.Array(HookWire, { description: 'They, as they were.' }),
      },
      { description: 'What was ended.' },
    ),
  },
  handle: async ({ parts, caller, body: { failingFor = '5d', dryRun = false } }) => {
    const wish = { forMs: parseDurationMs(failingFor) ?? 0, userId: seesAll(caller) ? null : caller.userId };
    const hooks = await parts.database.transaction((transaction) => cleanUpHooks(transaction, caller, wish, dryRun));
    if (!dryRun && hooks.length > 0) parts.changed(caller.unitId);
    return { body: { count: hooks.length, data: hooks.map((hook) => hookWire(hook, parts.keys)) } };
  },
});

const { targetUrl, secret: _secret, ...optional } = hookFields;
const PatchBody = Type.Object(
  {
    targetUrl: Type.Optional(targetUrl),
    ...Object.fromEntries(Object.entries(optional).map(([name, schema]) => [name, Type.Optional(OrNull(schema))])),
  },
  { additionalProperties: false, description: 'What changes; null takes a field out.' },
);

export const changeHookOperation = operation({
  id: 'changeHook',
  tag: 'Webhooks',
  summary: 'Changes a hook. Only its owner and administrators may.',
  description: 'Notices that wait are sent to where the hook then points. A secret is changed by `rotate`.',
  params: IdPath,
  body: PatchBody,
  answers: { 200: HookWire },
  refusals: ['not-found', 'forbidden', 'illegal-state', 'secret-missing'],
  handle: (call) =>
    answered(call, async (transaction) =>
      // Each field was let through by its schema.
      changeHook(transaction, await surroundingsOf(transaction, call), call.params.id, call.body),
    ),
});

export const deleteHookOperation = operation({
  id: 'deleteHook',
  tag: 'Webhooks',
  summary: 'Ends a hook, and what waits in it.',
  description: 'A hook that is gone already, or was never there, is answered the same.',
  params: IdPath,
  answers: {
    200: Type.Object(
      { id: Type.String(), deleted: Type.Literal(true) },
      { description: 'There is no such hook any more.' },
    ),
  },
  refusals: ['illegal-state'],
  handle: async ({ parts, caller, params: { id } }) => {
    await parts.database.transaction((transaction) => deleteHook(transaction, caller, id));
    return { body: { id, deleted: true } };
  },
});

export const pauseHookOperation = operation({
  id: 'pauseHook',
  tag: 'Webhooks',
  summary: 'Pauses a hook: its notices are kept and wait.',
  params: IdPath,
  body: Type.Object(
    { reason: Type.Optional(Type.String({ maxLength: 500, examples: ['The receiver moves to another machine.'] })) },
    { additionalProperties: false },
  ),
  bodyOptional: true,
  answers: { 200: HookWire },
  refusals: ['not-found', 'illegal-state'],
  handle: (call) =>
    answered(call, (transaction) => pauseHook(transaction, call.caller, call.params.id, call.body.reason ?? null)),
});

export const resumeHookOperation = operation({
  id: 'resumeHook',
  tag: 'Webhooks',
  summary: 'Lets a paused hook go on.',
  params: IdPath,
  body: Type.Object(
    {
      held: Type.Optional(
        Type.Union([Type.Literal('send'), Type.Literal('cancel')], {
          default: 'send',
          description: 'What becomes of the notices that were kept.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  bodyOptional: true,
  answers: { 200: HookWire },
  refusals: ['not-found', 'illegal-state'],
  handle: (call) =>
    answered(call, async (transaction) => {
      if (isListened(await existingHook(call)))
        refuse('illegal-state', 'The notices of this hook are fetched, not sent.');
      const hook = await resumeHook(transaction, call.caller, call.params.id, call.body.held ?? 'send');
      transaction.afterCommit(() => call.parts.wake(call.caller.unitId, [hook.laneId]));
      return hook;
    }),
});

/** Makes the change in a transaction, tells the workers, and answers the hook as it then is. */
async function answered(
  { parts, caller }: Pick<Call, 'parts' | 'caller'>,
  change: (transaction: Transaction) => Promise<HookRow>,
): Promise<Answer> {
  const hook = await parts.database.transaction(async (transaction) => {
    const changed = await change(transaction);
    transaction.afterCommit(() => parts.changed(caller.unitId));
    return changed;
  });
  return { body: hookWire(hook, parts.keys) };
}

const longestOverlapMs = 30 * 86_400_000;

export const rotateHookOperation = operation({
  id: 'rotateHook',
  tag: 'Webhooks',
  summary: 'Gives a hook a new secret and answers it once.',
  description:
    'Until the overlap is over every notice is signed with the new and the old one, so that none is refused meanwhile.',
  params: IdPath,
  body: Type.Object(
    {
      overlap: Type.Optional(
        Type.String({
          pattern: durationPattern,
          default: '24h',
          description: '30d at most; 0s: the old one ends at once.',
        }),
      ),
      secret: hookFields.secret,
    },
    { additionalProperties: false },
  ),
  bodyOptional: true,
  answers: { 200: HookWithSecret },
  refusals: ['not-found', 'forbidden', 'illegal-state', 'secret-missing'],
  handle: async (call) => {
    const { overlap = '24h', secret } = call.body;
    const overlapMs = readOverlap(overlap);
    const fault = secret === undefined ? undefined : hookSecretFault(secret);
    if (fault !== undefined) refuse('invalid-body', fault, [{ path: 'secret', message: fault }]);
    const made = await call.parts.database.transaction(async (transaction) =>
      rotateHook(transaction, await surroundingsOf(transaction, call), call.params.id, { secret, overlapMs }),
    );
    return { body: { ...hookWire(made.hook, call.parts.keys), secret: made.secret } };
  },
});

/** Refuses one that is longer than 30 days. */
export function readOverlap(text: string): number {
  const overlapMs = parseDurationMs(text) ?? 0;
  if (overlapMs <= longestOverlapMs) return overlapMs;
  const message = 'Two secrets may be good together for 30d at most.';
  return refuse('invalid-body', message, [{ path: 'overlap', message }]);
}

export const testHookOperation = operation({
  id: 'testHook',
  tag: 'Webhooks',
  summary: 'Sends a sample notice at once and says what became of it.',
  description:
    'Signed as every notice is, with the header `Gangway-Attempt: 1`; a paused hook is tested too. It is no delivery and is not repeated.',
  params: IdPath,
  answers: {
    200: Type.Object(
      {
        ok: Type.Boolean({ description: 'The receiver has taken it.' }),
        sentence: Type.String({ examples: ['Taken with status 200.'] }),
        status: OrNull(Type.Integer()),
        durationMs: Type.Number(),
        answer: OrNull(Type.String({ description: 'The first of what the receiver said.' })),
        notice: Type.Object({}, { additionalProperties: true, description: 'What was sent.' }),
      },
      { description: 'What came of it. It is 200 also where the receiver failed: the test itself was done.' },
    ),
  },
  refusals: ['not-found', 'illegal-state'],
  handle: async (call) => {
    const { parts, caller } = call;
    const hook = await existingHook(call);
    if (hook.endedAt !== null) refuse('illegal-state', 'This hook has ended. Make a new one.');
    if (isListened(hook)) refuse('illegal-state', 'The notices of this hook are fetched, not sent.');
    const id = newId();
    const [sample] = await noticeSamples(parts, caller, hook.event, hook.settings.payload === 'full');
    const notice = { ...sample, deliveryId: id };
    const body = Buffer.from(JSON.stringify(notice));
    return { body: { ...(await parts.testHook(caller.unitId, hook.lane, { id, body })), notice } };
  },
});
