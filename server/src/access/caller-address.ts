import type { RangeList } from '../address-range.ts';
import { plainAddress } from '../address-range.ts';

/** Headers that a proxy adds. A request that has one was not made by the program at the other end of the socket. */
export const forwardingHeaders = ['forwarded', 'x-forwarded-for', 'x-real-ip'] as const;

export interface CallerAddress {
  readonly address: string;
  /** The request says that it was passed on, by somebody whom GANGWAY_TRUSTED_PROXIES does not name: what it says of its origin counts for nothing. */
  readonly passedOnByStranger: boolean;
}

/**
 * Whose request it is. `X-Forwarded-For` grows to the right, each proxy adding the address that called it; so the caller is the rightmost entry
 * that is not itself a trusted proxy. Everything left of it was written by the caller and proves nothing.
 */
export function callerAddress(
  socketAddress: string,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  trustedProxies: RangeList,
): CallerAddress {
  const socket = plainAddress(socketAddress);
  const passedOn = forwardingHeaders.some((name) => headers[name] !== undefined);
  if (!passedOn || !trustedProxies.contains(socket)) return { address: socket, passedOnByStranger: passedOn };
  const value = headers['x-forwarded-for'] ?? '';
  const chain = (typeof value === 'string' ? value : value.join(','))
    .split(',')
    .map((part) => plainAddress(part.trim()))
    .filter((part) => part !== '');
  const caller = chain.findLast((address) => !trustedProxies.contains(address));
  return { address: caller ?? chain[0] ?? socket, passedOnByStranger: false };
}
