import { describe, expect, test } from 'vitest';
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

test('a token for GET may ask with HEAD, another one may not', () => {
  expect(verdict({ methods: ['GET'] }, { method: 'HEAD' })).toBeUndefined();
  expect(verdict({ methods: ['POST'] }, { method: 'HEAD' })?.[0]).toBe('forbidden');
});

test('ranges of both kinds stand beside each other', () => {
  const ipRanges = ['10.0.0.0/8', '192.0.2.7', '2001:db8::/32', 'fd00::1'];
  const from = (address: string) =>
    verdict({ ipRanges }, { from: { address, passedOnByStranger: false } }) === undefined;
  for (const good of ['10.9.9.9', '192.0.2.7', '2001:db8:1::5', 'fd00::1', '::ffff:10.1.1.1'])
    expect(from(good)).toBe(true);
  for (const bad of ['11.0.0.1', '192.0.2.8', '2001:db9::1', 'fd00::2', 'unknown', '']) expect(from(bad)).toBe(false);
});

test('path patterns: * is one part, ** at the end everything below', () => {
  expect(pathMatches('/rest/v1/1/time', '/rest/v1/1/time')).toBe(true);
  expect(pathMatches('/rest/v1/*/time', '/rest/v1/7/time')).toBe(true);
  expect(pathMatches('/rest/**', '/rest/v1/1/time')).toBe(true);
  expect(pathMatches('/rest/**', '/api/v1/1/time')).toBe(false);
  expect(pathMatches('/rest/v1/*', '/rest/v1/1/time')).toBe(false);
  expect(pathMatches('/rest/v1/1/time', '/rest/v1/1/times')).toBe(false);
});
