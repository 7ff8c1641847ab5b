import { describe, expect, test } from 'vitest';
import { attendanceRules } from './attendance-rules.ts';
import { computeIntervals, type Direction, type Interval, type Pass } from './compute-intervals.ts';

const surroundings = {
  rules: attendanceRules(),
  zone: 'Europe/Prague',
  now: Date.parse('2026-11-30T12:00:00+01:00'),
};

let count = 0;
function pass(text: string, direction: Direction | null = null, device = 'gate'): Pass {
  count += 1;
  return { id: count, at: Date.parse(text), direction, device, eventKey: `e-${count}` };
}

const told = (intervals: readonly Interval[]): string[] =>
  intervals.map(({ from, to, state, day, seconds, secondEntry }) => {
    const time = (at: number | null): string => (at === null ? '?' : new Date(at).toISOString().slice(5, 16));
    const hours = seconds === null ? '-' : `${seconds / 3_600} h`;
    return `${day} ${time(from)} ${time(to)} ${state} ${hours}${secondEntry ? ' second entry' : ''}`;
  });
const compute = (...passes: Pass[]): string[] => told(computeIntervals(passes, surroundings));

describe('passes become intervals', () => {
  test('from IN to OUT, twice a day, in whatever order they come', () => {
    const day = [
      pass('2026-11-23T08:00:00+01:00', 'IN'),
      pass('2026-11-23T12:00:00+01:00', 'OUT'),
      pass('2026-11-23T12:30:00+01:00', 'IN'),
      pass('2026-11-23T17:00:00+01:00', 'OUT'),
    ];
    const expected = [
      '2026-11-23 11-23T07:00 11-23T11:00 closed 4 h',
      '2026-11-23 11-23T11:30 11-23T16:00 closed 4.5 h',
    ];
    expect(compute(...day)).toEqual(expected);
    expect(compute(...day.toReversed())).toEqual(expected);
  });

  test('a device that does not know the direction toggles, also where another one knows it', () => {
    expect(
      compute(
        pass('2026-11-23T08:00:00+01:00'),
        pass('2026-11-23T12:00:00+01:00', 'OUT', 'canteen'),
        pass('2026-11-23T12:30:00+01:00'),
        pass('2026-11-23T17:00:00+01:00'),
      ),
    ).toEqual(['2026-11-23 11-23T07:00 11-23T11:00 closed 4 h', '2026-11-23 11-23T11:30 11-23T16:00 closed 4.5 h']);
  });

  test('a late pass turns round what toggles behind it', () => {
    const passes = [pass('2026-11-23T08:00:00+01:00'), pass('2026-11-23T17:00:00+01:00')];
    expect(compute(...passes)).toEqual(['2026-11-23 11-23T07:00 11-23T16:00 closed 9 h']);
    expect(compute(...passes, pass('2026-11-23T12:00:00+01:00'))).toEqual([
      '2026-11-23 11-23T07:00 11-23T11:00 closed 4 h',
      '2026-11-23 11-23T16:00 11-24T08:00 forgotten 0 h',
    ]);
  });

  test('who is inside has an open interval, and it is closed by rule after 16 hours', () => {
    expect(compute(pass('2026-11-30T08:00:00+01:00', 'IN'))).toEqual(['2026-11-30 11-30T07:00 ? open -']);
    expect(compute(pass('2026-11-29T20:00:00+01:00', 'IN'))).toEqual(['2026-11-29 11-29T19:00 ? open -']);
    expect(compute(pass('2026-11-29T19:59:59+01:00', 'IN'))).toEqual([
      '2026-11-29 11-29T18:59 11-30T10:59 forgotten 0 h',
    ]);
  });

  test('a forgotten exit ends its interval, and counts what the unit has decided', () => {
    const passes = [
      pass('2026-11-23T08:00:00+01:00', 'IN'),
      pass('2026-11-24T08:00:00+01:00', 'IN'),
      pass('2026-11-24T16:00:00+01:00', 'OUT'),
    ];
    const rules = attendanceRules({ forgottenAfter: '12h', forgottenHours: 8 });
    expect(told(computeIntervals(passes, { ...surroundings, rules }))).toEqual([
      '2026-11-23 11-23T07:00 11-23T19:00 forgotten 8 h',
      '2026-11-24 11-24T07:00 11-24T15:00 closed 8 h',
    ]);
  });

  test('an exit that was forgotten in the afternoon does not swallow the next morning', () => {
    expect(
      compute(
        pass('2026-11-23T18:00:00+01:00', 'IN'),
        pass('2026-11-24T08:00:00+01:00', 'IN'),
        pass('2026-11-24T16:00:00+01:00', 'OUT'),
      ),
    ).toEqual(['2026-11-23 11-23T17:00 11-24T07:00 forgotten 0 h', '2026-11-24 11-24T07:00 11-24T15:00 closed 8 h']);
  });

  test('OUT without IN stands alone', () => {
    expect(compute(pass('2026-11-23T17:00:00+01:00', 'OUT'))).toEqual(['2026-11-23 ? 11-23T16:00 exitOnly -']);
  });

  test('the first of two entries counts, and the second is noted', () => {
    expect(
      compute(
        pass('2026-11-23T08:00:00+01:00', 'IN'),
        pass('2026-11-23T13:00:00+01:00', 'IN'),
        pass('2026-11-23T17:00:00+01:00', 'OUT'),
      ),
    ).toEqual(['2026-11-23 11-23T07:00 11-23T16:00 closed 9 h second entry']);
  });

  test('two doors passed within minutes are one walk', () => {
    expect(
      compute(
        pass('2026-11-23T08:00:00+01:00', 'IN', 'gate'),
        pass('2026-11-23T08:04:00+01:00', 'IN', 'office'),
        pass('2026-11-23T17:00:00+01:00', 'OUT', 'office'),
        pass('2026-11-23T17:03:00+01:00', 'OUT', 'gate'),
      ),
    ).toEqual(['2026-11-23 11-23T07:00 11-23T16:00 closed 9 h']);
  });

  test('a card that is read twice toggles once', () => {
    expect(compute(pass('2026-11-30T08:00:00+01:00'), pass('2026-11-30T08:00:04+01:00'))).toEqual([
      '2026-11-30 11-30T07:00 ? open -',
    ]);
    expect(compute(pass('2026-11-30T08:00:00+01:00'), pass('2026-11-30T08:03:00+01:00'))).toEqual([
      '2026-11-30 11-30T07:00 11-30T07:03 closed 0.05 h',
    ]);
  });

  test('a night belongs to the day on which it began, in the zone of the unit', () => {
    expect(compute(pass('2026-11-23T22:00:00+01:00', 'IN'), pass('2026-11-24T06:00:00+01:00', 'OUT'))).toEqual([
      '2026-11-23 11-23T21:00 11-24T05:00 closed 8 h',
    ]);
    expect(compute(pass('2026-11-23T23:30:00Z', 'IN'), pass('2026-11-24T06:00:00Z', 'OUT'))).toEqual([
      '2026-11-24 11-23T23:30 11-24T06:00 closed 6.5 h',
    ]);
  });

  test('the night in which clocks go back has one hour more, the other one hour less', () => {
    expect(compute(pass('2026-10-24T22:00:00+02:00', 'IN'), pass('2026-10-25T06:00:00+01:00', 'OUT'))).toEqual([
      '2026-10-24 10-24T20:00 10-25T05:00 closed 9 h',
    ]);
    expect(compute(pass('2026-03-28T22:00:00+01:00', 'IN'), pass('2026-03-29T06:00:00+02:00', 'OUT'))).toEqual([
      '2026-03-28 03-28T21:00 03-29T04:00 closed 7 h',
    ]);
  });

  test('half past two comes twice that night, and its zone says which one it is', () => {
    expect(compute(pass('2026-10-25T02:30:00+02:00', 'IN'), pass('2026-10-25T02:30:00+01:00', 'OUT'))).toEqual([
      '2026-10-25 10-25T00:30 10-25T01:30 closed 1 h',
    ]);
  });

  test('an exit and an entry of the same minute are an exit first', () => {
    expect(
      compute(
        pass('2026-11-23T08:00:00+01:00', 'IN'),
        pass('2026-11-23T12:00:00+01:00', 'IN', 'a'),
        pass('2026-11-23T12:00:00+01:00', 'OUT', 'b'),
        pass('2026-11-23T17:00:00+01:00', 'OUT'),
      ),
    ).toEqual(['2026-11-23 11-23T07:00 11-23T11:00 closed 4 h', '2026-11-23 11-23T11:00 11-23T16:00 closed 5 h']);
  });
});
