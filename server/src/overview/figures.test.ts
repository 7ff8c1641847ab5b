import { expect, test } from 'vitest';
import { bucketsOf, percentile, spanOf, usualOf } from './figures.ts';

test('a range has whole bars, the last one up to now', () => {
  const now = new Date('2026-11-24T10:10:00Z');
  const span = spanOf('24h', now);
  expect(span.since.toISOString()).toBe('2026-11-23T10:30:00.000Z');
  const bars = bucketsOf(span);
  expect(bars).toHaveLength(48);
  expect(bars.at(-1)?.toISOString()).toBe('2026-11-24T10:00:00.000Z');
  expect(bucketsOf(spanOf('7d', now))).toHaveLength(56);
  expect(bucketsOf(spanOf('30d', now))).toHaveLength(60);
});

test('percentiles come out of classes to a tenth of their value', () => {
  const classOf = (ms: number): number => Math.round(5 * Math.log(ms));
  const rows = [
    { msClass: classOf(2_000), count: 2 },
    { msClass: classOf(80), count: 98 },
  ];
  expect(percentile(rows, 0.5)).toBeGreaterThan(72);
  expect(percentile(rows, 0.5)).toBeLessThan(89);
  expect(percentile(rows, 0.99)).toBeGreaterThan(1_800);
  expect(percentile([], 0.5)).toBeNull();
});

test('what is usual is the mean of the same days of the week, days without any included', () => {
  expect(usualOf([{ daysAgo: 0, delivered: 5 }])).toBeNull();
  expect(usualOf([{ daysAgo: 3, delivered: 100 }])).toBeNull();
  expect(
    usualOf([
      { daysAgo: 0, delivered: 5 },
      { daysAgo: 7, delivered: 10 },
      { daysAgo: 20, delivered: 999 },
      { daysAgo: 21, delivered: 20 },
    ]),
  ).toBe(10);
});
