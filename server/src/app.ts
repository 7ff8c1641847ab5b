import { hash } from 'node:crypto';
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { Admission } from './access/admission.ts';
import type { Caller } from './access/caller.ts';
import { AddressBook } from './api/allowed-methods.ts';
import { answerBrokenRequest } from './api/broken-request.ts';
import { encodingFault, headerLimitBytes, requestFault } from './api/check-request.ts';
import { serveConsole } from './api/console-page.ts';
import { type CrossOrigin, crossOrigin } from './api/cross-origin.ts';
import { serveInbound } from './api/inbound.ts';
import type { ApiParts } from './api/parts.ts';
import { problemHeaders, problemMediaType, problemOf, refusalOf } from './api/problem.ts';
import { parseQuery } from './api/query-string.ts';
import type { Operation } from './api/operation.ts';
import { readBody } from './api/read-body.ts';
import { readYaml } from './api/read-yaml.ts';
import { routes } from './api/routes.ts';
import { securityHeaders, transportSecurity } from './api/security-headers.ts';
import { pathOf, serveRoute } from './api/serve-route.ts';
import { watchUnheard } from './api/unheard-connections.ts';
import { tellFeed } from './api/tell-feed.ts';
import { validateInput } from './api/validate-input.ts';
import { problemKinds, Refusal } from './errors.ts';

export interface AppOptions {
  /** Only the pages for operators: a process without the role `api` has its health asked, nothing else. */
  readonly operationsOnly?: boolean;
  /** Origins whose pages may read answers (GANGWAY_CORS_ORIGINS). */
  readonly corsOrigins?: readonly string[];
  /** Where the built console is; console/dist unless given. */
  readonly consoleFolder?: URL;
  readonly patience?: Patience;
}

/** How long a caller may take to say what he wants, in milliseconds. */
export interface Patience {
  /** From the connection, or the end of the request before, to the end of the headers. */
  readonly headersMs: number;
  /** To the end of the body: the largest one within two minutes needs 0.7 Mbit/s. */
  readonly requestMs: number;
  /** How often it is looked at. */
  readonly checkMs: number;
  /** Nothing moves on the connection, although an answer is being written: the caller does not read. */
  readonly idleMs: number;
}

const usualPatience: Patience = { headersMs: 30_000, requestMs: 120_000, checkMs: 5_000, idleMs: 300_000 };

const operationsPages: readonly string[] = ['/healthz', '/readyz', '/metrics'];

/** The HTTP server with every route, not yet listening. It owns nothing but its sockets: `parts` are closed by whoever made them. */
export function createApp(parts: ApiParts, options: AppOptions = {}): FastifyInstance {
  const { patience = usualPatience } = options;
  const loggerInstance: FastifyBaseLogger = parts.log;
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: parts.bodyLimitBytes,
    routerOptions: { querystringParser: parseQuery, maxParamLength: 500 },
    // A caller who stops in the middle of a request, or of its answer, must not hold a socket for ever.
    requestTimeout: patience.requestMs,
    connectionTimeout: patience.idleMs,
    keepAliveTimeout: 75_000,
    // A request that comes on an open connection while we stop is still answered; the connection is closed behind it.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    http: {
      maxHeaderSize: headerLimitBytes,
      headersTimeout: patience.headersMs,
      connectionsCheckingInterval: patience.checkMs,
      // check-request.ts refuses it, with a sentence.
      requireHostHeader: false,
    },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) =>
      void sendProblem(error, request as FastifyRequest, reply as unknown as FastifyReply),
  });
  const served = options.operationsOnly === true ? routes.filter(({ path }) => operationsPages.includes(path)) : routes;
  const book = new AddressBook(served);
  const cors = crossOrigin(options.corsOrigins ?? []);
  app.setValidatorCompiler((part) => validateInput(part));
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  app.decorateRequest('caller', undefined);
  app.decorateRequest('bodyHash', '');
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    const secure = 'encrypted' in request.raw.socket;
    reply.headers({ ...securityHeaders, ...(secure ? transportSecurity : {}), ...cors.headersFor(origin) });
    const fault = requestFault(request);
    if (fault !== undefined) return sendProblem(fault, request, reply);
    // Answered before the body is looked at, so that an unknown address is never a question of its content type.
    const { url: path = '' } = request.routeOptions;
    if (request.is404 || book.isForeign(path, pathOf(request.url))) await answerNowhere(book, cors, request, reply);
  });
  app.addHook('onResponse', async (request, reply) => {
    tellFeed(parts.feed, request, reply);
    request.log.debug(requestFacts(request, reply), 'request.answered');
  });
  const closeUnheard = watchUnheard(app.server);
  // Streams of open pages would keep the server from ever being closed.
  app.addHook('preClose', () => parts.feed.stop());
  app.addHook('preClose', (done) => {
    closeUnheard();
    done();
  });
  app.setNotFoundHandler((request, reply) => answerNowhere(book, cors, request, reply));
  readJsonAndYaml(app);
  const admission = new Admission(parts);
  app.addHook('onClose', () => admission.close());
  for (const route of served) serveRoute(app, { ...parts, admission }, route);
  if (options.operationsOnly !== true) {
    serveInbound(app, { ...parts, admission });
    serveConsole(app, { ...parts, admission }, options.consoleFolder);
  }
  return app;
}

