import { type Static, Type } from 'typebox';
import { registrarOf } from '../attendance/entry-registrar.ts';
import type { Registered } from '../attendance/register-entries.ts';
import { problemKinds } from '../errors.ts';
import { type Answer, type Call, operation } from './operation.ts';
import { problemOf } from './problem.ts';
import { actorOf, Moment, UnitPath } from './schemas.ts';

const user = {
  userId: Type.Optional(Type.Integer({ minimum: 1, description: 'The id of the user.' })),
  email: Type.Optional(Type.String({ examples: ['jana@example.com'] })),
  badge: Type.Optional(Type.String({ examples: ['B-1017'] })),
  personalNumber: Type.Optional(Type.String({ examples: ['1017'] })),
};
const event = {
  device: Type.Optional(Type.String({ examples: ['gate-1'], description: 'Without it the user of the token.' })),
  eventId: Type.Optional(
    Type.String({ examples: ['gate-1/20261123/000042'], description: 'The device’s own id of this event.' }),
  ),
  note: Type.Optional(Type.String()),
};
const period = {
  from: Type.String({ examples: ['2026-12-24'], description: 'A date, or a moment with its zone.' }),
  to: Type.Optional(Type.String({ examples: ['2026-12-31'], description: 'A date includes its whole day.' })),
  hours: Type.Optional(Type.String({ examples: ['8.00'] })),
};
const Attendance = Type.Object(
  {
    type: Type.Literal('ATTENDANCE'),
    ...user,
    direction: Type.Optional(
      Type.Union([Type.Literal('IN'), Type.Literal('OUT')], {
        description: 'Without it: in when the user was out, out when in.',
      }),
    ),
    at: { ...Moment, examples: ['2026-11-23T08:00:00+01:00'], description: 'The moment of the pass, with its zone.' },
    ...event,
  },
  {
    description: 'A pass. One of userId, email, badge, personalNumber.',
    examples: [
      {
        type: 'ATTENDANCE',
        badge: 'B-1017',
        direction: 'IN',
        at: '2026-11-23T08:00:00+01:00',
        device: 'gate-1',
        eventId: '42',
      },
    ],
  },
);
const Absence = Type.Object(
  {
    type: Type.Literal('ABSENCE'),
    ...user,
    ...period,
    kind: Type.Optional(Type.String({ examples: ['vacation'] })),
    ...event,
  },
  {
    description: 'An absence.',
    examples: [{ type: 'ABSENCE', email: 'jana@example.com', from: '2026-12-24', to: '2026-12-31', kind: 'vacation' }],
  },
);
const Track = Type.Object(
  {
    type: Type.Literal('TRACK'),
    ...user,
    ...period,
    jobId: Type.Optional(Type.Integer({ minimum: 1 })),
    taskId: Type.Optional(Type.Integer({ minimum: 1 })),
    ...event,
  },
  {
    description: 'Time spent on a job or a task.',
    examples: [
      { type: 'TRACK', userId: 2, jobId: 12, from: '2026-11-23T09:00:00+01:00', to: '2026-11-23T11:30:00+01:00' },
    ],
  },
);
const Entry = Type.Union([Attendance, Absence, Track]);

/** In a list one that does not fit is refused by itself, so the document does not refuse the list for it. */
const EachEntry = Type.Record(Type.String(), Type.Unknown(), {
  description: 'A pass, an absence or a time track. Each is judged and answered by itself.',
  examples: [{ type: 'ATTENDANCE', badge: 'B-1017', direction: 'IN', at: '2026-11-23T08:00:00+01:00', eventId: '42' }],
});

const Fields = Type.Record(Type.String(), Type.Unknown());
const Body = Type.Union([Fields, Type.Array(Fields, { minItems: 1, maxItems: 1000 })]);

const ReceiptWire = Type.Object(
  {
    id: Type.Integer({ examples: [7] }),
    registration: Type.String({ examples: ['7'] }),
    state: Type.Union([Type.Literal('accepted'), Type.Literal('unassigned')]),
    createdAt: Moment,
  },
  {
    additionalProperties: true,
    description:
      'What was sent, with `id`, `registration`, `state` and the time of arrival. Whoever may read time entries also sees `userId`. A repeat of the same event is answered the same.',
  },
);
const EachWire = Type.Array(
  Type.Object({ status: Type.Integer({ examples: [201] }) }, { additionalProperties: true }),
  { description: 'For each item in order: its `status`, and its receipt or the problem that refused it.' },
);

export const registerTime = operation({
  id: 'registerTime',
  tag: 'Attendance',
  summary: 'Registers a pass, an absence or a time track.',
  description:
    'Stored durably before it is answered. The same `eventId` of the same `device` is registered once, however often it is sent; with another content it is refused. A pass may come hours late and in any order: intervals are computed anew around it. A badge, e-mail or number that nobody has is kept (202, `state: unassigned`) until a person assigns it. Members of Devices register anyone in the unit; others with the right to create time entries register themselves.',
  params: UnitPath,
  query: Type.Object({}, { additionalProperties: false }),
  body: Body,
  bodyShown: Type.Union([Entry, Type.Array(EachEntry, { minItems: 1, maxItems: 1000 })]),
  exactNumbers: true,
  answers: {
    200: EachWire,
    201: ReceiptWire,
    202: { ...ReceiptWire, description: 'Kept, but nobody is known by this badge, e-mail, number or id yet.' },
  },
  refusals: ['invalid-record', 'already-exists'],
  handle: async (call) => {
    const { body } = call;
    if (!Array.isArray(body)) return answerOne(call, await register(call, body));
    const registered = await Promise.all(body.map((fields) => register(call, fields)));
    return { body: registered.map((each) => answerEach(call, each)) };
  },
});

type TimeCall = Call<Static<typeof UnitPath>>;

function register({ parts, caller }: TimeCall, fields: Static<typeof Fields>): Promise<Registered> {
  return registrarOf(parts).register(caller.unitId, { fields, actor: actorOf(caller), origin: 'api' });
}

function answerOne({ caller }: TimeCall, registered: Registered): Answer {
  if (registered.kind === 'refused') throw registered.refusal;
  const { id, status, text } = registered;
  const location = `/rest/v1/${caller.unitId}/time?id=${id}`;
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', location }, body: text };
}

function answerEach({ caller }: TimeCall, registered: Registered): object {
  if (registered.kind === 'refused') {
    const { refusal } = registered;
    const { status } = problemKinds[refusal.code];
    return { ...problemOf(refusal, `/rest/v1/${caller.unitId}/time`), status };
  }
  return { status: registered.status, ...(JSON.parse(registered.text) as object) };
}
