import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { bearerToken } from './authenticate.ts';
import { hashToken, isMistyped, isSameHash, newToken, tokenBytes } from './token.ts';

test('a new token has the prefix, 32 letters and a checksum, and no two are the same', () => {
  const tokens = Array.from({ length: 50 }, () => newToken(randomBytes(tokenBytes)));
  for (const token of tokens) expect(token).toMatch(/^gw_[0-9A-Za-z]{38}$/);
  expect(new Set(tokens).size).toBe(50);
  expect(tokens.some(isMistyped)).toBe(false);
});

test('a token that was not copied whole is known by its checksum', () => {
  const token = newToken(randomBytes(tokenBytes));
  const changed = token.slice(0, 10) + (token[10] === 'a' ? 'b' : 'a') + token.slice(11);
  for (const wrong of [token.slice(0, -1), token + 'x', changed, 'gw_', 'gw_short'])
    expect(isMistyped(wrong), wrong).toBe(true);
  expect(isMistyped('an-administrators-own-token-of-32-characters')).toBe(false);
});

test('only the hash of the same token is the same', () => {
  expect(isSameHash(hashToken('a'), hashToken('a'))).toBe(true);
  expect(isSameHash(hashToken('a'), hashToken('b'))).toBe(false);
  expect(isSameHash(hashToken('a'), Buffer.alloc(3))).toBe(false);
});

test('reads the header in any case of the scheme, and nothing else', () => {
  expect(bearerToken('bearer  abc')).toBe('abc');
  for (const wrong of [undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', 'abc'])
    expect(bearerToken(wrong)).toBeUndefined();
});
