// BlockList and isIP only compare addresses; neither opens a socket.
// eslint-disable-next-line no-restricted-imports
import { BlockList, isIP } from 'node:net';

/** One address or a range of them: `10.0.0.7`, `10.0.0.0/8`, `::1`, `fd00::/8`. */
export interface AddressRange {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** Reads `address` or `address/prefix` (CIDR, RFC 4632); undefined when the text is neither. */
export function parseRange(text: string): AddressRange | undefined {
  const match = /^([0-9a-f:.]+)(?:\/([0-9]{1,3}))?$/i.exec(text.trim());
  const address = match?.[1];
  if (address === undefined) return undefined;
  const version = isIP(address);
  if (version === 0) return undefined;
  const bits = version === 4 ? 32 : 128;
  const prefix = match?.[2] === undefined ? bits : Number(match[2]);
  return prefix > bits ? undefined : { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}

/** A set of ranges that says whether an address lies in it; texts that are no ranges are ignored (they are checked where they are set). */
export class RangeList {
  readonly #list = new BlockList();

  constructor(ranges: readonly string[]) {
    for (const text of ranges) {
      const range = parseRange(text);
      if (range !== undefined) this.#list.addSubnet(range.address, range.prefix, range.family);
    }
  }

  contains(address: string): boolean {
    const plain = plainAddress(address);
    const version = isIP(plain);
    return version !== 0 && this.#list.check(plain, version === 4 ? 'ipv4' : 'ipv6');
  }
}

/**
 * `::ffff:10.0.0.7` (also written `::ffff:a00:7`), which a dual-stack socket reports for an IPv4 caller, is 10.0.0.7; a zone such as `%eth0` is dropped. What
 * is no address stays as it is.
 */
export function plainAddress(address: string): string {
  const withoutZone = address.replace(/%.*$/s, '');
  if (!/^[0:]*:ffff:/i.test(withoutZone) || isIP(withoutZone) !== 6) return withoutZone;
  // The URL parser writes every IPv6 address in its one short form.
  const short = new URL(`http://[${withoutZone}]`).hostname;
  const [, high, low] = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(short) ?? [];
  if (high === undefined || low === undefined) return withoutZone;
  const bytes = [high, low].map((part) => parseInt(part, 16)).flatMap((part) => [part >> 8, part & 255]);
  return bytes.join('.');
}

export const loopbackRanges: readonly string[] = ['127.0.0.0/8', '::1'];

const loopback = new RangeList(loopbackRanges);

export function isLoopback(address: string): boolean {
  return loopback.contains(address);
}

/** Whether the whole range is loopback: then nobody outside this machine can be meant by it. */
export function isLoopbackRange(text: string): boolean {
  const range = parseRange(text);
  if (range === undefined) return false;
  return range.family === 'ipv4'
    ? range.prefix >= 8 && isLoopback(range.address)
    : range.prefix === 128 && isLoopback(range.address);
}
