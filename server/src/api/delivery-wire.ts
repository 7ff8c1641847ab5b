import { Type } from 'typebox';
import { timeOfId } from '../database/uuid.ts';
import { openStates } from '../deliveries/delivery.ts';
import type { AttemptView, DeliveryRow } from '../deliveries/delivery-store.ts';
import type { EventFacts } from '../deliveries/settle-store.ts';
import { shownBody } from './body-text.ts';
import { Moment, OrNull } from './schemas.ts';

const Text = Type.String();

const deliveryFields = {
  id: Text,
  state: Type.String({
    description:
      'queued, sending, waiting, held, awaiting, delivered, refused, failed, unknown, cancelled or superseded.',
    examples: ['delivered'],
  }),
  heldBy: OrNull(Type.String({ description: 'What holds it: order, brake, breaker or pause.' })),
  reason: OrNull(
    Type.String({ description: 'A sentence: why it is in this state, in the counterparty’s words where it has any.' }),
  ),
  connection: OrNull(Type.String({ description: 'null: a notice to a hook.' })),
  trigger: OrNull(Text),
  template: OrNull(Text),
  hookId: OrNull(Text),
  event: OrNull(Type.String({ description: 'What a notice tells of.', examples: ['documents.approved'] })),
  entity: Text,
  recordId: OrNull(Type.Integer()),
  registration: OrNull(Text),
  eventId: Text,
  createdAt: Moment,
  nextAttemptAt: OrNull(Moment),
  deadlineAt: Moment,
  finishedAt: OrNull(Moment),
  attemptCount: Type.Integer({ description: 'Attempts that count against the schedule.' }),
  resendOf: OrNull(Type.String({ description: 'The delivery that this one repeats.' })),
  resentAs: OrNull(Type.String({ description: 'The delivery that repeats this one.' })),
};

export const DeliveryWire = Type.Object(deliveryFields, { description: 'A delivery.' });

const Side = Type.Object(
  {},
  {
    additionalProperties: true,
    description:
      'Method, address and headers or status and headers, and the body as text; secrets are hidden. Or `withheld`, with a sentence why it is not shown.',
  },
);

const AttemptWire = Type.Object({
  number: Type.Integer(),
  counted: Type.Boolean({ description: 'Whether it counts against the schedule.' }),
  startedAt: Moment,
  durationMs: Type.Number(),
  outcome: Type.String({ examples: ['accepted'] }),
  reason: Text,
  request: OrNull(Side),
  response: OrNull(Side),
  timing: OrNull(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'Milliseconds: name, connection, TLS, first byte, total.',
    }),
  ),
  messages: Type.Array(Type.Unknown()),
});

const CauseWire = Type.Object(
  {
    at: Moment,
    kind: Type.String({ examples: ['updated'] }),
    names: Type.Array(Type.String(), { examples: [['documents.updated', 'documents.approved']] }),
    userId: OrNull(Type.Integer()),
    userName: Text,
    origin: Type.String({ description: 'api, console, import, write-back, schedule or system.' }),
  },
  { description: 'The event that it was made for: who did what, and when.' },
);

export function causeWire(event: EventFacts | undefined): object | null {
  if (event === undefined) return null;
  const { at, kind, names, userId, userName, origin } = event;
  return { at, kind, names, userId, userName, origin };
}

export const DeliveryDetail = Type.Object(
  { ...deliveryFields, cause: OrNull(CauseWire), attempts: Type.Array(AttemptWire) },
  { description: 'A delivery with its attempts, the first one first.' },
);

export function deliveryWire(row: DeliveryRow): object {
  const open = (openStates as readonly string[]).includes(row.storedState);
  return {
    id: row.id,
    state: row.state,
    heldBy: row.heldBy,
    reason: row.heldReason ?? row.reason,
    connection: row.notice === null ? row.connection : null,
    trigger: row.trigger,
    template: row.template,
    hookId: row.hookId,
    event: row.notice,
    entity: row.entity,
    recordId: row.recordId,
    registration: row.registration,
    eventId: row.eventId,
    createdAt: new Date(timeOfId(row.id)),
    nextAttemptAt: open && row.storedState !== 'held' && row.storedState !== 'awaiting' ? row.dueAt : null,
    deadlineAt: row.deadlineAt,
    finishedAt: row.finishedAt,
    attemptCount: row.attempts,
    resendOf: row.resendOf,
    resentAs: row.resentAs,
  };
}

/** The bytes are the same in every attempt, so only the first one keeps them; they are shown with each. */
export function attemptWires(attempts: readonly AttemptView[]): object[] {
  const sent = attempts.find(({ requestBody }) => requestBody !== null)?.requestBody ?? null;
  return attempts.map(
    ({
      number,
      counted,
      startedAt,
      durationMs,
      outcome,
      reason,
      status,
      request,
      response,
      responseBody,
      timing,
      messages,
    }) => ({
      number,
      counted,
      startedAt,
      durationMs,
      outcome,
      reason,
      request: request && { ...request, ...shownBody(sent, request['headers']) },
      response: response && { status, ...response, ...shownBody(responseBody, response['headers']) },
      timing,
      messages: messages ?? [],
    }),
  );
}

export const withheld = 'Not shown: it holds data of a related record that you may not see.';

/** What was sent and answered holds data of a record that the reader may not see. */
export function withoutContent(attempt: object): object {
  return { ...attempt, reason: withheld, request: { withheld }, response: { withheld }, messages: [] };
}
