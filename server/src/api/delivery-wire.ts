import { decodeWithLabel } from '@gangway/language';
import { Type } from 'typebox';
import { timeOfId } from '../database/uuid.ts';
import { openStates } from '../deliveries/delivery.ts';
import type { AttemptView, DeliveryRow } from '../deliveries/delivery-store.ts';
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
  connection: Text,
  trigger: OrNull(Text),
  template: OrNull(Text),
  hookId: OrNull(Text),
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
    description: 'Method, address and headers or status and headers, and the body as text; secrets are hidden.',
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

export const DeliveryDetail = Type.Object(
  { ...deliveryFields, attempts: Type.Array(AttemptWire) },
  { description: 'A delivery with its attempts, the first one first.' },
);

export function deliveryWire(row: DeliveryRow): object {
  const open = (openStates as readonly string[]).includes(row.storedState);
  return {
    id: row.id,
    state: row.state,
    heldBy: row.heldBy,
    reason: row.heldReason ?? row.reason,
    connection: row.connection,
    trigger: row.trigger,
    template: row.template,
    hookId: null,
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
      request: request && { ...request, ...bodyOf(sent, request) },
      response: response && { status, ...response, ...bodyOf(responseBody, response) },
      timing,
      messages: messages ?? [],
    }),
  );
}

/** As text in the charset that the headers name; what is no text stands as base64 with a note of that. */
function bodyOf(
  bytes: Buffer | null,
  { headers }: Readonly<Record<string, unknown>>,
): { body: string | null; bodyEncoding?: 'base64' } {
  if (bytes === null) return { body: null };
  const type =
    typeof headers === 'object' && headers !== null && 'content-type' in headers ? String(headers['content-type']) : '';
  const label = /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(type)?.[1];
  const declared = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(bytes.toString('latin1', 0, 200))?.[1];
  const text = decodeWithLabel(bytes, label ?? declared ?? 'utf-8');
  return text === undefined ? { body: bytes.toString('base64'), bodyEncoding: 'base64' } : { body: text };
}
