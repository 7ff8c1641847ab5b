import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { judgeAddress, type EgressAllowance, type Target } from './address-guard.ts';
import { parseAddress } from './address-ranges.ts';
import { connectFault } from './network-faults.ts';
import type { Fault, Proxy } from './outbound-request.ts';
import { askForTunnel, type ProxyAddress, proxyAddress } from './proxy-tunnel.ts';
import { resolveVetted, type ResolvedAddress, type ResolveName } from './resolve-host.ts';
import type { TlsIdentity } from './tls-identity.ts';
import { errorCode, tlsFault } from './tls-faults.ts';

export type Opened = { readonly ok: true; readonly socket: Socket } | { readonly ok: false; readonly fault: Fault };

export interface Route {
  readonly target: Target;
  readonly allow: EgressAllowance;
  readonly tls: TlsIdentity;
  readonly proxy: Proxy | undefined;
  readonly resolveName: ResolveName;
}

type Step<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

/**
 * The way from a name to a socket that HTTP can be spoken on: resolve, vet, connect (through the proxy where there is one), TLS.
 * The socket connects to the very addresses that were vetted. It has no deadline of its own: its owner cancels it.
 */
export class SocketOpening {
  phase: 'dns' | 'connect' | 'tls' = 'dns';
  dnsMs = 0;
  connectMs = 0;
  tlsMs = 0;
  readonly #route: Route;
  #socket: Socket | undefined;
  #cancelled = false;
  #settle: ((opened: Opened) => void) | undefined;

  constructor(route: Route) {
    this.#route = route;
  }

