import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { humanCode, humanCodeBytes, normalCode } from './human-code.ts';

test('a code has groups of four characters that nobody mistakes for others', () => {
  for (let round = 0; round < 50; round += 1)
    expect(humanCode(randomBytes(humanCodeBytes), 4)).toMatch(/^(?:[2-9A-HJKMNP-TW-Z]{4}-){3}[2-9A-HJKMNP-TW-Z]{4}$/);
});

test('every character is equally likely: bytes beyond a whole multiple of the alphabet are left out', () => {
  const bytes = Uint8Array.from([...Array.from({ length: 24 }, (_each, index) => 255 - index), 0, 1, 28, 29]);
  expect(humanCode(bytes, 1)).toBe('23Z2');
  expect(() => humanCode(bytes, 2)).toThrow('too few');
});

test('it is typed as people type', () => {
  expect(normalCode(' 7kqm 2xrt-9hcdW4PB')).toBe('7KQM2XRT9HCDW4PB');
});
