import ipaddr from 'ipaddr.js';
import {
  AddressRanges,
  embeddedAddresses,
  isMetadata,
  parseAddress,
  specialUse,
  type Address,
} from './address-ranges.ts';

/**
 * Which addresses Gangway may call: every public one, and of the others those that the installation allows as ranges
 * (GANGWAY_EGRESS_ALLOW) or an administrator allows for one connection as `host:port`. Metadata services of clouds are never called.
 */
export interface EgressAllowance {
  /** Ranges of the whole installation. */
  readonly ranges: AddressRanges;
  /** `host:port` of the connection, the host as its URL writes it: `accounting.local:8090`, `10.1.2.3:8090`, `[fd00::5]:443`. null: a hook, which has no such list. */
  readonly hosts: readonly string[] | null;
}

export const nothingAllowed: EgressAllowance = { ranges: new AddressRanges([]), hosts: [] };

/** Why an address or URL may not be called; `sentence` says what to do about it. */
export interface AddressRefusal {
  readonly code: 'address-refused' | 'invalid-url';
  readonly sentence: string;
}

export interface Target {
  readonly protocol: 'http:' | 'https:';
  /** As the URL writes it, IPv6 without brackets. */
  readonly hostname: string;
  readonly port: number;
  readonly origin: string;
}

export type VettedUrl =
  | { readonly ok: true; readonly url: URL; readonly target: Target }
  | { readonly ok: false; readonly refusal: AddressRefusal };

/**
 * The early check, when a URL is saved: scheme, no credentials, and the host where it is a literal address or a name that is this machine by
 * definition. What a name resolves to is judged where the socket connects (resolve-host.ts).
 */
export function vetUrl(text: string, allow: EgressAllowance): VettedUrl {
  const read = readUrl(text);
  const refusal = read.ok ? judgeHost(read.target, allow) : undefined;
  return refusal === undefined ? read : { ok: false, refusal };
}

/**
 * Reads a URL that may be called as far as its form goes. WHATWG's parser brings every spelling of an IPv4 address (decimal, octal, hexadecimal,
 * short) to four decimals.
 */
export function readUrl(text: string): VettedUrl {
  if (!URL.canParse(text)) return malformed('The address is no URL: write it like https://host.example/path.');
  const url = new URL(text);
  const { protocol } = url;
  if (protocol !== 'http:' && protocol !== 'https:') {
    return malformed(`The address begins with ${protocol}//, but only http:// and https:// can be called.`);
  }
  if (url.username !== '' || url.password !== '') {
    return malformed(
      "The address holds a user name or password: put them into the connection's authentication, where they are kept secret.",
    );
  }
  return { ok: true, url, target: targetOf(url, protocol) };
}

function malformed(sentence: string): VettedUrl {
  return { ok: false, refusal: { code: 'invalid-url', sentence } };
}

export function targetOf(url: URL, protocol: Target['protocol']): Target {
  return {
    protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (protocol === 'https:' ? 443 : 80) : Number(url.port),
    origin: url.origin,
  };
}

/** Judges the host as far as it can be without asking a name server. */
export function judgeHost(target: Target, allow: EgressAllowance): AddressRefusal | undefined {
  const address = parseAddress(target.hostname);
  if (address !== undefined) return judgeAddress(address, target, allow);
  const name = target.hostname.toLowerCase().replace(/\.+$/, '');
  if (name === 'metadata.google.internal') {
    return { code: 'address-refused', sentence: `${name} is a cloud's metadata service, which is never called.` };
  }
  // "localhost" may come from DNS on odd machines; by RFC 6761 it is this machine, whatever a name server says.
  const isLocalhost = name === 'localhost' || name.endsWith('.localhost');
  if (isLocalhost && !isHostAllowed(target, allow) && !allow.ranges.has(loopback)) {
    return { code: 'address-refused', sentence: `${name} is this machine itself. ${howToAllow(target, allow)}` };
  }
  return undefined;
}

const loopback = new ipaddr.IPv4([127, 0, 0, 1]);

/** Judges one address that a socket is about to connect to for this target. */
export function judgeAddress(address: Address, target: Target, allow: EgressAllowance): AddressRefusal | undefined {
  const shown = address.toString();
  const subject = shown === target.hostname ? `${shown} is` : `${target.hostname} is ${shown}, which is`;
  if (isMetadata(address)) {
    return {
      code: 'address-refused',
      sentence: `${subject} the address of a cloud's metadata service, which is never called.`,
    };
  }
  const why = specialUse(address);
  if (why === undefined || isHostAllowed(target, allow) || isRangeAllowed(address, allow.ranges)) return undefined;
  return { code: 'address-refused', sentence: `${subject} ${why}. ${howToAllow(target, allow)}` };
}

/** Whether a literal address is refused under an allow-list of ranges; every spelling that is no address is refused. */
export function isRefused(ip: string, ranges: AddressRanges = nothingAllowed.ranges): boolean {
  const address = parseAddress(ip);
  if (address === undefined || isMetadata(address)) return true;
  return specialUse(address) !== undefined && !isRangeAllowed(address, ranges);
}

/**
 * An allowed range opens what lies in it, but an IPv6 range never opens the private IPv4 address that it carries: who allows NAT64
 * (64:ff9b::/96) for the public hosts behind it has not allowed 64:ff9b::127.0.0.1. An allowed IPv4 range opens its mapped spelling too.
 */
function isRangeAllowed(address: Address, ranges: AddressRanges): boolean {
  const embedded = embeddedAddresses(address);
  const carriedIsFine = (each: Address): boolean => specialUse(each) === undefined || ranges.has(each);
  if (isMapped(address)) return embedded.every(carriedIsFine) && embedded.some((each) => ranges.has(each));
  return ranges.has(address) && (isThisMachine(address) || embedded.every(carriedIsFine));
}

/** `::` and `::1` look like IPv4-compatible addresses (`::0.0.0.1`), yet carry none. */
const isThisMachine = (address: Address): boolean => ['::', '::1'].includes(address.toString());

const isMapped = (address: Address): boolean =>
  address.kind() === 'ipv6' && /^::ffff:[0-9a-f]+:[0-9a-f]+$/.test(address.toString());

function isHostAllowed(target: Target, allow: EgressAllowance): boolean {
  const { hosts } = allow;
  return hosts !== null && hosts.length > 0 && hosts.some((each) => normalHost(each) === hostPort(target));
}

/** `host:port` as it stands in a connection's `allow`. */
export function hostPort(target: Target): string {
  const host = target.hostname.toLowerCase().replace(/\.+$/, '');
  return `${host.includes(':') ? `[${host}]` : host}:${String(target.port)}`;
}

function normalHost(text: string): string {
  const url = `http://${text.trim()}`;
  if (!URL.canParse(url)) return '';
  return hostPort({ ...targetOf(new URL(url), 'http:') });
}

/** Whether the text is a usable `host:port`; the port must be named. */
export function isHostAllowance(text: string): boolean {
  return /^[^/@\s?#]+:\d{1,5}$/.test(text.trim()) && normalHost(text) !== '';
}

function howToAllow(target: Target, { hosts }: EgressAllowance): string {
  if (hosts === null) return 'The operator can allow its range for the whole installation (GANGWAY_EGRESS_ALLOW).';
  return (
    `An administrator can allow ${hostPort(target)} for this connection (allow), ` +
    'or its range for the whole installation (GANGWAY_EGRESS_ALLOW).'
  );
}
