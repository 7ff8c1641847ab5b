import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, evaluate, problemOf } from '../../test/evaluate.ts';
import { Decimal } from '../decimal.ts';

describe('functions of numbers', () => {
  it.each([
    ['number("12.50")', '12.50'],
    ['number("1 250,50", ",")', '1250.50'],
    ['number("1.250,50", ",")', '1250.50'],
    ['number("1,250.50", ".")', '1250.50'],
    ['number("1\u00a0250,50", ",")', '1250.50'],
    ["number('1’250.50', '.')", '1250.50'],
    ['number("1.5e3")', '1500'],
    ['number("")', null],
    ['number("  ")', null],
    ['number(null)', null],
    ['number(5)', 5],
    ['decimals(5, 2)', '5.00'],
    ['decimals("1.005", 2)', '1.01'],
    ['1.999 | decimals(0)', '2'],
    ['decimals(null, 2)', null],
    ['round(2.5)', '3'],
    ['round(-2.5)', '-3'],
    ['round(2.345, 2)', '2.35'],
    ['round(5, 2)', '5.00'],
    ['round(1250, -2)', '1300'],
    ['round(2.5, 0, "half-even")', '2'],
    ['round(2.5, 0, "HALF EVEN")', '2'],
    ['round(2.1, 0, "up")', '3'],
    ['round(-2.1, 0, "ceiling")', '-2'],
    ['round(-2.1, 0, "floor")', '-3'],
    ['round(2.9, 0, "down")', '2'],
    ['round(null, 2)', null],
  ])('%s', (source, expected) => expect(evaluate(source)).toEqual(expected));

  it('writes money as the language does, without losing a digit', () => {
    expect(evaluate('money(1234567.895)')).toBe('1\u00a0234\u00a0567,90');
    expect(evaluate('money("-0.5")')).toBe('-0,50');
    expect(evaluate('money(1234567.891, "en-GB")')).toBe('1,234,567.89');
    expect(evaluate('money(1234567.891, "de-DE")')).toBe('1.234.567,89');
    expect(evaluate('money(123456789012345678901234567890.12, "en-GB")')).toBe(
      '123,456,789,012,345,678,901,234,567,890.12',
    );
    expect(evaluate('money(null)')).toBe(null);
  });

  it('writes every amount of money with its own digits', () => {
    const cents = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    fc.assert(
      fc.property(cents, (units) => {
        const amount = Decimal.fromBig(units, 2);
        const text = String(evaluate('money(input.amount, "en-GB")', { input: { amount } }));
        expect(text.replaceAll(',', '')).toBe(amount.toString());
      }),
      { numRuns: 100 },
    );
  });

  it('says what is wrong', () => {
    expect(problemOf('number("1 250,50")').message).toContain("number(..., ',')");
    expect(problemOf('number("abc")')).toMatchObject({ code: 'not-a-number', column: 8, length: 5 });
    expect(problemOf('number(true)').code).toBe('not-a-number');
    expect(problemOf('decimals(1, -1)').message).toBe('The number of places must be from 0 to 100, not -1.');
    expect(problemOf('decimals(1, 101)').code).toBe('wrong-arguments');
    expect(problemOf('round(1, 2, "nearest")').message).toContain("'half-up'");
    expect(problemOf('money(1, "no language")')).toMatchObject({ code: 'wrong-arguments', column: 10 });
    expect(problemOf('money(1, input.x)', { input: { x: 'no language' } }).code).toBe('unknown-locale');
  });

  it('sums the totals of an invoice exactly', () => {
    const lines = Array.from({ length: 1_000 }, () => ({ unitPrice: decimal('0.10'), quantity: decimal('3') }));
    expect(evaluate('sum(input.lines, item.unitPrice * item.quantity)', { input: { lines } })).toBe('300.00');
  });
});
