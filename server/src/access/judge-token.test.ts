import { describe, expect, test } from 'vitest';
import { RangeList } from '../address-range.ts';
import { callerAddress } from './caller-address.ts';
import { type Call, judgeToken, pathMatches, type TokenRow } from './judge-token.ts';

const now = new Date('2026-11-23T10:00:00Z');
const token: TokenRow = {
  unitId: 1,
  id: '019a0000-0000-7000-8000-000000000001',
  name: 'turnstile',
  hash: Buffer.alloc(32),
  ipRanges: ['10.0.0.0/8'],
  methods: null,
  paths: null,
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
  ratePerMinute: null,
  configurationVersion: 1,
  userId: 3,
  userName: 'Jana Nováková',
  userDisabled: false,
  groups: [],
};
const call: Call = {
  method: 'GET',
  path: '/rest/v1/1/users',
  from: { address: '10.1.2.3', passedOnByStranger: false },
  unitId: 1,
};

const verdict = (changed: Partial<TokenRow>, changedCall: Partial<Call> = {}) => {
  const refusal = judgeToken({ ...token, ...changed }, { ...call, ...changedCall }, now);
  return refusal && [refusal.code, refusal.message];
};

describe('a token', () => {
  test('is good from its addresses in its unit', () => {
    expect(verdict({})).toBeUndefined();
    expect(verdict({}, { unitId: undefined })).toBeUndefined();
    expect(verdict({ expiresAt: new Date('2026-11-23T10:00:01Z') })).toBeUndefined();
  });

  test.each([
    ['revoked', { revokedAt: now }, {}, 'unauthenticated', /revoked/],
    ['expired', { expiresAt: now }, {}, 'unauthenticated', /expired at 2026-11-23T10:00:00.000Z/],
    ['of a deleted user', { userName: null }, {}, 'unauthenticated', /deleted or disabled/],
    ['of a disabled user', { userDisabled: true }, {}, 'unauthenticated', /deleted or disabled/],
    [
      'from elsewhere',
      {},
      { from: { address: '192.168.1.1', passedOnByStranger: false } },
      'forbidden',
      /192\.168\.1\.1/,
    ],
    ['without any range', { ipRanges: [] }, {}, 'forbidden', /10\.1\.2\.3/],
    ['in another unit', {}, { unitId: 2 }, 'forbidden', /unit 1/],
    ['with another method', { methods: ['POST'] }, {}, 'forbidden', /only POST/],
    ['on another path', { paths: ['/rest/v1/1/time'] }, {}, 'forbidden', /only \/rest\/v1\/1\/time/],
    [
      'for this machine, passed on by a stranger',
      { ipRanges: ['127.0.0.0/8', '::1'] },
      { from: { address: '127.0.0.1', passedOnByStranger: true } },
      'forbidden',
      /GANGWAY_TRUSTED_PROXIES/,
    ],
  ] as const)('%s is refused with a sentence that says why', (_title, changed, changedCall, code, words) => {
    const found = verdict(changed, changedCall);
    expect(found?.[0]).toBe(code);
    expect(found?.[1]).toMatch(words);
  });
});

test('path patterns: * is one part, ** at the end everything below', () => {
  expect(pathMatches('/rest/v1/1/time', '/rest/v1/1/time')).toBe(true);
  expect(pathMatches('/rest/v1/*/time', '/rest/v1/7/time')).toBe(true);
  expect(pathMatches('/rest/**', '/rest/v1/1/time')).toBe(true);
  expect(pathMatches('/rest/**', '/api/v1/1/time')).toBe(false);
  expect(pathMatches('/rest/v1/*', '/rest/v1/1/time')).toBe(false);
  expect(pathMatches('/rest/v1/1/time', '/rest/v1/1/times')).toBe(false);
});

describe('the address of the caller', () => {
  const proxies = new RangeList(['10.0.0.0/8']);
  const from = (socket: string, forwarded?: string) =>
    callerAddress(socket, forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }, proxies);

  test('is the address of the socket', () => {
    expect(from('::ffff:192.168.1.1')).toEqual({ address: '192.168.1.1', passedOnByStranger: false });
  });

  test('is not what a stranger writes into a header', () => {
    expect(from('192.168.1.1', '127.0.0.1')).toEqual({ address: '192.168.1.1', passedOnByStranger: true });
    expect(callerAddress('127.0.0.1', { forwarded: 'for=8.8.8.8' }, proxies).passedOnByStranger).toBe(true);
  });

  test('is the rightmost entry that is no trusted proxy, when a trusted proxy passes the request on', () => {
    expect(from('10.0.0.1', '127.0.0.1, 203.0.113.7, 10.0.0.9').address).toBe('203.0.113.7');
    expect(from('10.0.0.1', '10.0.0.5').address).toBe('10.0.0.5');
    expect(from('10.0.0.1', ' , ').address).toBe('10.0.0.1');
  });
});
