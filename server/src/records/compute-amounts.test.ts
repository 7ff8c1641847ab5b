import { Decimal } from '@gangway/language';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AmountsInput, computeAmounts } from './compute-amounts.ts';
import type { JsonObject, Rounding } from './types.ts';

function amounts(lines: readonly JsonObject[], more: Partial<AmountsInput> = {}) {
  return computeAmounts({ lines, currency: 'CZK', home: 'CZK', exchangeRate: undefined, rounding: {}, ...more });
}

function line(quantity: string, unitPrice: string, vatRate: string): JsonObject {
  return { name: 'x', quantity, unitPrice, vatRate };
}

describe('amounts of an invoice', () => {
  it('sums lines per rate, highest rate first', () => {
    const result = amounts([line('3', '99.90', '12'), line('2', '1000.00', '21'), line('1', '250.50', '21.00')]);
    expect(result).toMatchObject({
      totalWithoutVat: '2550.20',
      total: '3058.77',
      vat: [
        { rate: '21', base: '2250.50', vat: '472.61', total: '2723.11' },
        { rate: '12', base: '299.70', vat: '35.96', total: '335.66' },
      ],
    });
    expect(result.lines[0]).toMatchObject({ totalWithoutVat: '299.70', vat: '35.96', total: '335.66' });
  });

  it.each<[string, Rounding, string, readonly JsonObject[], string, string]>([
    ['half a haléř goes up', {}, 'CZK', [line('1', '0.50', '21')], '0.50', '0.61'],
    ['a negative half goes away from zero', {}, 'CZK', [line('-1', '0.50', '21')], '-0.50', '-0.61'],
    ['half to even where the rule says so', { mode: 'half-even' }, 'CZK', [line('1', '0.50', '21')], '0.50', '0.60'],
    ['VAT once per rate', {}, 'CZK', Array<JsonObject>(3).fill(line('1', '0.10', '21')), '0.30', '0.36'],
    ['VAT on every line', { vat: 'line' }, 'CZK', Array<JsonObject>(3).fill(line('1', '0.10', '21')), '0.30', '0.36'],
    [
      'VAT on every line differs',
      { vat: 'line' },
      'CZK',
      Array<JsonObject>(3).fill(line('1', '0.12', '21')),
      '0.36',
      '0.45',
    ],
    ['and once per rate it does not', {}, 'CZK', Array<JsonObject>(3).fill(line('1', '0.12', '21')), '0.36', '0.44'],
    ['no places in yen', {}, 'JPY', [line('3', '33.5', '10')], '101', '111'],
    ['three places in dinars', {}, 'KWD', [line('1', '1.0005', '5')], '1.001', '1.051'],
    ['whole crowns for cash', { cash: { CZK: '1' } }, 'CZK', [line('1', '100.40', '21')], '100.40', '121.00'],
    ['five rappen for cash', { cash: { CHF: '0.05' } }, 'CHF', [line('1', '10.03', '0')], '10.03', '10.05'],
    ['quantities with many places', {}, 'CZK', [line('0.333333', '1000', '21')], '333.33', '403.33'],
    [
      'amounts beyond 2^53',
      {},
      'CZK',
      [line('1', '90071992547409931.15', '0')],
      '90071992547409931.15',
      '90071992547409931.15',
    ],
    ['an invoice without lines', {}, 'CZK', [], '0.00', '0.00'],
  ])('%s', (_, rounding, currency, lines, totalWithoutVat, total) => {
    expect(amounts(lines, { rounding, currency, home: currency })).toMatchObject({ totalWithoutVat, total });
  });

  it('tells what rounding to cash added', () => {
    const { rounding, total } = amounts([line('1', '100.40', '21')], { rounding: { cash: { CZK: '1' } } });
    expect({ rounding, total }).toEqual({ rounding: '-0.48', total: '121.00' });
    expect(amounts([line('1', '100', '21')], { rounding: { cash: { CZK: '1' } } }).rounding).toBeUndefined();
  });

  it('counts a line without a rate as 0 %, without a quantity once, without a price not at all', () => {
    const result = amounts([{ name: 'a', unitPrice: '10' }, { name: 'a heading' }]);
    expect(result).toMatchObject({ total: '10.00', vat: [{ rate: '0', base: '10.00', vat: '0.00' }] });
  });

  it('gives the total in the home currency only for a foreign one with a rate', () => {
    const lines = [line('1', '100', '0')];
    expect(amounts(lines, { currency: 'EUR', exchangeRate: '25.115' }).totalHome).toBe('2511.50');
    expect(amounts(lines, { currency: 'EUR' }).totalHome).toBeUndefined();
    expect(amounts(lines, { exchangeRate: '25' }).totalHome).toBeUndefined();
    expect(amounts(lines, { home: undefined, exchangeRate: '25' }).totalHome).toBe('2500.00');
    expect(amounts(lines, { home: undefined }).totalHome).toBeUndefined();
  });

  it('always has a recapitulation that sums up to the totals', () => {
    const amount = fc.integer({ min: -1_000_000, max: 100_000_000 });
    const arbitraryLine = fc.record({
      quantity: amount.map((units) => Decimal.fromUnits(units, 3).toString()),
      unitPrice: amount.map((units) => Decimal.fromUnits(units, 4).toString()),
      vatRate: fc.constantFrom('0', '5', '10.00', '12', '21', '20.5'),
    });
    const rule = fc.record({ vat: fc.constantFrom('rate', 'line'), mode: fc.constantFrom('half-up', 'half-even') });
    fc.assert(
      fc.property(
        fc.array(arbitraryLine, { maxLength: 20 }),
        rule,
        fc.constantFrom('CZK', 'JPY', 'KWD'),
        fc.constantFrom(undefined, '1', '0.05'),
        (lines, rounding, currency, cash) => {
          const rule: Rounding = { ...rounding, ...(cash === undefined ? {} : { cash: { [currency]: cash } }) };
          const result = amounts(lines, { rounding: rule, currency, home: currency });
          const sum = (texts: readonly (string | undefined)[]) =>
            texts.reduce((total, text) => total.add(Decimal.of(text ?? '0') ?? Decimal.zero), Decimal.zero);
          const equal = (left: Decimal, right: string) =>
            expect(left.compare(Decimal.of(right) ?? Decimal.zero)).toBe(0);
          equal(sum(result.vat.map(({ base }) => base)), result.totalWithoutVat);
          equal(sum([...result.vat.map(({ total }) => total), result.rounding]), result.total);
          const nets = result.lines.map(({ totalWithoutVat }) =>
            typeof totalWithoutVat === 'string' ? totalWithoutVat : '',
          );
          equal(sum(nets), result.totalWithoutVat);
          for (const entry of result.vat) equal(sum([entry.base, entry.vat]), entry.total);
        },
      ),
    );
  });
});
