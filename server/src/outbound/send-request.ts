import { gzip as gzipInThread, gzipSync } from 'node:zlib';
import { promisify } from 'node:util';
import type { Dispatcher } from 'undici';
import { readUrl, type EgressAllowance, type Target } from './address-guard.ts';
import { AddressRanges } from './address-ranges.ts';
import { Exchange } from './exchange.ts';
import {
  failedBeforeSending,
  type Fault,
  type OutboundRequest,
  type SendResult,
  type Transport,
} from './outbound-request.ts';
import { PoolRegistry } from './pool-registry.ts';
import { headerList } from './request-headers.ts';
import { createNameResolver, type ResolveName } from './resolve-host.ts';
import { stoppedFault, StopSignals } from './stop-signals.ts';

export type { OutboundRequest, SendFailed, SendResult, Answered, Transport, Timing } from './outbound-request.ts';

export interface OutboundOptions {
  /** Ranges that may be called though private (GANGWAY_EGRESS_ALLOW). */
  readonly allowRanges: readonly string[];
  /** How names become addresses; the machine's own resolver unless given. */
  readonly resolveName?: ResolveName;
}

/** The only way out. One per process; it owns the sockets of all connections. */
export interface Outbound {
  /** Never rejects for anything that network, peer or request do: every outcome is a value. */
  sendRequest(request: OutboundRequest, transport: Transport, signal?: AbortSignal): Promise<SendResult>;
  /** What may be called for this connection: the installation's ranges and its own hosts. */
  allowanceFor(allow: Transport['allow']): EgressAllowance;
  readonly resolveName: ResolveName;
  /** Closes the idle connections of one counterparty and keeps no new ones; call it when a connection is deleted. */
  forget(key: string): void;
  /** Ends everything, also what is under way. */
  close(): void;
}

/** Compressing up to this size on the spot blocks for a millisecond at most; larger bodies go to libuv's threads. */
const compressedOnTheSpot = 65_536;
const gzip = promisify(gzipInThread);

export function openOutbound(options: OutboundOptions): Outbound {
  const ranges = new AddressRanges(options.allowRanges);
  const resolveName = options.resolveName ?? createNameResolver();
  const pools = new PoolRegistry(ranges, resolveName);
  const signals = new StopSignals();
  let isClosed = false;
  return {
    sendRequest(request, transport, signal) {
      return new Promise((settle) => {
        const prepared: Prepared = isClosed ? { ok: false, fault: stoppedFault } : prepare(request);
        if (!prepared.ok) {
          settle(failedBeforeSending(prepared.fault));
          return;
        }
        const { target, dispatch } = prepared;
        const exchange = new Exchange(dispatch, target, request.timeoutMs, settle);
        if (signal !== undefined) signals.watch(signal, exchange);
        if (exchange.settled) return;
        const run = (): void => pools.poolFor(transport, target).run(exchange);
        if (request.gzip === true && dispatch.body instanceof Uint8Array)
          compress(dispatch, dispatch.body, exchange, run);
        else run();
      });
    },
    allowanceFor: (allow) => ({ ranges, hosts: allow }),
    resolveName,
    forget: (key) => pools.forget(key),
    close: () => {
      isClosed = true;
      pools.close();
    },
  };
}

type Prepared =
  | { readonly ok: true; readonly target: Target; readonly dispatch: Dispatcher.DispatchOptions }
  | { readonly ok: false; readonly fault: Fault };

const methodPattern = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

function prepare(request: OutboundRequest): Prepared {
  const read = readUrl(request.url);
  if (!read.ok) return unsendable(read.refusal.code, read.refusal.sentence);
  const { method } = request;
  if (!methodPattern.test(method) || method === 'CONNECT' || method === 'TRACE') {
    return unsendable('invalid-request', `The method ${method.slice(0, 20)} cannot be used.`);
  }
  const body = bytesOf(request.body);
  const headers = headerList(request.headers, request.gzip === true && body !== undefined);
  if (typeof headers === 'string') return unsendable('invalid-request', `The request cannot be sent: ${headers}.`);
  const path = read.url.pathname + read.url.search;
  return { ok: true, target: read.target, dispatch: { method, path, headers, body: body ?? null } };
}

function unsendable(code: 'invalid-url' | 'invalid-request' | 'address-refused', sentence: string): Prepared {
  return { ok: false, fault: { stage: 'request', code, sentence, passing: false } };
}

function bytesOf(body: Uint8Array | string | undefined): Uint8Array | undefined {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return bytes === undefined || bytes.byteLength === 0 ? undefined : bytes;
}

function compress(dispatch: Dispatcher.DispatchOptions, body: Uint8Array, exchange: Exchange, run: () => void): void {
  if (body.byteLength <= compressedOnTheSpot) {
    dispatch.body = gzipSync(body);
    run();
    return;
  }
  void gzip(body).then((compressed) => {
    dispatch.body = compressed;
    if (!exchange.settled) run();
  });
}
