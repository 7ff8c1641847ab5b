import { expect, test } from 'vitest';
import { longestRetryAfterMs, retryAfterMs } from './retry-after.ts';

const now = Date.UTC(2026, 10, 23, 12, 0, 0);

test('reads seconds, also as a fraction, and the first of several headers', () => {
  expect(retryAfterMs('120', now)).toBe(120_000);
  expect(retryAfterMs(' 0 ', now)).toBe(0);
  expect(retryAfterMs('1.5', now)).toBe(1_500);
  expect(retryAfterMs(['7', '9'], now)).toBe(7_000);
});

test('reads all three forms of an HTTP date', () => {
  expect(retryAfterMs('Mon, 23 Nov 2026 12:05:00 GMT', now)).toBe(300_000);
  expect(retryAfterMs('Monday, 23-Nov-26 12:05:00 GMT', now)).toBe(300_000);
  expect(retryAfterMs('Mon Nov 23 12:05:00 2026', now)).toBe(300_000);
  expect(retryAfterMs('Sun Nov  1 12:05:00 2026', now)).toBe(0);
});

test('a date that has passed is no wait, a far one at most a day', () => {
  expect(retryAfterMs('Mon, 23 Nov 2026 11:00:00 GMT', now)).toBe(0);
  expect(retryAfterMs('Mon, 23 Nov 2099 11:00:00 GMT', now)).toBe(longestRetryAfterMs);
  expect(retryAfterMs('99999999999999999999', now)).toBe(longestRetryAfterMs);
});

test('what cannot be read is as if it were not there', () => {
  for (const text of [
    undefined,
    '',
    'soon',
    '-5',
    '1e3',
    '0x10',
    '2026-11-23',
    'Mon, 99 Nov 2026 12:05:00 GMT',
    '12 s',
    [],
  ]) {
    expect(retryAfterMs(text, now), String(text)).toBeUndefined();
  }
});