  open(): Promise<Opened> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      void this.#walk().then((step) => {
        if (!step.ok) this.#socket?.destroy();
        else if (this.#cancelled) step.value.destroy();
        resolve(step.ok ? { ok: true, socket: step.value } : step);
      });
    });
  }

  /** Ends it wherever it is, and open() at once: a name server that hangs cannot be interrupted, but it need not be waited for. */
  cancel(): void {
    this.#cancelled = true;
    this.#socket?.destroy();
    this.#settle?.({
      ok: false,
      fault: { stage: 'stopped', code: 'stopped', sentence: 'The request was stopped.', passing: false },
    });
  }

  async #walk(): Promise<Step<Socket>> {
    const { target, proxy } = this.#route;
    const connected = proxy === undefined ? await this.#connectDirectly() : await this.#connectThrough(proxy);
    return connected.ok && target.protocol === 'https:' ? this.#startTls(connected.value) : connected;
  }

  async #connectDirectly(): Promise<Step<Socket>> {
    const vetted = await this.#vet(this.#route.allow);
    return vetted.ok ? this.#connect(this.#route.target, vetted.value, this.#route.allow) : vetted;
  }

  async #vet(allow: EgressAllowance): Promise<Step<readonly ResolvedAddress[]>> {
    const startedAt = performance.now();
    const vetted = await resolveVetted(this.#route.target, allow, this.#route.resolveName);
    this.dnsMs += performance.now() - startedAt;
    return vetted.ok ? { ok: true, value: vetted.addresses } : vetted;
  }

  async #connectThrough(proxy: Proxy): Promise<Step<Socket>> {
    const { target, allow, resolveName } = this.#route;
    const vetted = await this.#vet(allow);
    if (!vetted.ok && !(proxy.resolves === 'proxy' && vetted.fault.stage === 'dns')) return vetted;
    const address = proxyAddress(proxy);
    if (!address.ok) return address;
    const startedAt = performance.now();
    const proxyVetted = await resolveVetted(address.value.target, address.value.allow, resolveName);
    this.dnsMs += performance.now() - startedAt;
    if (!proxyVetted.ok) return proxyVetted;
    const connected = await this.#connect(address.value.target, proxyVetted.addresses, address.value.allow);
    if (!connected.ok) return connected;
    const first = vetted.ok ? vetted.value[0]?.address : undefined;
    const host = proxy.resolves === 'proxy' || first === undefined ? target.hostname : first;
    return this.#tunnel(connected.value, address.value, host);
  }

  async #tunnel(socket: Socket, address: ProxyAddress, host: string): Promise<Step<Socket>> {
    const startedAt = performance.now();
    const toProxy = address.target.protocol === 'https:' ? await this.#secure(socket, address.target) : undefined;
    if (toProxy?.ok === false) return toProxy;
    const tunnel = await askForTunnel(toProxy?.value ?? socket, address, host, this.#route.target.port);
    this.connectMs += performance.now() - startedAt;
    if (tunnel.ok) this.#keep(tunnel.value);
    return tunnel;
  }

  #connect(target: Target, addresses: readonly ResolvedAddress[], allow: EgressAllowance): Promise<Step<Socket>> {
    this.phase = 'connect';
    const startedAt = performance.now();
    return new Promise((resolve) => {
      const socket = connectTcp({
        host: target.hostname,
        port: target.port,
        lookup: answerOnly(addresses),
        autoSelectFamily: true,
        noDelay: true,
        keepAlive: true,
        keepAliveInitialDelay: 60_000,
      });
      this.#keep(socket);
      socket.on('error', (error) => resolve({ ok: false, fault: connectFault(error, target) }));
      socket.once('connect', () => {
        this.connectMs += performance.now() - startedAt;
        const fault = strangePeer(socket, target, allow);
        resolve(fault === undefined ? { ok: true, value: socket } : { ok: false, fault });
      });
    });
  }

  #startTls(socket: Socket): Promise<Step<Socket>> {
    this.phase = 'tls';
    return this.#secure(socket, this.#route.target, this.#route.tls);
  }

  /** What is being opened is destroyed with it. The error listeners stay for good: an error between two owners must not end the process. */
  #keep(socket: Socket): void {
    this.#socket = socket;
    if (this.#cancelled) socket.destroy();
  }

  /** Strict TLS over a connected socket; without an identity (to a proxy) with the public authorities only. */
  #secure(socket: Socket, target: Target, identity?: TlsIdentity): Promise<Step<Socket>> {
    const startedAt = performance.now();
    const context = identity?.secureContext();
    if (context?.ok === false) return Promise.resolve(context);
    const expected = identity?.servername ?? target.hostname;
    return new Promise((resolve) => {
      const secured = connectTls({
        socket,
        host: expected,
        // The name indication must not be an address (RFC 6066); the certificate is compared with `host` all the same.
        servername: isIP(expected) === 0 ? expected : '',
        ALPNProtocols: ['http/1.1'],
        minVersion: 'TLSv1.2',
        ...(context?.value === undefined ? {} : { secureContext: context.value }),
        ...(identity?.session === undefined ? {} : { session: identity.session }),
      });
      this.#keep(secured);
      const hasCertificate = identity?.hasClientCertificate === true;
      secured.on('error', (error) => resolve({ ok: false, fault: handshakeFault(error, target, hasCertificate) }));
      if (identity !== undefined) secured.on('session', (session) => (identity.session = session));
      secured.once('secureConnect', () => {
        this.tlsMs += performance.now() - startedAt;
        resolve({ ok: true, value: secured });
      });
    });
  }
}

/** Answers the socket's question for addresses with those already vetted, whatever the name servers say by now. */
function answerOnly(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
  };
}

/** The last look: the connected peer itself must pass, whatever lay between the vetting and the connection. */
function strangePeer(socket: Socket, target: Target, allow: EgressAllowance): Fault | undefined {
  const address = parseAddress(socket.remoteAddress ?? '');
  const refusal =
    address === undefined
      ? { sentence: `The server ${target.hostname} closed the connection on port ${target.port} at once.` }
      : judgeAddress(address, target, allow);
  if (refusal === undefined) return undefined;
  return address === undefined
    ? { stage: 'connect', code: 'connection-closed', sentence: refusal.sentence, passing: true }
    : { stage: 'address', code: 'address-refused', sentence: refusal.sentence, passing: false };
}

function handshakeFault(error: unknown, target: Target, hasClientCertificate: boolean): Fault {
  const known = tlsFault(error, target.hostname, target.port, hasClientCertificate);
  if (known !== undefined) return known;
  const code = errorCode(error);
  return {
    stage: 'tls',
    code: 'tls-failed',
    sentence: `The server ${target.hostname} closed the connection during the TLS handshake (${code === '' ? 'no reason given' : code}).`,
    passing: true,
  };
}
