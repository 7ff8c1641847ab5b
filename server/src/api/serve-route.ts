import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Admission } from '../access/admission.ts';
import { isLoopback, plainAddress } from '../address-range.ts';
import { type Caller, requireRole } from '../access/caller.ts';
import { type CallerAddress, callerAddress } from '../access/caller-address.ts';
import type { Call as AdmittedCall } from '../access/judge-token.ts';
import { isOwnHost } from '../access/own-host.ts';
import { noRights } from '../access/rights.ts';
import { readCookie, sessionCookie } from '../access/sessions/cookie.ts';
import { readCredential, secretOf } from '../access/sessions/credential.ts';
import { foreignPage, pageFacts } from '../access/sessions/own-page.ts';
import { Refusal } from '../errors.ts';
import type { OnceAnswer } from '../idempotency/answer-once.ts';
import { answerText, checkAnswerSize } from './answer-text.ts';
import { handleOnce, isKeyed, replayedHeader } from './idempotency.ts';
import type { Answer, OpenLine, Operation, OperationCall, Route } from './operation.ts';
import type { ApiParts } from './parts.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before the body is read; undefined on open addresses. */
    caller: Caller | undefined;
    /** SHA-256 of the body as it was sent, in hexadecimal; empty where there is none, or no Idempotency-Key. */
    bodyHash: string;
  }
  interface FastifyContextConfig {
    readonly operation?: Operation;
  }
}

const nobody: Caller = {
  unitId: 0,
  userId: 0,
  name: '',
  groups: [],
  administrator: false,
  rights: noRights,
  tokenId: null,
  sessionId: null,
};

export type ServedParts = ApiParts & { readonly admission: Admission };

/** Puts one route on the server. The order of things: token or session, rights, body, shapes, operation; so a stranger's body is never read. */
export function serveRoute(app: FastifyInstance, parts: ServedParts, route: Route): void {
  const { operation } = route;
  app.route({
    method: route.method,
    url: route.path,
    schema: schemasOf(operation),
    config: { operation },
    onRequest: (request, reply) => admit(request, reply, parts, route),
    preValidation: (request, _reply, done) => {
      // JSON's null is a body, and the wrong one.
      if (operation.bodyOptional === true && request.body === undefined) request.body = {};
      done();
    },
    handler: async (request, reply) => {
      const call = {
        parts,
        params: request.params as Record<string, unknown>,
        query: request.query as Record<string, unknown>,
        body: request.body,
        headers: request.headers,
        caller: request.caller ?? nobody,
        from: fromOf(request, parts.trustedProxies),
        secure: isSecure(request, parts.trustedProxies),
        ...(operation.streams === true ? { line: lineOf(request, reply, parts, route) } : {}),
      };
      if (operation.streams === true) return sendStream(reply, await operation.handle(call));
      const answer = await answerTo(route, call, request).catch(async (error: unknown) => {
        if (request.caller !== undefined) await noteForbidden(request, parts, error);
        throw error;
      });
      return send(request, reply, answer);
    },
  });
}

/** Pages that must answer a load balancer, wherever it calls from. */
const healthPages: readonly string[] = ['/healthz', '/readyz'];

async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  { admission, trustedProxies, publicUrl }: ServedParts,
  route: Route,
): Promise<void> {
  const { authorization, host } = request.headers;
  const cookie = authorization === undefined ? sessionCookieOf(request) : undefined;
  const call = callOf(request, trustedProxies);
  // A page for programs on this machine, such as a monitoring agent; whoever sends a token is judged by it all the same.
  const near = isLoopback(call.from.address) && !call.from.passedOnByStranger && isOwnHost(host, publicUrl());
  const here = near && authorization === undefined;
  const open =
    route.need === 'nobody' || route.need === 'page' || (route.need === 'visitor' && authorization === undefined);
  if (open || (route.need === 'operator-page' && here)) {
    const refusal = healthPages.includes(route.path) ? undefined : admission.refusedAddress(call);
    if (refusal !== undefined) throw refusal;
    if (route.need === 'page') requirePage(request, publicUrl());
    // Somebody who has signed in is known where that matters; one who no longer is, is a visitor.
    if (route.need !== 'visitor' || cookie === undefined) return;
    const visitor = await admission.admitSession(cookie, pageFacts(request.method, request.headers), call);
    request.caller = visitor.ok ? visitor.caller : undefined;
    return;
  }
  const admitted =
    cookie === undefined
      ? await admission.admit(authorization, call)
      : await admission.admitSession(cookie, pageFacts(request.method, request.headers), call);
  reply.headers(admitted.headers);
  if (!admitted.ok) throw admitted.refusal;
  request.caller = admitted.caller;
  try {
    requireRole(admitted.caller, route.need, (request.params as { readonly entity?: string }).entity);
  } catch (error) {
    await noteForbidden(request, { admission, trustedProxies }, error);
    throw error;
  }
}

