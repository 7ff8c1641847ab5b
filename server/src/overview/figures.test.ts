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
  const day = (daysAgo: number, delivered: number, began = true) => ({ daysAgo, delivered, began });
  expect(usualOf([day(0, 5)])).toBeNull();
  expect(usualOf([day(0, 5), day(7, 0, false)])).toBeNull();
  expect(usualOf([day(0, 5), day(7, 10), day(14, 0), day(21, 20), day(28, 0, false)])).toBe(10);
});
