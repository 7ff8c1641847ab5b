import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../test/evaluate.ts';
import type { RoundingMode } from './decimal.ts';
import { Decimal } from './decimal.ts';

/** Any decimal, small or beyond the safe integers, as its parts: coefficient and scale. */
const parts = fc.record({
  coefficient: fc.oneof(
    fc.bigInt({ min: -9_999_999n, max: 9_999_999n }),
    fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
  ),
  scale: fc.integer({ min: 0, max: 25 }),
});
const decimals = parts.map(({ coefficient, scale }) => Decimal.fromBig(coefficient, scale));

/** coefficient of the number at a larger scale, worked out with bigints alone. */
function at(number: Decimal, scale: number): bigint {
  return number.coefficient * 10n ** BigInt(scale - number.scale);
}

describe('reading and writing', () => {
  it.each(['0', '1250.50', '-0.05', '21.00', '0.10', '123456789012345678901234567890.123', '9007199254740993'])(
    'keeps %s as it was written',
    (text) => expect(decimal(text).toString()).toBe(text),
  );

  it.each([
    ['+3', '3'],
    ['.5', '0.5'],
    ['007', '7'],
    ['-0', '0'],
    ['-0.00', '0.00'],
    ['1.5e3', '1500'],
    ['15E-3', '0.015'],
    ['1e21', '1000000000000000000000'],
    [' 12 ', '12'],
  ])('reads %s as %s', (text, expected) => expect(decimal(text).toString()).toBe(expected));

  it.each([
    '',
    ' ',
    '.',
    '-',
    '1.',
    '1,5',
    'abc',
    '1 2',
    '--1',
    '1e',
    'Infinity',
    'NaN',
    '0x10',
    '1e999999999',
    '1'.repeat(1_001),
  ])('does not read %j', (text) => expect(Decimal.of(text)).toBeUndefined());

  it('reads JavaScript numbers without an exponent in the result', () => {
    expect(Decimal.of(0.1)?.toString()).toBe('0.1');
    expect(Decimal.of(1e-7)?.toString()).toBe('0.0000001');
    expect(Decimal.of(1e21)?.toString()).toBe('1000000000000000000000');
    expect(Decimal.of(-0)?.toString()).toBe('0');
    expect(Decimal.of(Number.NaN)).toBeUndefined();
    expect(Decimal.of(Number.POSITIVE_INFINITY)).toBeUndefined();
  });

  it('takes a text with an exponent for a code where plain numbers are looked for', () => {
    expect(Decimal.ofPlainText('1E5')).toBeUndefined();
    expect(Decimal.ofPlainText('12.50')?.toString()).toBe('12.50');
  });

  it('writes what it reads back, for every number', () => {
    fc.assert(
      fc.property(decimals, (number) => {
        const read = decimal(number.toString());
        return read.coefficient === number.coefficient && read.scale === number.scale;
      }),
    );
  });
});

describe('calculating', () => {
  it('adds with the larger scale and multiplies with the sum of the scales', () => {
    expect(decimal('0.1').add(decimal('0.2')).toString()).toBe('0.3');
    expect(decimal('1.10').add(decimal('2')).toString()).toBe('3.10');
    expect(decimal('1250.50').multiply(decimal('1.0')).toString()).toBe('1250.500');
  });

  it('agrees with bigints in sums, differences and products', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const scale = Math.max(a.scale, b.scale);
        const sum = a.add(b);
        const difference = a.subtract(b);
        const product = a.multiply(b);
        expect([sum.coefficient, sum.scale]).toEqual([at(a, scale) + at(b, scale), scale]);
        expect([difference.coefficient, difference.scale]).toEqual([at(a, scale) - at(b, scale), scale]);
        expect([product.coefficient, product.scale]).toEqual([a.coefficient * b.coefficient, a.scale + b.scale]);
      }),
    );
  });

  it('orders numbers as bigints do', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const scale = Math.max(a.scale, b.scale);
        const difference = at(a, scale) - at(b, scale);
        expect(Math.sign(a.compare(b))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
      }),
    );
  });

  it('divides to 20 places, half-up, and drops the zeros that nobody wrote', () => {
    expect(decimal('1').divide(decimal('3'))?.toString()).toBe('0.33333333333333333333');
    expect(decimal('2').divide(decimal('3'))?.toString()).toBe('0.66666666666666666667');
    expect(decimal('-2').divide(decimal('3'))?.toString()).toBe('-0.66666666666666666667');
    expect(decimal('10').divide(decimal('4'))?.toString()).toBe('2.5');
    expect(decimal('100.00').divide(decimal('4'))?.toString()).toBe('25.00');
    expect(decimal('1250.50').divide(decimal('1'))?.toString()).toBe('1250.50');
    expect(decimal('0.00').divide(decimal('7'))?.toString()).toBe('0.00');
    expect(decimal('1').divide(decimal('0.00'))).toBeUndefined();
  });

  it('is off by at most half of the last place after a division', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        fc.pre(b.sign !== 0);
        const quotient = a.divide(b) ?? Decimal.zero;
        const rest = a.subtract(quotient.multiply(b));
        const twice = rest.multiply(decimal('2e20'));
        const bound = b.sign < 0 ? b.negate() : b;
        expect((twice.sign < 0 ? twice.negate() : twice).compare(bound)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('leaves a remainder with the sign of the dividend', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        fc.pre(b.sign !== 0);
        const scale = Math.max(a.scale, b.scale);
        expect(a.remainder(b)?.coefficient).toBe(at(a, scale) % at(b, scale));
      }),
    );
  });

  it('never makes a minus zero', () => {
    expect(decimal('0').negate().toString()).toBe('0');
    expect(decimal('-1').multiply(decimal('0')).toString()).toBe('0');
    expect(decimal('-0.4').round(0).toString()).toBe('0');
    expect(decimal('1').subtract(decimal('1')).toString()).toBe('0');
  });
});

