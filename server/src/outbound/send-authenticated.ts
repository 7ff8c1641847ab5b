import { timeOutFault } from './answer-faults.ts';
import { readUrl } from './address-guard.ts';
import { authenticate, type Authenticated, type AuthenticationContext } from './authenticate.ts';
import type { Authentication } from './authentication.ts';
import { failedBeforeSending, noTiming, type OutboundRequest, type SendResult } from './outbound-request.ts';
import type { Outbound } from './send-request.ts';

/**
 * Sends a request with the connection's authentication. A kept token that the counterparty answers with 401 is renewed once and the request repeated:
 * it was refused before anything was done with it. The one deadline covers the token too.
 */
export async function sendAuthenticated(
  outbound: Outbound,
  request: OutboundRequest,
  authentication: Authentication,
  context: AuthenticationContext,
): Promise<SendResult> {
  const startedAt = performance.now();
  const elapsedMs = (): number => performance.now() - startedAt;
  const first = await authenticate(request, authentication, context);
  const result = await sendIf(outbound, request, first, context, elapsedMs());
  if (!first.ok || first.token === undefined || result.kind !== 'answered' || result.status !== 401) return result;
  context.tokens.reject(first.token);
  // A token that was fetched for this very request would be no better the second time.
  if (first.tokenIsNew === true) return result;
  const leftMs = Math.max(1, request.timeoutMs - elapsedMs());
  const second = await authenticate({ ...request, timeoutMs: leftMs }, authentication, context);
  return sendIf(outbound, request, second, context, elapsedMs());
}

async function sendIf(
  outbound: Outbound,
  request: OutboundRequest,
  authenticated: Authenticated,
  context: AuthenticationContext,
  elapsedMs: number,
): Promise<SendResult> {
  const timing = { ...noTiming, totalMs: Math.round(elapsedMs) };
  if (!authenticated.ok) return failedBeforeSending(authenticated.fault, timing);
  if (authenticated.token === undefined)
    return outbound.sendRequest(authenticated.request, context.transport, context.signal);
  const leftMs = request.timeoutMs - elapsedMs;
  const read = readUrl(request.url);
  if (leftMs < 1 && read.ok)
    return failedBeforeSending(timeOutFault('queue', read.target, request.timeoutMs, 0), timing);
  return outbound.sendRequest(
    { ...authenticated.request, timeoutMs: Math.max(1, leftMs) },
    context.transport,
    context.signal,
  );
}
