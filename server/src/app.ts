import { hash } from 'node:crypto';
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { allowedMethods } from './api/allowed-methods.ts';
import { answerBrokenRequest } from './api/broken-request.ts';
import type { Route } from './api/operation.ts';
import type { ApiParts } from './api/parts.ts';
import { problemHeaders, problemMediaType, problemOf, refusalOf } from './api/problem.ts';
import { parseQuery } from './api/query-string.ts';
import { readBody } from './api/read-body.ts';
import { routes } from './api/routes.ts';
import { pathOf, serveRoute } from './api/serve-route.ts';
import { validateInput } from './api/validate-input.ts';
import { problemKinds, Refusal } from './errors.ts';

export interface AppOptions {
  /** PEM texts; with them the server speaks HTTPS. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Only the pages for operators: a process without the role `api` has its health asked, nothing else. */
  readonly operationsOnly?: boolean;
}

const operationsPages: readonly string[] = ['/healthz', '/readyz', '/metrics'];

/** On every answer. It is JSON that no browser may frame, sniff, run or keep. */
const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The HTTP server with every route, not yet listening. It owns nothing but its sockets: `parts` are closed by whoever made them. */
export function createApp(parts: ApiParts, options: AppOptions = {}): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = parts.log;
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: parts.bodyLimitBytes,
    routerOptions: { querystringParser: parseQuery, maxParamLength: 500 },
    // A caller who stops in the middle of a request must not hold a socket for ever.
    requestTimeout: 60_000,
    keepAliveTimeout: 75_000,
    // A request that comes on an open connection while we stop is still answered; the connection is closed behind it.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    http: { maxHeaderSize: 16_384 },
    ...(options.tls === undefined ? {} : { https: options.tls }),
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) =>
      void sendProblem(error, request as FastifyRequest, reply as unknown as FastifyReply),
  });
  const served = options.operationsOnly === true ? routes.filter(({ path }) => operationsPages.includes(path)) : routes;
  const extraHeaders = options.tls === undefined ? {} : { 'strict-transport-security': 'max-age=31536000' };
  app.setValidatorCompiler((part) => validateInput(part));
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  app.decorateRequest('caller', undefined);
  app.decorateRequest('bodyHash', '');
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...securityHeaders, ...extraHeaders });
    // Answered before the body is looked at, so that an unknown address is never a question of its content type.
    if (request.is404) await sendProblem(nowhere(served, request, reply), request, reply);
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.debug(requestFacts(request, reply), 'request.answered');
  });
  app.setNotFoundHandler((request, reply) => sendProblem(nowhere(served, request, reply), request, reply));
  readJsonOnly(app);
  for (const route of served) serveRoute(app, parts, route);
  return app;
}

function readJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const jsonTypes = /^application\/(?:json|[\w.-]+\+json)(?:\s*;|$)/i;
  app.addContentTypeParser<Buffer>(jsonTypes, { parseAs: 'buffer' }, (request, bytes, done) => {
    if (request.headers['idempotency-key'] !== undefined) request.bodyHash = hash('sha256', bytes);
    try {
      done(null, readBody(bytes, request.routeOptions.config.operation?.exactNumbers === true));
    } catch (error) {
      done(error as Error);
    }
  });
}

function nowhere(served: readonly Route[], request: FastifyRequest, reply: FastifyReply): Refusal {
  const path = pathOf(request.url);
  const methods = allowedMethods(served, path);
  if (methods.length === 0) {
    return new Refusal('not-found', `There is no address ${path}. GET /openapi.json lists every address.`);
  }
  reply.header('allow', methods.join(', '));
  return new Refusal('method-not-allowed', `${path} has no ${request.method}. It has ${methods.join(', ')}.`);
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
    .headers({ ...securityHeaders, ...problemHeaders(refusal.code) })
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
      : { unit: request.caller.unitId, user: request.caller.userId, tokenId: request.caller.tokenId }),
  };
}
