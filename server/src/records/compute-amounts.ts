import { Decimal } from '@gangway/language';
import { placesOf } from './currencies.ts';
import type { Json, JsonObject, Rounding } from './types.ts';

const hundredth = Decimal.fromUnits(1, 2);

type RoundingMode = NonNullable<Rounding['mode']>;

/** What the lines come to, as decimal texts with the currency's places. */
export interface Amounts {
  readonly lines: readonly JsonObject[];
  readonly totalWithoutVat: string;
  readonly total: string;
  /** One entry per rate, highest first; `total` = base + vat. Their sums are totalWithoutVat and (with `rounding`) total. */
  readonly vat: readonly VatEntry[];
  /** What rounding to the smallest cash amount added; only where the rule asks for it. */
  readonly rounding?: string;
  readonly totalHome?: string;
}

interface VatEntry extends JsonObject {
  readonly rate: string;
  readonly base: string;
  readonly vat: string;
  readonly total: string;
}

export interface AmountsInput {
  readonly lines: readonly JsonObject[];
  readonly currency: string;
  /** The agency's own currency; undefined: not known here, and then a rate alone makes the currency a foreign one. */
  readonly home: string | undefined;
  /** Home currency for one unit of the currency. */
  readonly exchangeRate: string | undefined;
  readonly rounding: Rounding;
}

interface RateSum {
  readonly rate: Decimal;
  base: Decimal;
  vat: Decimal;
}

/**
 * Totals of an invoice, exactly. A line's amount is quantity x unitPrice rounded to the currency's places. VAT is computed by the rule: `rate`
 * (default; what the VAT recapitulation of an invoice shows) once from the sum of a rate's lines, `line` on every line. A line without vatRate
 * counts as 0 %. A line without quantity counts once; one without a price is a note and counts nothing.
 */
export function computeAmounts(input: AmountsInput): Amounts {
  const places = placesOf(input.currency);
  const mode = input.rounding.mode ?? 'half-up';
  const perLine = input.rounding.vat === 'line';
  const zero = Decimal.fromUnits(0, places);
  const rates = new Map<string, RateSum>();
  const lines = input.lines.map((line) => {
    const rate = (decimalOf(line['vatRate']) ?? Decimal.zero).dropZeros();
    const net = (decimalOf(line['quantity']) ?? Decimal.fromUnits(1, 0))
      .multiply(decimalOf(line['unitPrice']) ?? Decimal.zero)
      .round(places, mode);
    const vat = percentOf(net, rate, places, mode);
    const sum = rates.get(rate.toString()) ?? { rate, base: zero, vat: zero };
    rates.set(rate.toString(), sum);
    sum.base = sum.base.add(net);
    if (perLine) sum.vat = sum.vat.add(vat);
    return { ...line, totalWithoutVat: net.toString(), vat: vat.toString(), total: net.add(vat).toString() };
  });
  const sums = [...rates.values()].sort((left, right) => right.rate.compare(left.rate));
  if (!perLine) for (const sum of sums) sum.vat = percentOf(sum.base, sum.rate, places, mode);
  const totalWithoutVat = sums.reduce((total, sum) => total.add(sum.base), zero);
  const exact = sums.reduce((total, sum) => total.add(sum.vat), totalWithoutVat);
  const total = roundToCash(exact, input.rounding.cash?.[input.currency], places, mode);
  const home = homeTotal(input, total);
  return {
    lines,
    totalWithoutVat: totalWithoutVat.toString(),
    total: total.toString(),
    vat: sums.map(vatEntry),
    ...(total.equals(exact) ? {} : { rounding: total.subtract(exact).toString() }),
    ...(home === undefined ? {} : { totalHome: home }),
  };
}

function vatEntry({ rate, base, vat }: RateSum): VatEntry {
  return { rate: rate.toString(), base: base.toString(), vat: vat.toString(), total: base.add(vat).toString() };
}

function percentOf(base: Decimal, rate: Decimal, places: number, mode: RoundingMode): Decimal {
  return base.multiply(rate).multiply(hundredth).round(places, mode);
}

/** The nearest multiple of the smallest cash amount. */
function roundToCash(total: Decimal, smallest: string | undefined, places: number, mode: RoundingMode): Decimal {
  const step = smallest === undefined ? undefined : Decimal.of(smallest);
  if (step === undefined || step.sign <= 0) return total;
  return (total.divide(step) ?? total).round(0, mode).multiply(step).round(places, mode);
}

/** Only for foreign currencies, and only once the rate is known. */
function homeTotal(input: AmountsInput, total: Decimal): string | undefined {
  if (input.currency === input.home) return undefined;
  const rate = decimalOf(input.exchangeRate);
  return rate === undefined
    ? undefined
    : total
        .multiply(rate)
        .round(placesOf(input.home ?? ''), input.rounding.mode ?? 'half-up')
        .toString();
}

export function decimalOf(value: Json | undefined): Decimal | undefined {
  return typeof value === 'string' || typeof value === 'number' ? Decimal.of(value) : undefined;
}
