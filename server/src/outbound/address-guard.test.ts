import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hostPort,
  isHostAllowance,
  isRefused,
  nothingAllowed,
  readUrl,
  vetUrl,
  type EgressAllowance,
} from './address-guard.ts';
import { AddressRanges } from './address-ranges.ts';

const vectorsFile = new URL('../../../../shared/vectors/outbound-addresses.json', import.meta.url);
const hasVectors = existsSync(vectorsFile);
if (!hasVectors) console.log('Skipped: ../shared/vectors/outbound-addresses.json is not there.');

interface Vectors {
  readonly refused: readonly string[];
  readonly allowed: readonly string[];
  readonly urlsThatMustBeRefused: readonly string[];
}

describe.skipIf(!hasVectors)('the shared vectors', () => {
  const vectors = hasVectors
    ? (JSON.parse(readFileSync(vectorsFile, 'utf8')) as Vectors)
    : { refused: [], allowed: [], urlsThatMustBeRefused: [] };

  test('are refused and allowed as they say', () => {
    expect(vectors.refused.length).toBeGreaterThan(30);
    expect(vectors.refused.filter((ip) => !isRefused(ip))).toEqual([]);
    expect(vectors.allowed.filter((ip) => isRefused(ip))).toEqual([]);
  });

  test('their URLs are refused when they are saved', () => {
    expect(vectors.urlsThatMustBeRefused.filter((url) => vetUrl(url, nothingAllowed).ok)).toEqual([]);
  });

  test('IPv6 addresses are also refused as the host of a URL', () => {
    const six = vectors.refused.filter((ip) => ip.includes(':'));
    expect(six.filter((ip) => vetUrl(`http://[${ip}]/`, nothingAllowed).ok)).toEqual([]);
  });
});

const allowing = (ranges: string[], hosts: string[] = []): EgressAllowance => ({
  ranges: new AddressRanges(ranges),
  hosts,
});
const sentenceFor = (url: string, allow = nothingAllowed): string => {
  const vetted = vetUrl(url, allow);
  return vetted.ok ? '' : vetted.refusal.sentence;
};

test('every spelling of a loopback address is refused, public hosts are not', () => {
  for (const host of [
    '127.1',
    '0x7f.1',
    '0177.0.0.1',
    '2130706433',
    '127.0.0.1.',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '①②⑦.0.0.1',
    'LOCALHOST',
    'a.localhost',
  ]) {
    expect(vetUrl(`http://${host}/`, nothingAllowed).ok, host).toBe(false);
  }
  for (const host of ['8.8.8.8', '134744072', 'example.com', '[2606:4700:4700::1111]', 'localhost.example.com']) {
    expect(vetUrl(`https://${host}:8443/x`, nothingAllowed).ok, host).toBe(true);
  }
});

test('a refusal says what the address is and how it can be allowed', () => {
  expect(sentenceFor('http://10.1.2.3:8090/x')).toBe(
    '10.1.2.3 is a private address (10.0.0.0/8). An administrator can allow 10.1.2.3:8090 for this connection (allow), ' +
      'or its range for the whole installation (GANGWAY_EGRESS_ALLOW).',
  );
  expect(sentenceFor('https://[fd00::5]/')).toContain('An administrator can allow [fd00::5]:443');
  expect(sentenceFor('http://localhost:8090/')).toContain('localhost is this machine itself.');
  expect(sentenceFor('http://169.254.169.254/')).toBe(
    "169.254.169.254 is the address of a cloud's metadata service, which is never called.",
  );
  expect(sentenceFor('gopher://1.1.1.1/')).toContain('only http:// and https://');
});

test('ranges of the installation open what lies in them', () => {
  const ranges = new AddressRanges(['10.1.0.0/16', '127.0.0.1', 'fd12::/16', '::1']);
  for (const ip of ['10.1.2.3', '127.0.0.1', 'fd12::7', '::1', '::ffff:10.1.2.3', '::ffff:7f00:1'])
    expect(isRefused(ip, ranges), ip).toBe(false);
  for (const ip of ['10.2.0.1', '127.0.0.2', 'fd13::1', '::ffff:10.2.0.1', '::ffff:8.8.8.8'])
    expect(isRefused(ip, ranges), ip).toBe(true);
  expect(vetUrl('http://localhost:1/', allowing(['127.0.0.1'])).ok).toBe(true);
  expect(isRefused('10.1.2.3', new AddressRanges(['nonsense', '10.0.0/99', '']))).toBe(true);
});

