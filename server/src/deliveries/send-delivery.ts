import { performance } from 'node:perf_hooks';
import type { Run, ValueObject } from '@gangway/language';
import { newId } from '../database/uuid.ts';
import type { SendResult } from '../outbound/outbound-request.ts';
import type { SchemaVerdict } from '../templates/schema-check.ts';
import { composeMessage, type ComposedMessage, messageContext } from './compose-message.ts';
import { decideFate, type Fate } from './decide-fate.ts';
import type { ClaimedDelivery } from './delivery.ts';
import { judgeAnswer, type Verdict } from './judge-answer.ts';
import type { LiveConnection } from './live-connection.ts';
import type { LiveRoute } from './live-routes.ts';
import { messageKey } from './message-key.ts';
import type { AttemptRow } from './settle-store.ts';
import type { Settlement } from './settle.ts';

/** Bytes of a request that an attempt keeps. */
const keptRequestBytes = 1_048_576;

export interface SendSurroundings {
  readonly routeOf: (unitId: number, routeId: number) => Promise<LiveRoute | undefined>;
  readonly connectionOf: (unitId: number, name: string) => Promise<LiveConnection | undefined>;
  /** The snapshot as a context; for `payload: latest` at the first attempt, the record of now, frozen before it is sent. */
  readonly contextOf: (delivery: ClaimedDelivery, route: LiveRoute) => Promise<ValueObject | undefined>;
  readonly checkSchema: (unitId: number, schema: string, bytes: Uint8Array) => Promise<SchemaVerdict>;
  readonly nowMs: () => number;
  readonly random: () => number;
}

/** What one attempt has learnt, before it is judged. */
interface Exchanged {
  readonly message: ComposedMessage;
  readonly result: SendResult;
  readonly run: Run;
}

type Route = Extract<LiveRoute, { ok: true }>;
type Connection = Extract<LiveConnection, { ok: true }>;
type Prepared =
  | {
      readonly ok: true;
      readonly route: Route;
      readonly connection: Connection;
      readonly message: ComposedMessage;
      readonly run: Run;
    }
  /** `waits`: it goes out by itself once a person has mended the settings, so the delivery stays in the queue. */
  | { readonly ok: false; readonly reason: string; readonly waits: boolean };

/** One attempt, from the claimed row to what shall be settled: compose, send, judge, decide. Never rejects. */
export async function sendDelivery(delivery: ClaimedDelivery, surroundings: SendSurroundings): Promise<Settlement> {
  const startedAtMs = surroundings.nowMs();
  const clock = performance.now();
  const route = await surroundings.routeOf(delivery.unitId, delivery.routeId);
  const mark = route?.content.mark ?? null;
  const attempt = (): Pick<AttemptRow, 'id' | 'deliveryId' | 'number' | 'startedAtMs' | 'durationMs'> => ({
    ...{ id: newId(), deliveryId: delivery.id, number: delivery.tries },
    ...{ startedAtMs, durationMs: performance.now() - clock },
  });
  const prepared = await prepare(delivery, route, surroundings);
  if (!prepared.ok) return unsendable(delivery, prepared, mark, attempt(), surroundings.nowMs());
  const { connection, message, run } = prepared;
  const result = await exchange(connection, message, delivery);
  const template = prepared.route.template;
  const verdict = judgeAnswer({
    ...{ result, run, nowMs: surroundings.nowMs(), repeats: connection.repeats },
    template: template?.response,
    templateStatuses: template?.source.responseStatuses ?? [],
  });
  const fate = decideFate(delivery, verdict, {
    schedule: connection.schedule,
    answerWithinMs: connection.answerWithinMs,
    startedAtMs,
    nowMs: surroundings.nowMs(),
    random: surroundings.random(),
  });
  const row = { ...attempt(), ...attemptFacts({ message, result, run }, verdict, delivery, connection) };
  return {
    delivery,
    verdict: scrubbed(verdict, connection),
    fate: { ...fate, reason: connection.scrub(fate.reason) },
    route: { mark },
    attempt: row,
  };
}

async function prepare(
  delivery: ClaimedDelivery,
  route: LiveRoute | undefined,
  surroundings: SendSurroundings,
): Promise<Prepared> {
  const fault = (reason: string, waits = false): Prepared => ({ ok: false, reason, waits });
  if (!route)
    return fault('The configuration that this message was made for is not there any more. Send the record again.');
  if (!route.ok) return fault(route.reason);
  const connection = await surroundings.connectionOf(delivery.unitId, delivery.connection);
  if (!connection) {
    return fault(
      `There is no connection "${delivery.connection}" any more. Create it again under this name, then send the record again.`,
    );
  }
  if (!connection.ok) return fault(connection.reason);
  const context = await surroundings.contextOf(delivery, route);
  if (!context) return fault('What the message is made of is not kept any more. Send the record again.');
  const missing = connection.missingSecrets(secretsOf(route, connection));
  if (missing.length > 0) return fault(missing.join(' '), true);
  const run = runOf(delivery, route, connection, context);
  const composed = composeMessage(route.template, connection.compiled, run);
  if (!composed.ok) return fault(composed.reason);
  const { message } = composed;
  const schema = route.template?.source.schema;
  if (schema !== undefined && message.body) {
    const checked = await surroundings.checkSchema(delivery.unitId, schema, message.body);
    if (!checked.valid) return fault(schemaSentence(schema, checked.faults));
  }
  return { ok: true, route, connection, message, run };
}

function schemaSentence(schema: string, faults: Extract<SchemaVerdict, { valid: false }>['faults']): string {
  const shown = faults.slice(0, 5).map(({ message, line }) => `${message} (line ${line} of the message)`);
  const more = faults.length > 5 ? ` And ${faults.length - 5} more.` : '';
  return `The message does not fit the schema ${schema} and was not sent: ${shown.join(' ')}${more}`;
}

