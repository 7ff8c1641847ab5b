import { expect, test } from 'vitest';
import { Rate } from './rate.ts';

/** How many start within so many milliseconds, if as many as may start do so at every millisecond. */
function started(rate: Rate, fromMs: number, toMs: number): number {
  let count = 0;
  for (let nowMs = fromMs; nowMs < toMs; nowMs += 1) {
    const may = rate.available(nowMs);
    rate.take(may);
    count += may;
  }
  return count;
}

test('keeps its average, whatever the rate', () => {
  for (const perSecond of [1, 3, 10, 250]) {
    expect(started(new Rate(perSecond, 0), 0, 10_000)).toBeGreaterThanOrEqual(10 * perSecond);
    expect(started(new Rate(perSecond, 0), 0, 10_000)).toBeLessThanOrEqual(
      10 * perSecond + Math.max(1, perSecond / 10),
    );
  }
});

test('gives a tenth of a second’s worth at once, and no more after a long rest', () => {
  const rate = new Rate(100, 0);
  expect(rate.available(0)).toBe(10);
  expect(rate.available(60_000)).toBe(10);
});

test('a rate below one in a second lets the first one pass at once', () => {
  const rate = new Rate(0.5, 0);
  expect(rate.available(0)).toBe(1);
  rate.take(1);
  expect(rate.waitMs(0)).toBe(2_000);
  expect(rate.available(1_999)).toBe(0);
  expect(rate.available(2_000)).toBe(1);
});

test('a clock that goes back gives nothing', () => {
  const rate = new Rate(10, 1_000);
  rate.take(1);
  expect(rate.available(0)).toBe(0);
});

test('what was taken too much is waited for', () => {
  const rate = new Rate(10, 0);
  rate.take(3);
  expect(rate.waitMs(0)).toBe(300);
  rate.take(-3);
  expect(rate.waitMs(0)).toBe(0);
});
