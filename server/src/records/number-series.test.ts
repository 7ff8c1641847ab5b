import { expect, it } from 'vitest';
import { addDays, localDate } from './local-date.ts';
import { drawFor, formatNumber, patternFault } from './number-series.ts';

// A quarter to midnight in London, and the new year in Prague already.
const newYear = new Date('2026-12-31T23:45:00Z');

it('counts by the year or month that the pattern names, in the unit’s zone', () => {
  const draw = (pattern: string, more = {}, data = {}, zone = 'Europe/Prague') =>
    drawFor({ field: 'number', name: 'n', series: { pattern, ...more } }, data, newYear, zone).period;
  expect(draw('{yyyy}-{0000}')).toBe('2027');
  expect(draw('{yyyy}-{0000}', {}, {}, 'Europe/London')).toBe('2026');
  expect(draw('{yy}{mm}{000}')).toBe('2027-01');
  expect(draw('A-{0000}')).toBe('');
  expect(draw('{yyyy}-{0000}', { dateField: 'issuedOn' }, { issuedOn: '2025-06-30' })).toBe('2025');
  expect(draw('{yyyy}-{0000}', { dateField: 'issuedOn' })).toBe('2027');
});

it('writes the number into its pattern', () => {
  const format = (pattern: string, number: number) => formatNumber({ pattern }, number, {}, newYear, 'UTC');
  expect(format('{yyyy}-{0000}', 7)).toBe('2026-0007');
  expect(format('FV{yy}{mm}/{000}', 12)).toBe('FV2612/012');
  expect(format('{yyyy}-{0000}', 123456)).toBe('2026-123456');
});

it.each(['{yyyy}', '{0000}{00}', '{yyyy}-{q}-{0}', '{mm}-{0000}', '{yyyy', 'x'.repeat(61) + '{0}'])(
  'refuses the pattern %s',
  (pattern) => {
    expect(patternFault(pattern)).toBeDefined();
  },
);

it('knows dates', () => {
  expect(localDate(newYear, 'Asia/Tokyo')).toBe('2027-01-01');
  expect(addDays('2026-12-20', 14)).toBe('2027-01-03');
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('soon', 1)).toBeUndefined();
});