test('a host of one connection is opened with its port alone', () => {
  const allow = allowing([], ['10.1.2.3:8090', 'Accounting.Local:443', '[fd00::5]:80']);
  expect(vetUrl('http://10.1.2.3:8090/a', allow).ok).toBe(true);
  expect(vetUrl('http://167838211:8090/a', allow).ok).toBe(true);
  expect(vetUrl('http://[fd00:0::5]/', allow).ok).toBe(true);
  expect(vetUrl('http://10.1.2.3:8091/a', allow).ok).toBe(false);
  expect(vetUrl('http://10.1.2.3/a', allow).ok).toBe(false);
  expect(['10.1.2.3:8090', 'a.local:1', '[::1]:80'].every(isHostAllowance)).toBe(true);
  expect(['10.1.2.3', 'http://a:1', 'a:b', 'a:1/x', '', ':80'].some(isHostAllowance)).toBe(false);
});

test('metadata addresses stay refused whatever is allowed, in every disguise', () => {
  const everything = new AddressRanges(['0.0.0.0/0', '::/0']);
  const metadata = [
    '169.254.169.254',
    '169.254.170.2',
    'fd00:ec2::254',
    '168.63.129.16',
    '100.100.100.200',
    '::ffff:169.254.169.254',
    '::169.254.169.254',
    '64:ff9b::169.254.169.254',
    '64:ff9b:1::169.254.169.254',
    '2002:a9fe:a9fe::1',
    '2001:0:a9fe:a9fe::1',
    '2001:0:1::5601:5601',
    'fe80::5efe:169.254.169.254',
  ];
  expect(metadata.filter((ip) => !isRefused(ip, everything))).toEqual([]);
  const allow = allowing(['0.0.0.0/0', '::/0'], ['169.254.169.254:80', 'metadata.google.internal:80']);
  expect(vetUrl('http://169.254.169.254/', allow).ok).toBe(false);
  expect(vetUrl('http://metadata.google.internal/', allow).ok).toBe(false);
});

test('who allows NAT64 has not allowed the private addresses behind it', () => {
  const ranges = new AddressRanges(['64:ff9b::/96']);
  expect(isRefused('64:ff9b::8.8.8.8', ranges)).toBe(false);
  expect(isRefused('64:ff9b::127.0.0.1', ranges)).toBe(true);
  expect(isRefused('64:ff9b::10.0.0.1', new AddressRanges(['64:ff9b::/96', '10.0.0.0/8']))).toBe(false);
});

test('a public IPv6 prefix does not make an ISATAP address of it public', () => {
  expect(isRefused('2001:4860::5efe:7f00:1')).toBe(true);
  expect(isRefused('2001:4860::200:5efe:8.8.8.8')).toBe(true);
  expect(isRefused('fe80::1%eth0')).toBe(true);
});

test('what is no address is refused', () => {
  for (const text of ['', 'example.com', '1.2.3', '1.2.3.4.5', '08.8.8.8', '1:2', '8.8.8.8/32', ' 8.8.8.8'])
    expect(isRefused(text), text).toBe(true);
});

test('no spelling of a private IPv4 address passes as a URL', () => {
  const octet = fc.integer({ min: 0, max: 255 });
  const privateAddress = fc.oneof(
    fc.tuple(fc.constant(10), octet, octet, octet),
    fc.tuple(fc.constant(127), octet, octet, octet),
    fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
    fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
  );
  fc.assert(
    fc.property(privateAddress, fc.integer({ min: 0, max: 6 }), ([a, b, c, d], style) => {
      const number = ((a * 256 + b) * 256 + c) * 256 + d;
      const low = (b * 256 + c) * 256 + d;
      const host = [
        `${a}.${b}.${c}.${d}`,
        String(number),
        `0x${number.toString(16)}`,
        `0${number.toString(8)}`,
        `${a}.${low}`,
        `[::ffff:${a}.${b}.${c}.${d}]`,
        `0x${a.toString(16)}.0${b.toString(8)}.${c * 256 + d}`,
      ][style];
      expect(vetUrl(`http://${host ?? ''}/`, nothingAllowed).ok).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('a host and port are written in one way', () => {
  const read = (url: string): string => {
    const result = readUrl(url);
    return result.ok ? hostPort(result.target) : '';
  };
  expect(read('https://Example.COM/')).toBe('example.com:443');
  expect(read('http://[2001:DB8::1]:8080/')).toBe('[2001:db8::1]:8080');
  expect(read('http://example.com./')).toBe('example.com:80');
});
