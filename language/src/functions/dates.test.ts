import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, problemOf } from '../../test/evaluate.ts';

describe('date', () => {
  it.each([
    ["date('2026-11-23', 'yyyy-MM-dd')", '2026-11-23'],
    ["date('2026-11-23')", '2026-11-23'],
    ["date('2026-11-23', 'd.M.yy')", '23.11.26'],
    ["date('2026-01-05', 'dd.MM.YYYY')", '05.01.2026'],
    ["date('2026-11-23', 'DD/MM/YYYY')", '23/11/2026'],
    ["date('2026-11-23T10:05:09.123Z', 'HH:mm:ss.SSS', 'UTC')", '10:05:09.123'],
    ["date('2026-11-23T10:05:09Z', 'yyyy-MM-dd HH:mm:ss')", '2026-11-23 11:05:09'],
    ["date('2026-07-01T10:00:00Z', 'HH:mm')", '12:00'],
    ["date('2026-11-23T23:30:00Z', 'yyyy-MM-dd')", '2026-11-24'],
    ["date('2026-11-23T23:30:00Z', 'yyyy-MM-dd', 'America/New_York')", '2026-11-23'],
    ["date('2026-11-23T10:00:00+05:30', 'HH:mm', 'UTC')", '04:30'],
    ["date('2026-11-23T10:00', 'HH:mm', 'America/New_York')", '10:00'],
    ["date('2026-11-23', 'yyyy-MM-dd HH:mm', 'Pacific/Auckland')", '2026-11-23 00:00'],
    ["date('2026-11-23Z', 'yyyy-MM-dd', 'America/New_York')", '2026-11-23'],
    ["date('2026-11-23T10:00:00Z', 'yyyy-MM-ddTHH:mm:ssXXX')", '2026-11-23T11:00:00+01:00'],
    ["date('2026-11-23T10:00:00Z', 'yyyy-MM-ddTHH:mm:ssZ', 'UTC')", '2026-11-23T10:00:00Z'],
    ["date('2026-11-23T10:00:00Z', 'HH:mm xxx', 'UTC')", '10:00 +00:00'],
    ["date('2026-07-01', 'yyyy-MM-ddXXX')", '2026-07-01+02:00'],
    ["date('2026-11-23T10:00:00Z', 'HH:mm', '-03:30')", '06:30'],
    ["date('2026-11-23T00:05:00', 'h:mm a', 'UTC', 'en-US')", '12:05 AM'],
    ["date('2026-11-23T13:05:00', 'hh:mm a', 'UTC', 'en-US')", '01:05 PM'],
    ["date('2026-11-23', 'd. MMMM yyyy')", '23. listopadu 2026'],
    ["date('2026-11-23', 'LLLL')", 'listopad'],
    ["date('2026-11-23', 'EEEE d. M.')", 'pondělí 23. 11.'],
    ["date('2026-11-23', 'EEE, d MMM yyyy', 'UTC', 'en-GB')", 'Mon, 23 Nov 2026'],
    ["date('2026-11-23', 'MMMM', null, 'fa-IR')", 'نوامبر'],
    ["date('2026-11-23', \"d 'of' MMMM\", null, 'en-GB')", '23 of November'],
    ["date('2026-11-23T09:00', \"H 'o''clock'\")", "9 o'clock"],
    ["date('0099-01-02', 'yyyy-MM-dd')", '0099-01-02'],
    ["date('2024-02-29', 'd')", '29'],
    ["date(null, 'd')", null],
    ["date('', 'd')", null],
    ["now | date('yyyy-MM-dd HH:mm')", '2026-11-23 11:00'],
  ])('%s', (source, expected) => expect(evaluate(source)).toBe(expected));

  it('never moves a date without time, in any zone', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
      'Europe/Prague',
      '+14:00',
      '-11:30',
    );
    const days = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, zones, (day, zone) => {
        const text = day.toISOString().slice(0, 10);
        expect(evaluate("date(input.day, 'yyyy-MM-dd')", { input: { day: text } }, { zone })).toBe(text);
      }),
    );
  });

  it('shows the same instant in every zone that Intl knows', () => {
    const instants = fc.date({ min: new Date('1950-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    const zones = fc.constantFrom(
      'Europe/Prague',
      'America/St_Johns',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'Africa/Monrovia',
    );
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const shown = evaluate(
          "date(input.at, 'yyyy-MM-dd HH:mm:ss')",
          { input: { at: instant.toISOString() } },
          { zone },
        );
        const expected = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
        expect(shown).toBe(expected.format(instant));
      }),
    );
  });

  it.each([
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2025-02-29',
    '0000-01-01',
    '23.11.2026',
    '2026-11-23T25:00',
    'soon',
    '2026-11-23T10:00:00+99:00',
  ])('refuses %s', (text) =>
    expect(problemOf("date(input.x, 'd')", { input: { x: text } })).toMatchObject({ code: 'not-a-date', column: 6 }),
  );

  it('refuses a number and true as a date', () => {
    expect(problemOf('date(20261123)').message).toContain('the number 20261123');
    expect(problemOf('date(true)').code).toBe('not-a-date');
  });

  it('says when a format is saved that mm are minutes and what a letter means', () => {
    expect(problemOf("date(input.x, 'dd.mm.yyyy')")).toMatchObject({
      code: 'wrong-arguments',
      message: 'In a date format mm are minutes; months are MM.',
      column: 15,
    });
    expect(problemOf("date(input.x, 'yyyy-MM-dd QQ')").message).toContain('"QQ" means nothing in a date format');
    expect(problemOf('date(input.x, "d \'of")').message).toContain('no closing quote');
    expect(problemOf("date(input.x, 'd', 'Europe/Praha')").message).toBe(
      "There is no time zone \"Europe/Praha\". Write for example 'Europe/Prague' or 'UTC'.",
    );
  });

  it('says the same when format, zone or locale come from data', () => {
    const input = { x: '2026-11-23T10:00:00Z', format: 'dd.mm.yyyy', zone: 'Nowhere', locale: '???' };
    expect(problemOf('date(input.x, input.format)', { input }).code).toBe('wrong-arguments');
    expect(problemOf("date(input.x, 'd', input.zone)", { input }).code).toBe('unknown-zone');
    expect(problemOf("date(input.x, 'MMMM', 'UTC', input.locale)", { input }).code).toBe('unknown-locale');
    expect(problemOf("date(input.x, 'd')", { input }, { zone: 'Nowhere' }).code).toBe('unknown-zone');
    expect(problemOf('today', {}, { zone: 'Nowhere' }).code).toBe('unknown-zone');
    expect(problemOf('today', {}, { now: 'soon' }).code).toBe('not-a-date');
  });
});

describe('addDays', () => {
  it.each([
    ["addDays('2026-11-23', 14)", '2026-12-07'],
    ["addDays('2026-03-01', -1)", '2026-02-28'],
    ["addDays('2024-02-28', 1)", '2024-02-29'],
    ["addDays('2026-11-23T10:00:00.5+01:00', 1)", '2026-11-24T10:00:00.5+01:00'],
    ["addDays('2026-11-23', '7.0')", '2026-11-30'],
    ['addDays(null, 1)', null],
    ["addDays('', 1)", null],
    ["addDays('2026-11-23', null)", null],
    ["addDays(today, 1) | date('d.M.')", '24.11.'],
  ])('%s', (source, expected) => expect(evaluate(source)).toBe(expected));

  it('refuses half days and dates that do not exist', () => {
    expect(problemOf("addDays('2026-11-23', 1.5)").code).toBe('wrong-arguments');
    expect(problemOf("addDays('9999-12-31', 1)").code).toBe('not-a-date');
    expect(problemOf("addDays('2026-11-31', 1)").code).toBe('not-a-date');
  });
});
