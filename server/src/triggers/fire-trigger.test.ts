import { describe, expect, it } from 'vitest';
import { nextTime } from './fire-trigger.ts';

const next = (cron: string, after: string, zone = 'Europe/Prague'): string | undefined =>
  nextTime(cron, zone, new Date(after))?.toISOString();

describe('the next time of a schedule', () => {
  it('is by the clock of its zone', () => {
    expect(next('0 6 * * *', '2026-01-15T12:00:00Z')).toBe('2026-01-16T05:00:00.000Z');
    expect(next('0 6 * * *', '2026-07-15T12:00:00Z')).toBe('2026-07-16T04:00:00.000Z');
    expect(next('0 6 * * *', '2026-01-15T12:00:00Z', 'America/New_York')).toBe('2026-01-16T11:00:00.000Z');
  });

  it('leaves out the days that are not named', () => {
    // 2026-01-16 is a Friday.
    expect(next('0 6 * * 1-5', '2026-01-16T12:00:00Z')).toBe('2026-01-19T05:00:00.000Z');
  });

  it('stays at its hour when the clocks change', () => {
    expect(next('0 6 * * *', '2026-03-28T12:00:00Z')).toBe('2026-03-29T04:00:00.000Z');
    expect(next('0 6 * * *', '2026-10-24T12:00:00Z')).toBe('2026-10-25T05:00:00.000Z');
  });

  it('is not lost in the hour that spring leaves out', () => {
    // 02:30 does not exist on 29 March: it comes when the clocks have jumped, at 03:00.
    expect(next('30 2 * * *', '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(next('30 2 * * *', '2026-03-29T01:00:00Z')).toBe('2026-03-30T00:30:00.000Z');
  });

  it('comes once in the hour that autumn has twice', () => {
    const first = next('30 2 * * *', '2026-10-24T12:00:00Z');
    expect(first).toBe('2026-10-25T00:30:00.000Z');
    expect(next('30 2 * * *', first ?? '')).toBe('2026-10-26T01:30:00.000Z');
  });

  it('is undefined for a day that never comes again', () => {
    expect(next('0 6 30 2 *', '2026-01-15T12:00:00Z')).toBeUndefined();
  });
});
