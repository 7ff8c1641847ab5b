import { Type } from 'typebox';
import { assignEntry } from '../attendance/assign-entries.ts';
import { listEntries, type ListedEntry } from '../attendance/entry-list-store.ts';
import { recordEnvironment } from '../triggers/record-environment.ts';
import { operation } from './operation.ts';
import { actorOf, defaultLimit, Moment, OrNull, PageOf, pageOf, UnitPath } from './schemas.ts';

export const PassWire = Type.Object({
  id: Type.String({ description: 'The id of the time entry.', examples: ['7'] }),
  type: Type.String({ examples: ['ATTENDANCE'] }),
  state: Type.Union([Type.Literal('accepted'), Type.Literal('unassigned'), Type.Literal('deleted')]),
  userId: OrNull(Type.Integer({ description: 'Whose it is; null: nobody is known yet.' })),
  at: { ...Moment, description: 'The moment of the pass, or the begin of the period, as it counts now.' },
  until: OrNull({ ...Moment, description: 'The end of a period.' }),
  direction: OrNull(Type.String({ examples: ['IN'] })),
  namedBy: Type.String({ description: 'The field that named the user.', examples: ['badge'] }),
  named: Type.String({ description: 'What stood in it, in small letters.', examples: ['b-1017'] }),
  sent: Type.Record(Type.String(), Type.Unknown(), { description: 'What came in, with what was answered.' }),
});

export const listPasses = operation({
  id: 'listPasses',
  tag: 'Attendance',
  summary: 'Lists what has come in through /rest/v1/{unit}/time, the newest first.',
  params: UnitPath,
  query: Type.Object(
    {
      unassigned: Type.Optional(
        Type.Boolean({ description: 'true: only what waits for somebody to say whose it is.' }),
      ),
      userId: Type.Optional(Type.Integer({ minimum: 1 })),
      device: Type.Optional(Type.String({ minLength: 1, maxLength: 100, examples: ['gate-1'] })),
      since: Type.Optional(Type.String({ format: 'date-time', description: 'Passed at or after this moment.' })),
      until: Type.Optional(Type.String({ format: 'date-time', description: 'Passed before this moment.' })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'How many at most.' })),
      cursor: Type.Optional(
        Type.Integer({ minimum: 1, description: 'Goes on behind the page whose `nextCursor` this was.' }),
      ),
    },
    { additionalProperties: false },
  ),
  answers: { 200: PageOf(PassWire, 'Time entries, the newest first.') },
  handle: async ({ parts, caller, query: { limit = defaultLimit, cursor, since, until, ...same } }) => {
    const rows = await listEntries(parts.database, caller.unitId, caller, {
      ...same,
      ...(since === undefined ? {} : { since: new Date(since) }),
      ...(until === undefined ? {} : { until: new Date(until) }),
      ...(cursor === undefined ? {} : { before: cursor }),
      limit: limit + 1,
    });
    return { body: pageOf(rows.map(passWire), limit) };
  },
});

export function passWire({ id, at, until, ...same }: ListedEntry) {
  return { id: String(id), ...same, at: at.toISOString(), until: until?.toISOString() ?? null };
}

export const assignPass = operation({
  id: 'assignPass',
  tag: 'Attendance',
  summary: 'Says whose a pass is that nobody was known for.',
  description:
    'The intervals of the user are computed anew. With `remember` the badge (e-mail, personal number) becomes the user’s own, and everything that waits for it follows.',
  params: Type.Object({
    ...UnitPath.properties,
    id: Type.Integer({ minimum: 1, description: 'The id of the pass.', examples: [7] }),
  }),
  body: Type.Object(
    {
      userId: Type.Integer({ minimum: 1, description: 'Whose it is.', examples: [2] }),
      remember: Type.Optional(Type.Boolean({ description: 'Give the user this badge, e-mail or personal number.' })),
    },
    { additionalProperties: false },
  ),
  answers: {
    200: Type.Object(
      {
        ids: Type.Array(Type.Integer(), { description: 'What is the user’s now.' }),
        waiting: Type.Integer({ description: 'How many of the same badge wait still; ask once more.' }),
      },
      { description: 'Assigned.' },
    ),
  },
  refusals: ['not-found', 'invalid-record', 'illegal-state', 'already-exists'],
  handle: async ({ parts, caller, params, body: { userId, remember = false } }) => ({
    body: await parts.database.transaction(async (transaction) =>
      assignEntry(transaction, await recordEnvironment(transaction, caller.unitId, parts), {
        ...{ id: params.id, userId, remember, actor: actorOf(caller) },
      }),
    ),
  }),
});