function readJsonAndYaml(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const jsonTypes = /^application\/(?:json|[\w.-]+\+json)(?:\s*;|$)/i;
  const yamlTypes = /^(?:application|text)\/(?:x-)?yaml(?:\s*;|$)/i;
  readBodies(app, jsonTypes, (bytes, operation) => readBody(bytes, operation?.exactNumbers === true));
  readBodies(app, yamlTypes, (bytes, operation) => {
    if (operation?.takesYaml === true) return readYaml(bytes);
    throw new Refusal(
      'unsupported-media-type',
      'YAML is read for integration files only. Send JSON with the header "Content-Type: application/json".',
    );
  });
}

/** What is sent with such a content type is read by this function; what it throws is the answer. */
function readBodies(
  app: FastifyInstance,
  types: RegExp,
  read: (bytes: Buffer, operation: Operation | undefined) => unknown,
): void {
  app.addContentTypeParser<Buffer>(types, { parseAs: 'buffer' }, (request, bytes, done) => {
    if (request.headers['idempotency-key'] !== undefined) request.bodyHash = hash('sha256', bytes);
    const fault = encodingFault(request.headers);
    if (fault !== undefined) {
      done(fault);
      return;
    }
    try {
      done(null, read(bytes, request.routeOptions.config.operation));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** No operation has this address or this method; a browser that asks whether it may come from elsewhere is told. */
function answerNowhere(
  book: AddressBook,
  cors: CrossOrigin,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const path = pathOf(request.url);
  const methods = book.methodsAt(path);
  if (methods.length === 0) {
    const refusal = new Refusal('not-found', `There is no address ${path}. GET /openapi.json lists every address.`);
    return sendProblem(refusal, request, reply);
  }
  const { origin, 'access-control-request-method': wanted } = request.headers;
  const preflight = request.method === 'OPTIONS' ? cors.preflight(origin, wanted, methods) : undefined;
  if (preflight !== undefined) return reply.code(204).headers(preflight).send();
  reply.header('allow', methods.join(', '));
  const sentence = `${path} has no ${request.method}. It has ${methods.join(', ')}.`;
  return sendProblem(new Refusal('method-not-allowed', sentence), request, reply);
}

/** Every answer that is not a success passes here. */
function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error);
  const { status } = problemKinds[refusal.code];
  const facts = { ...requestFacts(request, reply), status, code: refusal.code };
  if (refusal.code === 'database-unavailable')
    request.log.error({ ...facts, detail: refusal.message }, 'request.failed');
  else if (status >= 500) request.log.error({ ...facts, cause: refusal.cause ?? refusal }, 'request.failed');
  else request.log.info({ ...facts, detail: refusal.message }, 'request.refused');
  return reply
    .code(status)
    .headers({
      ...(reply.hasHeader('content-security-policy') ? {} : securityHeaders),
      ...problemHeaders(refusal.code),
      ...(refusal.retryAfterSeconds === undefined ? {} : { 'retry-after': String(refusal.retryAfterSeconds) }),
    })
    .type(problemMediaType)
    .send(JSON.stringify(problemOf(refusal, pathOf(request.url))));
}

/** What a log line says of a request. Never its query or headers: they hold what callers consider private. */
function requestFacts(request: FastifyRequest, reply: FastifyReply): object {
  return {
    method: request.method,
    path: pathOf(request.url),
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime * 10) / 10,
    address: request.ip,
    ...(request.caller === undefined
      ? {}
      : { unit: request.caller.unitId, user: request.caller.userId, ...credentialOf(request.caller) }),
  };
}

function credentialOf({ tokenId, sessionId }: Caller): object {
  return tokenId === null ? { sessionId } : { tokenId };
}
