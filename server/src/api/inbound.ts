import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerAddress } from '../access/caller-address.ts';
import { newId } from '../database/uuid.ts';
import { type ProblemCode, Refusal } from '../errors.ts';
import { addressRefusal } from '../inbound/admit-call.ts';
import type { InboundAnswer, InboundCall } from '../inbound/call.ts';
import { callRecord } from '../inbound/call-record.ts';
import { definitionDefaults } from '../inbound/definition.ts';
import { keepCall } from '../inbound/keep-call.ts';
import { type Concluded, receiveCall } from '../inbound/receive-call.ts';
import { problemAnswer } from '../inbound/render-answer.ts';
import { StrangerBudget } from '../inbound/stranger-budget.ts';
import { recordEnvironment } from '../triggers/record-environment.ts';
import { replayedHeader } from './idempotency.ts';
import { type EnteredCall, findEntered, letIn } from './inbound-entrance.ts';
import { problemHeaders, refusalOf } from './problem.ts';
import { pathOf, type ServedParts } from './serve-route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** A call to an API definition, from the moment that its definition was found. */
    entered: EnteredCall | undefined;
  }
}

/** All that a definition could name; those that it does not are refused with 405. */
const everyMethod = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The addresses below /in/{unit}, which are configuration: one route that looks the definition up. Answers are in the caller's format, and never pages. */
export function serveInbound(app: FastifyInstance, parts: ServedParts): void {
  const strangers = new StrangerBudget();
  app.register((scope, _options, done) => {
    scope.decorateRequest('entered', undefined);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (_request, bytes, next) => next(null, bytes));
    scope.setErrorHandler((error, request, reply) => answerFailed(parts, strangers, error, request, reply));
    scope.route({
      method: everyMethod,
      url: '/in/:unit/*',
      exposeHeadRoute: false,
      onRequest: (request, reply) => enter(parts, request, reply),
      handler: async (request, reply) => {
        const { entered } = request;
        if (entered === undefined) throw new Error('a call came in without its definition');
        const concluded = await take(parts, entered, request, reply);
        tellLog(request, entered, concluded);
        return send(reply, entered, concluded);
      },
    });
    done();
  });
}

/** Finds the definition and, where no signature over the body is asked for, lets the caller in, before the body is read. */
async function enter(parts: ServedParts, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const entered = await findEntered(parts, callOf(parts, request), unitOf(request), reply);
  request.entered = entered;
  const { source } = entered.routed;
  const refused = addressRefusal(source, entered.call);
  if (refused !== undefined) throw refused;
  checkLength(parts, entered, Number(request.headers['content-length'] ?? 0));
  if (source.authentication.kind !== 'hmac') await letIn(parts, entered, reply);
}

/** The body is there: signature, message, changes, answer. */
async function take(
  parts: ServedParts,
  entered: EnteredCall,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Concluded> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  entered.call = { ...entered.call, body };
  checkLength(parts, entered, body.length);
  const { compiled, source } = entered.routed;
  if (source.authentication.kind === 'hmac') await letIn(parts, entered, reply);
  const coding = entered.call.headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (coding !== '' && coding !== 'identity') {
    const sentence = `The body is compressed (Content-Encoding: ${coding.slice(0, 50)}), which is not read here. Send it as it is.`;
    throw new Refusal('unsupported-media-type', sentence);
  }
  const { user, unitId, plan, signature } = entered;
  if (!compiled.ok || user === undefined) {
    const why = compiled.ok ? 'nobody was let in' : (compiled.problems[0]?.message ?? '');
    throw new Refusal('definition-failed', `The definition ${JSON.stringify(source.name)} has a fault: ${why}`);
  }
  const { unit, dictionaries } = plan;
  return receiveCall(
    {
      database: parts.database,
      environment: (transaction) => recordEnvironment(transaction, unitId, parts),
      keep: (transaction, concluded) => keepCall(transaction, rowOf(entered, concluded)),
    },
    { definition: compiled.value, call: entered.call, surroundings: { user, unit, dictionaries }, signature },
  );
}

