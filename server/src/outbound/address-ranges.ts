import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = readonly [cidr: string, what: string];

/**
 * Everything in IPv4 that is not a public host, from the IANA special-purpose registry
 * (https://www.iana.org/assignments/iana-ipv4-special-registry), plus multicast and the old class E.
 */
const specialIpv4: readonly Range[] = [
  ['0.0.0.0/8', 'an address of this machine (0.0.0.0/8)'],
  ['10.0.0.0/8', 'a private address (10.0.0.0/8)'],
  ['100.64.0.0/10', "an address inside a provider's network (100.64.0.0/10)"],
  ['127.0.0.0/8', 'an address of this machine (loopback)'],
  ['169.254.0.0/16', 'a link-local address (169.254.0.0/16)'],
  ['172.16.0.0/12', 'a private address (172.16.0.0/12)'],
  ['192.0.0.0/24', 'an address reserved for protocols (192.0.0.0/24)'],
  ['192.0.2.0/24', 'an address reserved for documentation (192.0.2.0/24)'],
  ['192.31.196.0/24', 'an anycast sink for names (192.31.196.0/24)'],
  ['192.52.193.0/24', 'an anycast multicast relay (192.52.193.0/24)'],
  ['192.88.99.0/24', 'a 6to4 relay (192.88.99.0/24)'],
  ['192.168.0.0/16', 'a private address (192.168.0.0/16)'],
  ['192.175.48.0/24', 'an anycast sink for names (192.175.48.0/24)'],
  ['198.18.0.0/15', 'an address reserved for benchmarks (198.18.0.0/15)'],
  ['198.51.100.0/24', 'an address reserved for documentation (198.51.100.0/24)'],
  ['203.0.113.0/24', 'an address reserved for documentation (203.0.113.0/24)'],
  ['224.0.0.0/4', 'a multicast address'],
  ['240.0.0.0/4', 'a reserved address (240.0.0.0/4)'],
];

/**
 * The special ranges of IPv6 by name (https://www.iana.org/assignments/iana-ipv6-special-registry). What is outside
 * 2000::/3, the only range handed out to public hosts, is refused even where no row names it.
 */
const specialIpv6: readonly Range[] = [
  ['::/128', 'an address of this machine (unspecified)'],
  ['::1/128', 'an address of this machine (loopback)'],
  ['::ffff:0:0/96', 'an IPv4 address written as IPv6'],
  ['::/96', 'an IPv4 address written as IPv6 (deprecated form)'],
  ['::ffff:0:0:0/96', 'an IPv4 address translated to IPv6 (RFC 2765)'],
  ['64:ff9b::/96', 'an IPv4 address behind a NAT64 gateway'],
  ['64:ff9b:1::/48', 'an IPv4 address behind a local NAT64 gateway'],
  ['100::/63', 'a discard or dummy address'],
  ['2001::/32', 'an IPv4 address in a Teredo tunnel'],
  ['2001::/23', 'an address reserved for protocols (2001::/23)'],
  ['2001:db8::/32', 'an address reserved for documentation (2001:db8::/32)'],
  ['2002::/16', 'an IPv4 address in a 6to4 tunnel'],
  ['2620:4f:8000::/48', 'an anycast sink for names (2620:4f:8000::/48)'],
  ['3fff::/20', 'an address reserved for documentation (3fff::/20)'],
  ['5f00::/16', 'a segment-routing address (5f00::/16)'],
  ['fc00::/7', 'a private address (fc00::/7)'],
  ['fe80::/10', 'a link-local address (fe80::/10)'],
  ['fec0::/10', 'a site-local address (fec0::/10)'],
  ['ff00::/8', 'a multicast address'],
];

/**
 * Where clouds hand out credentials and configuration to whoever asks from inside. No allow-list opens them:
 * AWS (instance, ECS, EKS), Google, Azure and most others share 169.254.169.254; AWS over IPv6; Azure's host agent;
 * Alibaba; Oracle.
 */