/** A page of somebody else could otherwise sign people in as somebody else, or out. */
function requirePage({ method, headers }: FastifyRequest, publicUrl: string): void {
  const secret = secretOf(readCookie(headers.cookie, sessionCookie));
  const refusal = foreignPage(pageFacts(method, headers), secret, publicUrl);
  if (refusal !== undefined) throw refusal;
}

function callOf(request: FastifyRequest, trustedProxies: ApiParts['trustedProxies']): AdmittedCall {
  const from = fromOf(request, trustedProxies);
  return { method: request.method, path: pathOf(request.url), from, unitId: unitOf(request.params) };
}

function fromOf(request: FastifyRequest, trustedProxies: ApiParts['trustedProxies']): CallerAddress {
  return callerAddress(request.socket.remoteAddress ?? '', request.headers, trustedProxies);
}

/** Only a cookie that names a session; the one that a visitor is given before signing in names none. */
function sessionCookieOf(request: FastifyRequest): string | undefined {
  const cookie = readCookie(request.headers.cookie, sessionCookie);
  return readCredential(cookie) === undefined ? undefined : cookie;
}

/** TLS ends here, or the browser says so in the origin of its own page, or a trusted proxy says so. */
function isSecure({ raw, headers, socket }: FastifyRequest, trustedProxies: ApiParts['trustedProxies']): boolean {
  if ('encrypted' in raw.socket || headers.origin?.startsWith('https://') === true) return true;
  if (!trustedProxies.contains(plainAddress(socket.remoteAddress ?? ''))) return false;
  const { 'x-forwarded-proto': proto = '', forwarded = '' } = headers;
  return (
    /^https$/i.test(String(proto).split(',').at(-1)?.trim() ?? '') || /(?:^|[;,])\s*proto="?https\b/i.test(forwarded)
  );
}

/** What is needed of a connection that stays open: is its caller still let in, with what rights; and its end. */
function lineOf(request: FastifyRequest, reply: FastifyReply, parts: ServedParts, route: Route): OpenLine {
  const { admission, trustedProxies } = parts;
  const judgeAgain = async (): Promise<Caller | undefined> => {
    const { authorization } = request.headers;
    const cookie = authorization === undefined ? sessionCookieOf(request) : undefined;
    const call = callOf(request, trustedProxies);
    return cookie === undefined ? admission.judgeAgain(authorization, call) : admission.judgeSessionAgain(cookie, call);
  };
  return {
    judgeAgain: async () => {
      const caller = await judgeAgain();
      if (caller !== undefined) requireRole(caller, route.need);
      return caller;
    },
    cut: () => reply.raw.destroy(),
  };
}

function sendStream(reply: FastifyReply, { status = 200, headers = {}, body }: Answer): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}

/** A caller who may not do this stands in the audit, whether the route or the operation has said so. */
async function noteForbidden(
  request: FastifyRequest,
  { admission, trustedProxies }: Pick<ServedParts, 'admission' | 'trustedProxies'>,
  error: unknown,
): Promise<void> {
  if (request.caller === undefined || !(error instanceof Refusal) || error.code !== 'forbidden') return;
  await admission.noteForbidden(request.caller, callOf(request, trustedProxies), error.message);
}

/** The path of a request without its query. */
export function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

/** The unit that the path names. One that is no number belongs to nobody: 0. */
function unitOf(params: unknown): number | undefined {
  const unit = (params as { readonly unit?: string }).unit;
  if (unit === undefined) return undefined;
  return /^\d{1,10}$/.test(unit) ? Number(unit) : 0;
}

async function answerTo(route: Route, call: OperationCall, request: FastifyRequest): Promise<OnceAnswer> {
  const { method, url, bodyHash, headers } = request;
  const { authorization } = headers;
  const cookie = sessionCookieOf(request);
  if (isKeyed(route))
    return handleOnce(route.operation, call, { method, path: pathOf(url), url, bodyHash, authorization, cookie });
  return { answer: answerText(await route.operation.handle(call)), replayed: false };
}

function send(request: FastifyRequest, reply: FastifyReply, { answer, replayed }: OnceAnswer): FastifyReply {
  if (request.method === 'GET' || request.method === 'HEAD') checkAnswerSize(answer);
  if (replayed) reply.header(replayedHeader, 'true');
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
}

function schemasOf({ params, query, body }: Operation): object {
  return {
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { querystring: query }),
    ...(body === undefined ? {} : { body }),
  };
}