/** Whatever was thrown: refusals before the message was read, a database that is away, a fault of ours. */
async function answerFailed(
  parts: ServedParts,
  strangers: StrangerBudget,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const refusal = refusalOf(error);
  const { entered } = request;
  const call = entered?.call ?? callOf(parts, request);
  const answer = problemAnswer(call, refusal);
  const failed = answer.status >= 500;
  const concluded: Concluded = {
    ...{ outcome: failed ? 'failed' : 'refused', answer, code: refusal.code, sentence: refusal.message },
    ...{ faults: refusal.faults, results: [], messageId: undefined, repeatOf: undefined },
    marks: { bodyHash: null, writeHash: null, signature: entered?.signature ?? null },
  };
  tellLog(request, entered, concluded, error);
  const known = entered?.user !== undefined;
  if (
    entered !== undefined &&
    refusal.code !== 'database-unavailable' &&
    (known || strangers.take(`${entered.unitId}/${entered.routed.source.name}`))
  ) {
    const keep = parts.database.transaction((transaction) => keepCall(transaction, rowOf(entered, concluded)));
    await keep.catch((cause: unknown) =>
      request.log.error({ event: 'call.lost', err: cause }, 'A call could not be kept.'),
    );
  }
  return send(reply, entered, concluded);
}

/** How to prove who calls, where that is what was missing (RFC 9110, 11.6.1); when to come again. */
function challenge(code: ProblemCode, entered: EnteredCall | undefined): Readonly<Record<string, string>> {
  const kind = entered?.routed.source.authentication.kind;
  if (code !== 'unauthenticated' || kind === undefined || kind === 'token') return problemHeaders(code);
  return { 'www-authenticate': `${kind === 'basic' ? 'Basic' : 'Signature'} realm="Gangway"` };
}

function send(reply: FastifyReply, entered: EnteredCall | undefined, concluded: Concluded): FastifyReply {
  const { answer, outcome, code } = concluded;
  if (code !== undefined) reply.headers(challenge(code, entered));
  if (entered !== undefined) reply.header('gangway-call', entered.call.id);
  if (entered?.routed.source.mode === 'test') reply.header('gangway-mode', 'test');
  if (outcome === 'repeated') reply.header(replayedHeader, 'true');
  return reply.code(answer.status).headers(answer.headers).type(answer.contentType).send(bodyOf(answer));
}

const bodyOf = ({ body }: InboundAnswer): Buffer => Buffer.from(body.buffer, body.byteOffset, body.byteLength);

function checkLength({ bodyLimitBytes }: ServedParts, { routed: { source } }: EnteredCall, length: number): void {
  const limit = Math.min(source.bodyLimit ?? definitionDefaults.bodyLimit, bodyLimitBytes);
  if (length > limit)
    throw new Refusal('too-large', `The body has ${length} bytes; this address takes ${limit} at most.`);
}

function callOf(parts: ServedParts, request: FastifyRequest): InboundCall {
  const { headers, method, url, socket } = request;
  const texts = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, typeof value === 'string' ? value : value.join(', ')]],
  );
  const at = parts.now();
  return {
    // A repeat is read at the time that the first one's id tells: it must be exactly the one that it was read at.
    ...{ id: newId(at.getTime()), at, method, path: pathOf(url), address: url.replace(/^\/in\/[^/]*/, '') },
    params: {},
    query: { ...(request.query as InboundCall['query']) },
    headers: Object.fromEntries(texts),
    body: '',
    from: callerAddress(socket.remoteAddress ?? '', headers, parts.trustedProxies),
  };
}

function unitOf(request: FastifyRequest): number {
  const { unit } = request.params as { readonly unit: string };
  return /^\d{1,9}$/.test(unit) ? Number(unit) : 0;
}

function rowOf(entered: EnteredCall, concluded: Concluded): ReturnType<typeof callRecord> {
  const { unitId, call, user, routed } = entered;
  const { name, mode = definitionDefaults.mode } = routed.source;
  const durationMs = Math.max(0, Date.now() - call.at.getTime());
  return callRecord({ ...concluded, unitId, call, user, definition: name, mode, durationMs }, entered.scrub);
}

/** One line for each call, with every fact but what was sent. */
function tellLog(
  request: FastifyRequest,
  entered: EnteredCall | undefined,
  concluded: Concluded,
  error?: unknown,
): void {
  const { outcome, code, sentence, answer } = concluded;
  const facts = {
    ...{ event: 'call.answered', outcome, status: answer.status, method: request.method, path: pathOf(request.url) },
    ...(entered === undefined
      ? {}
      : {
          unit: entered.unitId,
          definition: entered.routed.source.name,
          call: entered.call.id,
          user: entered.user?.userId,
        }),
    ...(code === undefined ? {} : { code }),
    detail: entered?.scrub.text(sentence) ?? sentence,
  };
  if (code === 'internal-error') request.log.error({ ...facts, err: error }, 'call.answered');
  else if (answer.status >= 500) request.log.warn(facts, 'call.answered');
  else request.log.info(facts, 'call.answered');
}
