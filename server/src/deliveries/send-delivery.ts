import { performance } from 'node:perf_hooks';
import { newId } from '../database/uuid.ts';
import type { SendResult } from '../outbound/outbound-request.ts';
import type { SchemaVerdict } from '../templates/schema-check.ts';
import { describeProblems } from '../templates/compile-message-template.ts';
import type { ComposedMessage } from './compose-message.ts';
import { attemptFacts, scrubbedVerdict } from './attempt-facts.ts';
import { decideFate } from './decide-fate.ts';
import type { ClaimedDelivery } from './delivery.ts';
import type { LiveConnection } from './live-connection.ts';
import type { LiveRoute } from './live-routes.ts';
import { messageKey } from './message-key.ts';
import type { MessageMaker, StartedMessage } from './message-maker.ts';
import type { MessageParts } from './message-parts.ts';
import type { Source } from './message-source.ts';
import type { Settlement } from './settle.ts';
import { type AttemptBegun, ownFault, unsendable, type Unsendable } from './unsendable.ts';

export interface SendSurroundings {
  readonly routeOf: (unitId: number, routeId: number) => Promise<LiveRoute | undefined>;
  readonly connectionOf: (unitId: number, name: string) => Promise<LiveConnection | undefined>;
  /** The snapshot; for `payload: latest` at the first attempt, the record of now, frozen before it is sent. */
  readonly sourceOf: (delivery: ClaimedDelivery, route: LiveRoute) => Promise<Source | undefined>;
  readonly messages: MessageMaker;
  readonly checkSchema: (unitId: number, schema: string, bytes: Uint8Array) => Promise<SchemaVerdict>;
  /** Whether the lease lasts longer than a request that may take this long: asked right before it is sent (invariant 3). */
  readonly maySend: (timeoutMs: number) => boolean;
  readonly nowMs: () => number;
  readonly random: () => number;
}

type Route = Extract<LiveRoute, { ok: true }>;
type Connection = Extract<LiveConnection, { ok: true }>;
type Prepared =
  | {
      readonly ok: true;
      readonly route: Route;
      readonly connection: Connection;
      readonly message: ComposedMessage;
      readonly started: StartedMessage;
    }
  | ({ readonly ok: false } & Unsendable);

/** One attempt, from the claimed row to what shall be settled: compose, send, judge, decide. Never rejects. */
export async function sendDelivery(delivery: ClaimedDelivery, surroundings: SendSurroundings): Promise<Settlement> {
  const startedAtMs = surroundings.nowMs();
  const clock = performance.now();
  const route = await surroundings.routeOf(delivery.unitId, delivery.routeId);
  const mark = route?.content.mark ?? null;
  const attempt = (): AttemptBegun => ({
    ...{ id: newId(), deliveryId: delivery.id, number: delivery.tries },
    ...{ startedAtMs, durationMs: performance.now() - clock },
  });
  const prepared = await prepare(delivery, route, surroundings);
  if (!prepared.ok) return unsendable(delivery, prepared, mark, attempt(), surroundings.nowMs());
  const { connection, message } = prepared;
  if (!surroundings.maySend(connection.timeoutMs)) return ownFault(delivery, surroundings.nowMs(), attempt());
  const result = await exchange(connection, message, delivery);
  const verdict = await prepared.started.judge({
    ...{ result, nowMs: surroundings.nowMs(), repeats: connection.repeats },
    templateStatuses: prepared.route.template?.source.responseStatuses ?? [],
  });
  const fate = decideFate(delivery, verdict, {
    schedule: connection.schedule,
    answerWithinMs: connection.answerWithinMs,
    startedAtMs,
    nowMs: surroundings.nowMs(),
    random: surroundings.random(),
  });
  const row = { ...attempt(), ...attemptFacts({ message, result }, verdict, delivery, connection) };
  return {
    delivery,
    verdict: scrubbedVerdict(verdict, connection.scrub),
    fate: { ...fate, reason: connection.scrub(fate.reason) },
    route: { mark },
    attempt: row,
    seen: prepared.started.seen(),
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
  const source = await surroundings.sourceOf(delivery, route);
  if (!source) return fault('What the message is made of is not kept any more. Send the record again.');
  const secrets = secretsOf(route, connection);
  const missing = connection.missingSecrets(secrets);
  if (missing.length > 0) return fault(missing.join(' '), true);
  const started = surroundings.messages.start({
    unitId: delivery.unitId,
    parts: partsOf(delivery, route, connection, source, secrets),
    compiled: { template: route.template, connection: connection.compiled },
    definitions: source.definitions,
  });
  const composed = await started.compose();
  if (!composed.ok) return fault(describeProblems(composed.problems));
  const { message } = composed;
  const schema = route.template?.source.schema;
  if (schema !== undefined && message.body) {
    const checked = await surroundings.checkSchema(delivery.unitId, schema, message.body);
    if (!checked.valid) return fault(schemaSentence(schema, checked.faults));
  }
  return { ok: true, route, connection, message, started };
}

function schemaSentence(schema: string, faults: Extract<SchemaVerdict, { valid: false }>['faults']): string {
  const shown = faults.slice(0, 5).map(({ message, line }) => `${message} (line ${line} of the message)`);
  const more = faults.length > 5 ? ` And ${faults.length - 5} more.` : '';
  return `The message does not fit the schema ${schema} and was not sent: ${shown.join(' ')}${more}`;
}

/** `now` is the moment in which the delivery was planned, the seed its id: the same bytes in every attempt. */
function partsOf(
  delivery: ClaimedDelivery,
  { content }: Route,
  { own, secret }: Connection,
  { snapshot }: Source,
  secrets: readonly string[],
): MessageParts {
  return {
    ...{ snapshot, content, own },
    delivery: { id: delivery.id, messageKey: messageKey(delivery) },
    now: new Date(plannedAtMs(delivery)).toISOString(),
    // Each of them was there a moment ago.
    secrets: new Map(secrets.map((name) => [name, secret(name) ?? ''])),
  };
}

const plannedAtMs = ({ id }: ClaimedDelivery): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

/** Sends once; at once a second time where nothing was sent, or where the peer had given up an idle connection and repeats are safe. One deadline covers both. */
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
  const startedAt = performance.now();
  const first = await connection.send(request, connection.timeoutMs);
  if (first.kind === 'answered') return first;
  const leftMs = connection.timeoutMs - (performance.now() - startedAt);
  const again = first.retryAtOnce || (first.staleConnection && connection.repeats === 'safe');
  return again && leftMs >= 1 ? connection.send(request, Math.ceil(leftMs)) : first;
}

function secretsOf({ template }: Route, { compiled }: Connection): string[] {
  const texts = [...compiled.headers, ...compiled.query, ...(template?.headers ?? []), ...(template?.query ?? [])];
  const uses = [
    ...texts.map(({ text }) => text.uses),
    template?.url?.uses,
    template?.body?.uses,
    template?.response?.uses,
  ];
  return [...new Set(uses.flatMap((one) => one?.secrets ?? []))];
}