describe('rounding', () => {
  it.each<[RoundingMode, string]>([
    ['half-up', '-3 -2 -2 -1 1 2 2 3'],
    ['half-down', '-2 -2 -2 -1 1 2 2 2'],
    ['half-even', '-2 -2 -2 -1 1 2 2 2'],
    ['up', '-3 -3 -2 -2 2 2 3 3'],
    ['down', '-2 -2 -1 -1 1 1 2 2'],
    ['ceiling', '-2 -2 -1 -1 2 2 3 3'],
    ['floor', '-3 -3 -2 -2 1 1 2 2'],
  ])('rounds %s', (mode, expected) => {
    const rounded = ['-2.5', '-2.4', '-1.6', '-1.2', '1.2', '1.6', '2.4', '2.5'].map((text) =>
      decimal(text).round(0, mode).toString(),
    );
    expect(rounded.join(' ')).toBe(expected);
  });

  it('tells half-even from half-down', () => {
    expect(decimal('3.5').round(0, 'half-even').toString()).toBe('4');
    expect(decimal('3.5').round(0, 'half-down').toString()).toBe('3');
  });

  it('gives exactly the places that were asked for', () => {
    expect(decimal('1.005').round(2).toString()).toBe('1.01');
    expect(decimal('5').round(2).toString()).toBe('5.00');
    expect(decimal('1250').round(-2).toString()).toBe('1300');
    expect(decimal('49').round(-2).toString()).toBe('0');
    expect(decimal('9007199254740991.5').round(0).toString()).toBe('9007199254740992');
  });

  it('is the nearest number, for every number and every way of storing it', () => {
    fc.assert(
      fc.property(decimals, fc.integer({ min: 0, max: 25 }), (number, places) => {
        const rounded = number.round(places);
        expect(rounded.scale).toBe(places);
        const distance = number.subtract(rounded);
        const twice = distance.multiply(decimal('2'));
        const unit = Decimal.fromBig(1n, places);
        expect((twice.sign < 0 ? twice.negate() : twice).compare(unit)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('drops zeros at the end only', () => {
    expect(decimal('21.00').dropZeros().toString()).toBe('21');
    expect(decimal('100').dropZeros().toString()).toBe('100');
    expect(decimal('0.00').dropZeros().toString()).toBe('0');
    expect(decimal('1.2300').dropZeros(3).toString()).toBe('1.230');
    expect(decimal('12345678901234567890.10').dropZeros().toString()).toBe('12345678901234567890.1');
  });

  it('becomes a JavaScript integer only where that is exact', () => {
    expect(decimal('3.00').toSafeInteger()).toBe(3);
    expect(decimal('3.01').toSafeInteger()).toBeUndefined();
    expect(decimal('9007199254740993').toSafeInteger()).toBeUndefined();
  });

  it('counts digits', () => {
    expect(decimal('0.05').digits).toBe(2);
    expect(decimal('-1250.50').digits).toBe(6);
    expect(decimal('1e99').fitsDigits(100)).toBe(true);
    expect(decimal('1e100').fitsDigits(100)).toBe(false);
    expect(decimal('1e-101').fitsDigits(100)).toBe(false);
  });
});
