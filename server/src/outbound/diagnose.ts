import { TLSSocket } from 'node:tls';
import { hostPort, vetUrl, type Target } from './address-guard.ts';
import { parseAddress } from './address-ranges.ts';
import { timeOutFault } from './answer-faults.ts';
import type { AuthenticationContext } from './authenticate.ts';
import type { Authentication } from './authentication.ts';
import { judgeTestAnswer } from './diagnose-answer.ts';
import { chainOf, describeCertificate, faultyCertificate, inspectCertificates } from './inspect-certificate.ts';
import { SocketOpening, type Opened, type Route } from './open-socket.ts';
import type { Fault, OutboundRequest, SendFailed, Transport } from './outbound-request.ts';
import { resolveVetted } from './resolve-host.ts';
import { sendAuthenticated } from './send-authenticated.ts';
import type { Outbound } from './send-request.ts';
import type { TestStep } from './test-step.ts';
import { TlsIdentity } from './tls-identity.ts';

export type { TestStep } from './test-step.ts';

export interface TestReport {
  readonly ok: boolean;
  readonly steps: readonly TestStep[];
}

/**
 * "Test connection": goes the way of a request step by step and names what is wrong. First a connection of its own, to look at name, address and
 * certificate; then the given request (a GET of the connection's URL as a rule), sent like any other. `paths`: those that messages go to below that URL.
 */
export async function testConnection(
  outbound: Outbound,
  request: OutboundRequest,
  authentication: Authentication,
  context: AuthenticationContext,
  paths: readonly string[] = [],
): Promise<TestReport> {
  const allow = outbound.allowanceFor(context.transport.allow);
  const vetted = vetUrl(request.url, allow);
  if (!vetted.ok) return report([{ step: 'address', ok: false, sentence: vetted.refusal.sentence }]);
  const route = routeOf(outbound, vetted.target, context.transport);
  const steps = await tryTheWay(route, request.timeoutMs, context.nowMs);
  if (steps.at(-1)?.ok !== true) return report(steps);
  const result = await sendAuthenticated(outbound, request, authentication, context);
  if (result.kind === 'answered') return report([...steps, ...judgeTestAnswer(result, request, authentication, paths)]);
  const failed = stepOfFailure(result);
  // With TLS 1.3 the server's verdict on a client certificate only comes with the answer.
  return report([...steps.filter(({ step }) => step !== failed.step), failed]);
}

function report(steps: readonly TestStep[]): TestReport {
  return { ok: steps.every(({ ok }) => ok), steps };
}

function routeOf(outbound: Outbound, target: Target, transport: Transport): Route {
  return {
    target,
    allow: outbound.allowanceFor(transport.allow),
    tls: new TlsIdentity(transport),
    proxy: transport.proxy,
    resolveName: outbound.resolveName,
  };
}

async function tryTheWay(route: Route, timeoutMs: number, nowMs: number): Promise<TestStep[]> {
  const { target } = route;
  const opening = new SocketOpening(route);
  const timer = setTimeout(() => opening.cancel(), timeoutMs);
  const opened = await opening.open();
  clearTimeout(timer);
  const fault = opened.ok
    ? undefined
    : opened.fault.stage === 'stopped'
      ? timeOutFault(opening.phase, target, timeoutMs, 0)
      : opened.fault;
  const failedAt = fault === undefined ? undefined : stepOfFault(fault, opening.phase);
  const passed = await passedSteps(route, failedAt, opened, opening);
  if (opened.ok) opened.socket.destroy();
  if (fault === undefined || failedAt === undefined) return passed;
  return [...passed, { step: failedAt, ok: false, sentence: await withCertificate(fault, route, nowMs) }];
}

const order: readonly TestStep['step'][] = ['address', 'name', 'connection', 'tls', 'authentication', 'answer'];

async function passedSteps(
  route: Route,
  failedAt: TestStep['step'] | undefined,
  opened: Opened,
  opening: SocketOpening,
): Promise<TestStep[]> {
  const { target, proxy } = route;
  const before = failedAt === undefined ? order.length : order.indexOf(failedAt);
  const steps: TestStep[] = [];
  const add = (step: TestStep['step'], sentence: string): void => {
    if (order.indexOf(step) < before) steps.push({ step, ok: true, sentence });
  };
  const isName = parseAddress(target.hostname) === undefined;
  if (failedAt === undefined || before > order.indexOf('name')) {
    add('address', `${hostPort(target)} may be called.`);
    if (isName) add('name', await nameSentence(route));
    const through = proxy === undefined ? '' : ' through the proxy';
    add(
      'connection',
      `The server accepts connections on port ${String(target.port)}${through} (${opening.connectMs.toFixed(1)} ms).`,
    );
  }
  if (opened.ok && opened.socket instanceof TLSSocket && target.protocol === 'https:') {
    const [certificate] = chainOf(opened.socket);
    const shown = certificate === undefined ? '' : ` The certificate is fine: ${describeCertificate(certificate)}.`;
    add('tls', `The connection is encrypted (${opened.socket.getProtocol() ?? 'TLS'}).${shown}`);
  }
  return steps;
}

async function nameSentence({ target, allow, resolveName }: Route): Promise<string> {
  const resolved = await resolveVetted(target, allow, resolveName);
  return resolved.ok
    ? `${target.hostname} is ${resolved.addresses.map(({ address }) => address).join(', ')}.`
    : `${target.hostname} is resolved by the proxy.`;
}

function stepOfFault(fault: Fault, phase: SocketOpening['phase']): TestStep['step'] {
  if (fault.stage === 'address' || fault.stage === 'request') return 'address';
  if (fault.stage === 'deadline') return stepOfPhase[phase];
  return fault.stage === 'dns' ? 'name' : fault.stage === 'tls' ? 'tls' : 'connection';
}

const stepOfPhase = { dns: 'name', connect: 'connection', tls: 'tls' } as const;

/** Names the certificate that a TLS fault speaks of. */
async function withCertificate(fault: Fault, route: Route, nowMs: number): Promise<string> {
  if (!fault.code.startsWith('certificate-')) return fault.sentence;
  const certificate = faultyCertificate(await inspectCertificates(route), nowMs);
  return certificate === undefined
    ? fault.sentence
    : `${fault.sentence} The certificate: ${describeCertificate(certificate)}.`;
}

function stepOfFailure({ stage, sentence }: SendFailed): TestStep {
  switch (stage) {
    case 'request':
    case 'address':
      return { step: 'address', ok: false, sentence };
    case 'dns':
      return { step: 'name', ok: false, sentence };
    case 'connect':
      return { step: 'connection', ok: false, sentence };
    case 'tls':
      return { step: 'tls', ok: false, sentence };
    case 'authentication':
      return { step: 'authentication', ok: false, sentence };
    case 'send':
    case 'headers':
    case 'body':
    case 'deadline':
    case 'stopped':
      return { step: 'answer', ok: false, sentence };
  }
}
