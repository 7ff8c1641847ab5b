import { randomBytes } from 'node:crypto';
import { Type } from 'typebox';
import { refuse } from '../errors.ts';
import { hookFields } from '../webhooks/hook.ts';
import { createListenHook, isListened } from '../webhooks/listen.ts';
import { hookSecretBytes } from '../webhooks/signing-secret.ts';
import { HookWithSecret, hookWire } from './hook-wire.ts';
import { existingHook, surroundingsOf } from './hooks.ts';
import { operation } from './operation.ts';
import { IdPath, UnitPath } from './schemas.ts';

export const listenOperation = operation({
  id: 'listenToHook',
  tag: 'Webhooks',
  summary: 'Makes a temporary hook whose notices are fetched instead of sent.',
  description:
    'For programs that cannot be called, such as one on a developer’s machine: what `gangway listen` uses. The hook ends a minute after its notices were last fetched.',
  params: UnitPath,
  body: Type.Object(
    {
      event: Type.String({ minLength: 1, maxLength: 200, examples: ['documents.approved'] }),
      filter: hookFields.filter,
      payload: hookFields.payload,
    },
    { additionalProperties: false },
  ),
  answers: { 201: HookWithSecret },
  handle: async (call) => {
    const { hook, secret } = await call.parts.database.transaction(async (transaction) => {
      const surroundings = { ...(await surroundingsOf(transaction, call)), random: randomBytes(hookSecretBytes) };
      return createListenHook(transaction, surroundings, call.body);
    });
    return { status: 201, body: { ...hookWire(hook, call.parts.keys), secret } };
  },
});

export const fetchNoticesOperation = operation({
  id: 'fetchNotices',
  tag: 'Webhooks',
  summary: 'Fetches the notices of a temporary hook, waiting for one to come.',
  description: 'A notice comes with every call until it is told of as done.',
  params: IdPath,
  body: Type.Object(
    {
      waitSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 10, default: 5 })),
      done: Type.Optional(
        Type.Array(
          Type.Object(
            {
              id: Type.String({ format: 'uuid' }),
              ok: Type.Boolean({ description: 'It was taken.' }),
              sentence: Type.String({ maxLength: 500, description: 'What became of it.' }),
            },
            { additionalProperties: false },
          ),
          { maxItems: 100 },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  bodyOptional: true,
  answers: {
    200: Type.Object(
      {
        data: Type.Array(
          Type.Object({
            id: Type.String(),
            headers: Type.Record(Type.String(), Type.String(), {
              description: 'With the signature, as they would have been sent.',
            }),
            body: Type.String({ description: 'The notice, byte for byte.' }),
          }),
        ),
      },
      { description: 'Notices, the oldest first; none where none came in time.' },
    ),
  },
  refusals: ['not-found', 'illegal-state'],
  handle: async (call) => {
    const hook = await existingHook(call);
    if (!isListened(hook) || hook.endedAt !== null) {
      refuse(
        'illegal-state',
        'Only the notices of a temporary hook that has not ended are fetched. Make one: POST .../hooks/listen.',
      );
    }
    const { waitSeconds = 5, done = [] } = call.body;
    const results = done.map(({ id, ok, sentence }) => ({
      ...{ id, reason: sentence, state: ok ? ('delivered' as const) : ('failed' as const) },
    }));
    return { body: { data: await call.parts.fetchNotices(hook, results, waitSeconds * 1_000) } };
  },
});
