import { plainAddress, type RangeList } from '../address-range.ts';

/** Headers that a proxy adds. A request that has one was not made by the program at the other end of the socket. */
export const forwardingHeaders = ['forwarded', 'x-forwarded-for', 'x-real-ip'] as const;

export interface CallerAddress {
  readonly address: string;
  /** The request says that it was passed on, and nobody whom GANGWAY_TRUSTED_PROXIES names says for whom: what it says of its origin counts for nothing. */
  readonly passedOnByStranger: boolean;
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Whose request it is. `X-Forwarded-For` and `Forwarded` (RFC 7239) grow to the right, each proxy adding the address that called it; so the caller is the
 * rightmost entry that is not itself a trusted proxy. Everything left of it was written by the caller and proves nothing. A proxy keeps one of the
 * two headers and passes the other on as it came; which one cannot be known, so where both are there and disagree, neither is believed.
 */
export function callerAddress(socketAddress: string, headers: Headers, trustedProxies: RangeList): CallerAddress {
  const socket = plainAddress(socketAddress);
  if (!forwardingHeaders.some((name) => headers[name] !== undefined)) {
    return { address: socket, passedOnByStranger: false };
  }
  const stranger = { address: socket, passedOnByStranger: true };
  if (!trustedProxies.contains(socket)) return stranger;
  const chains = [forwardedFor(textOf(headers, 'x-forwarded-for')), forwarded(textOf(headers, 'forwarded'))];
  const callers = new Set(chains.flatMap((chain) => callerIn(chain, trustedProxies) ?? []));
  const [address] = callers;
  return address === undefined || callers.size > 1 ? stranger : { address, passedOnByStranger: false };
}

function callerIn(chain: readonly string[], trustedProxies: RangeList): string | undefined {
  return chain.findLast((address) => !trustedProxies.contains(address)) ?? chain[0];
}

function textOf(headers: Headers, name: (typeof forwardingHeaders)[number]): string {
  const value = headers[name] ?? '';
  return typeof value === 'string' ? value : value.join(',');
}

function forwardedFor(text: string): string[] {
  return text.split(',').flatMap((part) => {
    const node = part.trim();
    return node === '' ? [] : [nodeAddress(node)];
  });
}

/**
 * The `for=` of each element, in order. One that cannot be read stands as an address that is in no range, so that a quote that never closes cannot hide what
 * stands behind it.
 */
function forwarded(text: string): string[] {
  if (text.trim() === '') return [];
  const elements = text.match(/(?:"(?:[^"\\]|\\.)*"|[^",])+/g);
  if (elements === null || elements.join(',') !== text) return [unreadable];
  return elements.flatMap((element) => {
    if (element.trim() === '') return [];
    const named = /(?:^|;)\s*for=(?:"((?:[^"\\]|\\.)*)"|([^;\s"]+))\s*(?:;|$)/i.exec(element);
    return [named === null ? unreadable : nodeAddress((named[1] ?? named[2] ?? '').replaceAll(/\\(.)/g, '$1'))];
  });
}

const unreadable = 'unknown';

/** `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`. Other names (`unknown`, `_hidden`) stay: they are in no range. */
function nodeAddress(node: string): string {
  const bracketed = /^\[([^\]]*)\](?::[\w.-]+)?$/.exec(node)?.[1];
  const withPort = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/.exec(node)?.[1];
  return plainAddress(bracketed ?? withPort ?? node).slice(0, 100);
}