/** `now` is the moment in which the delivery was planned, the seed its id: the same bytes in every attempt. */
function runOf(delivery: ClaimedDelivery, route: Route, connection: Connection, context: ValueObject): Run {
  const { content } = route;
  return {
    context: messageContext(
      context,
      { id: delivery.id, messageKey: messageKey(delivery), connection: delivery.connection },
      content.constants as ValueObject,
    ),
    dictionaries: content.dictionaries,
    now: new Date(plannedAtMs(delivery)).toISOString(),
    seed: delivery.id,
    zone: content.unit.zone,
    locale: content.unit.locale,
    secret: connection.secret,
  };
}

const plannedAtMs = ({ id }: ClaimedDelivery): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

/** Sends once; at once a second time where nothing was sent, or where the peer had given up an idle connection and repeats are safe. */
async function exchange(
  connection: Connection,
  message: ComposedMessage,
  delivery: ClaimedDelivery,
): Promise<SendResult> {
  const headers = {
    'user-agent': 'Gangway',
    'idempotency-key': delivery.id,
    ...message.headers,
    'gangway-attempt': String(delivery.tries),
  };
  const request = {
    method: message.method,
    url: message.url,
    headers,
    ...(message.body ? { body: message.body } : {}),
  };
  const first = await connection.send(request);
  if (first.kind === 'answered') return first;
  const again = first.retryAtOnce || (first.staleConnection && connection.repeats === 'safe');
  return again ? connection.send(request) : first;
}

function secretsOf({ template }: Route, { compiled }: Connection): string[] {
  const texts = [...compiled.headers, ...compiled.query, ...(template?.headers ?? []), ...(template?.query ?? [])];
  const uses = [...texts.map(({ text }) => text.uses), template?.url?.uses, template?.body?.uses];
  return [...new Set(uses.flatMap((one) => one?.secrets ?? []))];
}

/** How long a delivery waits for a setting before it looks again. */
const settingsPauseMs = 60_000;

/** A message that cannot be made, or may not be sent: a person has to mend something; the attempt is not counted. */
function unsendable(
  delivery: ClaimedDelivery,
  { reason, waits }: { readonly reason: string; readonly waits: boolean },
  mark: Settlement['route']['mark'],
  attempt: Pick<AttemptRow, 'id' | 'deliveryId' | 'number' | 'startedAtMs' | 'durationMs'>,
  nowMs: number,
): Settlement {
  const again = waits && nowMs < delivery.deadlineMs;
  const verdict: Verdict = {
    ...{
      outcome: again ? 'retry' : 'refused',
      counted: false,
      available: undefined,
      unreachable: false,
      reason,
      messages: [],
    },
  };
  const fate: Fate = again
    ? {
        state: 'waiting',
        reason,
        attempts: delivery.attempts,
        dueAtMs: Math.min(nowMs + settingsPauseMs, delivery.deadlineMs),
      }
    : { state: 'failed', reason, attempts: delivery.attempts, dueAtMs: null };
  const empty = {
    status: null,
    request: null,
    requestBody: null,
    response: null,
    responseBody: null,
    timing: null,
    messages: [],
  };
  return {
    delivery,
    verdict,
    fate,
    route: { mark },
    attempt: { ...attempt, ...empty, counted: false, outcome: 'failed', reason },
  };
}

/** A fault of ours, or a database that does not answer in the middle: the delivery comes back in half a minute, and no attempt is counted. */
export function ownFault(delivery: ClaimedDelivery, nowMs: number): Settlement {
  const attempt = { id: newId(), deliveryId: delivery.id, number: delivery.tries, startedAtMs: nowMs, durationMs: 0 };
  const reason = 'Gangway could not send it because of a fault of its own; see the log. It is tried again.';
  const settlement = unsendable(delivery, { reason, waits: true }, null, attempt, nowMs);
  const dueAtMs = settlement.fate.dueAtMs === null ? null : Math.min(nowMs + settingsPauseMs / 2, delivery.deadlineMs);
  return { ...settlement, fate: { ...settlement.fate, dueAtMs } };
}

function attemptFacts(
  { message, result }: Exchanged,
  verdict: Verdict,
  delivery: ClaimedDelivery,
  connection: Connection,
): Omit<AttemptRow, 'id' | 'deliveryId' | 'number' | 'startedAtMs' | 'durationMs'> {
  const answer = result.kind === 'answered' ? result : result.answer;
  const body =
    message.body && !delivery.bodyKept ? connection.scrubBytes(message.body.subarray(0, keptRequestBytes)) : null;
  return {
    counted: verdict.counted && !delivery.probe,
    outcome: verdict.outcome,
    reason: connection.scrub(verdict.reason),
    status: answer?.status ?? null,
    request: {
      method: message.method,
      url: connection.scrub(message.url),
      headers: connection.scrubHeaders(message.headers),
      ...(message.body && message.body.length > keptRequestBytes ? { truncated: true } : {}),
    },
    requestBody: body,
    response: answer && {
      headers: connection.scrubHeaders(answer.headers),
      ...(answer.truncated ? { truncated: true } : {}),
    },
    responseBody: answer && answer.body.length > 0 ? connection.scrubBytes(answer.body) : null,
    timing: result.timing,
    messages: verdict.messages.map((one) => ({ ...one, text: connection.scrub(one.text) })),
  };
}

function scrubbed(verdict: Verdict, connection: Connection): Verdict {
  return { ...verdict, reason: connection.scrub(verdict.reason) };
}