const metadataRanges: readonly string[] = [
  '169.254.169.0/24',
  '169.254.170.0/24',
  'fd00:ec2::/32',
  'fd20:ce::254/128',
  '168.63.129.16/32',
  '100.100.100.200/32',
  '192.0.0.192/32',
];

type ParsedRange = readonly [Address, number];

const parsedSpecial = [...specialIpv4, ...specialIpv6].map(([cidr, what]) => ({
  range: parseCidr(cidr),
  what,
}));
const parsedMetadata = metadataRanges.map(parseCidr);
const publicIpv6 = parseCidr('2000::/3');

function parseCidr(text: string): ParsedRange {
  return ipaddr.parseCIDR(text);
}

function lies(address: Address, [network, bits]: ParsedRange): boolean {
  if (address instanceof ipaddr.IPv4) return network instanceof ipaddr.IPv4 && address.match(network, bits);
  return network instanceof ipaddr.IPv6 && address.match(network, bits);
}

/** Reads one address; a zone (`%eth0`) is dropped. Only the four-part decimal spelling of IPv4 counts; URLs are normalised before. */
export function parseAddress(text: string): Address | undefined {
  const plain = text.replace(/%.*$/, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(plain)) return ipaddr.IPv4.parse(plain);
  return ipaddr.IPv6.isValid(plain) ? ipaddr.IPv6.parse(plain) : undefined;
}

/** What makes an address not a public host, in words; undefined for a public one. */
export function specialUse(address: Address): string | undefined {
  const special = parsedSpecial.find(({ range }) => lies(address, range));
  if (special !== undefined) return special.what;
  if (address instanceof ipaddr.IPv6 && isIsatap(address)) return 'an IPv4 address in an ISATAP tunnel';
  return address instanceof ipaddr.IPv4 || lies(address, publicIpv6) ? undefined : 'not a public address';
}

/** A metadata address, in its own spelling or carried inside an IPv6 one. */
export function isMetadata(address: Address): boolean {
  return [address, ...embeddedAddresses(address)].some((each) => parsedMetadata.some((range) => lies(each, range)));
}

/** ISATAP (RFC 5214): the interface part `0000:5efe` or `0200:5efe` followed by the IPv4 address, under any prefix. */
function isIsatap(address: ipaddr.IPv6): boolean {
  return (address.parts[4] === 0 || address.parts[4] === 0x200) && address.parts[5] === 0x5efe;
}

/**
 * The IPv4 addresses that an IPv6 one may stand for: mapped, compatible, translated, NAT64 and ISATAP carry it in the last 32 bits,
 * 6to4 in bits 16 to 48, Teredo its server in bits 32 to 64 and the client, inverted, in the last 32 (RFC 4380).
 */
export function embeddedAddresses(address: Address): readonly Address[] {
  if (address instanceof ipaddr.IPv4) return [];
  const bytes = address.toByteArray();
  const four = (from: number, invert = 0): Address =>
    new ipaddr.IPv4(bytes.slice(from, from + 4).map((byte) => byte ^ invert));
  if (lies(address, sixToFour)) return [four(2)];
  if (lies(address, teredo)) return [four(4), four(12, 0xff)];
  return isIsatap(address) || ipv4InLast32Bits.some((range) => lies(address, range)) ? [four(12)] : [];
}

const sixToFour = parseCidr('2002::/16');
const teredo = parseCidr('2001::/32');
const ipv4InLast32Bits = ['::/96', '::ffff:0:0/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48'].map(parseCidr);

/** A set of ranges of an allow-list. */
export class AddressRanges {
  readonly #ranges: readonly ParsedRange[];

  /** Each `address` or `address/prefix`; texts that are no ranges are checked where they are set, and ignored here. */
  constructor(texts: readonly string[]) {
    this.#ranges = texts.flatMap((text) => {
      const trimmed = text.trim();
      if (ipaddr.isValidCIDR(trimmed)) return [parseCidr(trimmed)];
      const address = parseAddress(trimmed);
      return address === undefined ? [] : [[address, address instanceof ipaddr.IPv4 ? 32 : 128] as const];
    });
  }

  has(address: Address): boolean {
    return this.#ranges.some((range) => lies(address, range));
  }
}
