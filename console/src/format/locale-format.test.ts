import { expect, test } from 'vitest';
import { Format } from './locale-format.ts';

const [en, cs] = [new Format('en'), new Format('cs')];
/** Languages put different blanks between number and unit. */
const plain = (text: string): string => text.replace(/\s/gu, ' ');

test('amounts are written as each language does, with every digit', () => {
  expect(plain(en.amount('1210.00', 'CZK'))).toBe('CZK 1,210.00');
  expect(plain(cs.amount('1210.00', 'CZK'))).toBe('1 210,00 Kč');
  expect(plain(cs.amount('123456789012345678.90'))).toBe('123 456 789 012 345 678,90');
  expect(en.amount('not a number', 'CZK')).toBe('not a number');
});

test('a day is the same day in every zone', () => {
  expect(plain(cs.day('2026-11-23'))).toBe('23. 11. 2026');
});

test.each([
  [0.4, '0.4 ms'],
  [83, '83 ms'],
  [1_240, '1.2 s'],
  [600_000, '10 min'],
  [7_200_000, '2 h'],
  [23 * 3_600_000, '23 h'],
  [72 * 3_600_000, '3 d'],
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(plain(en.duration(milliseconds))).toBe(text);
});

test('bytes', () => {
  expect([0, 999, 1_500, 2_000_000].map((count) => plain(en.bytes(count)))).toEqual(['0 B', '999 B', '1.5 kB', '2 MB']);
});
