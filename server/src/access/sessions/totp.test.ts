import { describe, expect, test } from 'vitest';
import { base32, keyUri, matchingStep, stepAt, totp } from './totp.ts';

const secret = Buffer.from('12345678901234567890');

describe('a code', () => {
  // RFC 6238, appendix B: SHA-1, eight digits.
  test.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('at second %d is that of the RFC', (second, code) => {
    expect(totp(secret, stepAt(new Date(second * 1000)), 8)).toBe(code);
  });

  // RFC 4226, appendix D: six digits, by counter.
  test('is that of RFC 4226 for each counter', () => {
    const codes = Array.from({ length: 10 }, (_each, counter) => totp(secret, counter));
    expect(codes.join(' ')).toBe('755224 287082 359152 969429 338314 254676 287922 162583 399871 520489');
  });
});

describe('a typed code', () => {
  const now = new Date('2026-11-24T10:00:10Z');
  const present = stepAt(now);

  test('is found half a minute to each side, and no further', () => {
    const found = [-2, -1, 0, 1, 2].map((away) => matchingStep(secret, totp(secret, present + away), now, 0));
    expect(found).toEqual([undefined, present - 1, present, present + 1, undefined]);
  });

  test('is not found again when it, or a later one, was taken', () => {
    expect(matchingStep(secret, totp(secret, present), now, present)).toBeUndefined();
    expect(matchingStep(secret, totp(secret, present - 1), now, present)).toBeUndefined();
    expect(matchingStep(secret, totp(secret, present + 1), now, present)).toBe(present + 1);
  });

  test('may have spaces, and nothing but six digits', () => {
    const code = totp(secret, present);
    expect(matchingStep(secret, ` ${code.slice(0, 3)} ${code.slice(3)}`, now, 0)).toBe(present);
    for (const wrong of ['', code.slice(1), `${code}0`, 'ééé', '     '])
      expect(matchingStep(secret, wrong, now, 0)).toBeUndefined();
  });
});

test('a secret is told to an authenticator as it reads it', () => {
  // RFC 4648, 10, without padding.
  expect(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text)))).toEqual([
    '',
    'MY',
    'MZXQ',
    'MZXW6',
    'MZXW6YQ',
    'MZXW6YTB',
    'MZXW6YTBOI',
  ]);
  expect(keyUri(secret, 'Účetní & syn', 'jana')).toBe(
    'otpauth://totp/%C3%9A%C4%8Detn%C3%AD%20%26%20syn:jana?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%C3%9A%C4%8Detn%C3%AD%20%26%20syn',
  );
});
