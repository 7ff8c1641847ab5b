import { describe, expect, it } from 'vitest';
import { product, readDecimal, showDecimal, sum } from './decimal.ts';

describe('amounts as people type them', () => {
  it.each([
    ['1 210,50', 'cs-CZ', '1210.50'],
    ['1\u00a0210,5', 'cs-CZ', '1210.5'],
    ['1.210,50', 'cs-CZ', '1210.50'],
    ['1210.50', 'cs-CZ', '1210.50'],
    ['1,210.50', 'en-GB', '1210.50'],
    ['-3', 'en-GB', '-3'],
    ['\u22123,1', 'cs-CZ', '-3.1'],
    ['5,', 'cs-CZ', '5'],
    ['ten', 'en-GB', 'ten'],
    ['1,5,0', 'cs-CZ', '1,5,0'],
    ['', 'cs-CZ', ''],
  ])('%j in %s is %j', (typed, locale, amount) => {
    expect(readDecimal(typed, locale)).toBe(amount);
  });

  it('are shown for typing with the mark of the language', () => {
    expect(showDecimal('1210.50', 'cs-CZ')).toBe('1210,50');
    expect(showDecimal('1210.50', 'en-GB')).toBe('1210.50');
    expect(showDecimal('ten.', 'cs-CZ')).toBe('ten.');
  });
});

describe('amounts of lines', () => {
  it('are exact where numbers of the machine are not, and halves go away from zero', () => {
    expect(product('3', '0.1')).toBe('0.30');
    expect(product('1.005', '1')).toBe('1.01');
    expect(product('-1.005', '1')).toBe('-1.01');
    expect(product('12345678901234567', '100.01')).toBe('1234691346912469045.67');
    expect(product('x', '1')).toBeUndefined();
    expect(sum(['0.10', '0.20', '-1'])).toBe('-0.70');
    expect(sum(['0.10', 'x'])).toBeUndefined();
  });
});
