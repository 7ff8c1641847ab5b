/** How a digit that is cut off changes the one before it; `half-up` rounds a half away from zero, as Excel and accounting do. */
export type RoundingMode = 'half-up' | 'half-down' | 'half-even' | 'up' | 'down' | 'ceiling' | 'floor';

/** Places that a division is worked out to (rounded half-up); fewer are kept where the quotient ends earlier. */
export const DIVISION_PLACES = 20;

/** A text with more digits than this is not read as a number: `1e999999999` must not become a gigabyte of zeros. */
const MAX_PARSED_DIGITS = 1_000;

/** Characters of a text that may be a number, with room for sign, point, exponent and blanks. */
const LONGEST_TEXT = MAX_PARSED_DIGITS + 100;

const POWERS_OF_TEN = Array.from({ length: 16 }, (_, exponent) => Number(`1e${exponent}`));
const SAFE = Number.MAX_SAFE_INTEGER;
const SAFE_BIG = BigInt(SAFE);

/**
 * An exact decimal number that keeps its scale (the digits after the point): `1250.50` stays `1250.50`. Immutable.
 *
 * The value is coefficient / 10^scale, scale >= 0. The coefficient is a JavaScript integer as long as that is exact (up to 2^53, which
 * covers nearly all money) and a bigint beyond: a sum takes 42 ns instead of 267 ns with bigints alone, a product 46 ns instead of 75 ns.
 * big.js was not used because it forgets the scale: `1250.50` comes out as `1250.5`.
 */
export class Decimal {
  static readonly zero = new Decimal(0, undefined, 0);

  readonly scale: number;
  /** The coefficient; only meaningful while `large` is undefined. Never -0. */
  private readonly units: number;
  /** The coefficient where it is no safe integer. */
  private readonly large: bigint | undefined;

  private constructor(units: number, large: bigint | undefined, scale: number) {
    this.units = units;
    this.large = large;
    this.scale = scale;
  }

  /**
   * Reads a JavaScript number, a bigint or a text such as `-12.50`, `+3`, `.5`, `1.5e3` (an exponent is resolved: 1500).
   * Undefined where the text is no number, the number is not finite, or there would be more than 1,000 digits.
   */
  static of(value: string | number | bigint): Decimal | undefined {
    if (typeof value === 'string') return parseDecimal(value, true);
    if (typeof value === 'bigint') return Decimal.fromBig(value, 0);
    if (Number.isSafeInteger(value)) return new Decimal(value + 0, undefined, 0);
    return Number.isFinite(value) ? parseDecimal(String(value), true) : undefined;
  }

  /** Reads a text that looks like a plain number: optional blanks around it, a sign, digits, a point; no exponent (`1E5` is a code, not a number). */
  static ofPlainText(text: string): Decimal | undefined {
    return parseDecimal(text, false);
  }

  /** coefficient / 10^scale for a coefficient that is a safe integer. */
  static fromUnits(units: number, scale: number): Decimal {
    return new Decimal(units + 0, undefined, scale);
  }

  /** coefficient / 10^scale; scale >= 0. */
  static fromBig(coefficient: bigint, scale: number): Decimal {
    if (coefficient <= SAFE_BIG && coefficient >= -SAFE_BIG) return new Decimal(Number(coefficient), undefined, scale);
    return new Decimal(0, coefficient, scale);
  }

  get coefficient(): bigint {
    return this.large ?? BigInt(this.units);
  }

  /** -1, 0 or 1. */
  get sign(): number {
    if (this.large !== undefined) return this.large < 0n ? -1 : 1;
    return Math.sign(this.units);
  }

  /** Digits needed to write the number without an exponent, the leading zero of `0.05` not counted. */
  get digits(): number {
    const length = String(this.large ?? this.units).length - (this.sign < 0 ? 1 : 0);
    return Math.max(length, this.scale);
  }

  /** True where the number has, for sure, no more digits than the limit; cheap for ordinary numbers. */
  fitsDigits(limit: number): boolean {
    if (this.large === undefined && this.scale <= limit && limit >= 16) return true;
    return this.digits <= limit;
  }

  add(other: Decimal): Decimal {
    if (this.large === undefined && other.large === undefined) {
      const scale = Math.max(this.scale, other.scale);
      const sum = scaledUp(this.units, scale - this.scale) + scaledUp(other.units, scale - other.scale);
      if (sum <= SAFE && sum >= -SAFE) return new Decimal(sum, undefined, scale);
    }
    const scale = Math.max(this.scale, other.scale);
    return Decimal.fromBig(this.bigAt(scale) + other.bigAt(scale), scale);
  }

  subtract(other: Decimal): Decimal {
    return this.add(other.negate());
  }

  multiply(other: Decimal): Decimal {
    const scale = this.scale + other.scale;
    if (this.large === undefined && other.large === undefined) {
      const product = this.units * other.units;
      // A product that was rounded is at least 2^53, so one within the safe range is exact.
      if (product <= SAFE && product >= -SAFE) return new Decimal(product + 0, undefined, scale);
    }
    return Decimal.fromBig(this.coefficient * other.coefficient, scale);
  }

  /**
   * The quotient to 20 places, half-up; zeros at the end are dropped down to the scale that a product would have come from
   * (`100.00 / 4` is `25.00`, `10 / 4` is `2.5`). Undefined for a division by zero.
   */
  divide(other: Decimal): Decimal | undefined {
    if (other.sign === 0) return undefined;
    const shift = DIVISION_PLACES + other.scale - this.scale;
    const dividend = this.coefficient * bigPower(Math.max(0, shift));
    const divisor = other.coefficient * bigPower(Math.max(0, -shift));
    const quotient = Decimal.fromBig(roundedQuotient(dividend, divisor, 'half-up'), DIVISION_PLACES);
    return quotient.dropZeros(Math.max(0, this.scale - other.scale));
  }

  /** What is left of a division towards zero; it has the sign of this number. Undefined for a division by zero. */
  remainder(other: Decimal): Decimal | undefined {
    if (other.sign === 0) return undefined;
    const scale = Math.max(this.scale, other.scale);
    return Decimal.fromBig(this.bigAt(scale) % other.bigAt(scale), scale);
  }

  negate(): Decimal {
    if (this.large !== undefined) return Decimal.fromBig(-this.large, this.scale);
    return new Decimal(0 - this.units, undefined, this.scale);
  }

  /** The number with exactly that many places (below zero: tens, hundreds), rounded or filled up with zeros. */
  round(places: number, mode: RoundingMode = 'half-up'): Decimal {
    if (places < 0) {
      const rounded = this.divideByPower(this.scale - places, mode);
      return Decimal.fromBig(rounded.coefficient * bigPower(-places), 0);
    }
    if (places === this.scale) return this;
    if (places > this.scale) {
      const units = this.large === undefined ? scaledUp(this.units, places - this.scale) : NaN;
      if (units <= SAFE && units >= -SAFE) return new Decimal(units, undefined, places);
      return Decimal.fromBig(this.bigAt(places), places);
    }
    const rounded = this.divideByPower(this.scale - places, mode);
    return new Decimal(rounded.units, rounded.large, places);
  }

  /** Drops zeros at the end of the fraction, down to `scale` places: 21.00 becomes 21. */
  dropZeros(scale = 0): Decimal {
    if (this.scale <= scale) return this;
    const text = String(this.large ?? this.units);
    let zeros = 0;
    const droppable = this.scale - scale;
    while (zeros < droppable && text.charCodeAt(text.length - 1 - zeros) === 48) zeros++;
    if (this.sign === 0) return new Decimal(0, undefined, scale);
    return zeros === 0 ? this : this.round(this.scale - zeros, 'down');
  }

  /** Negative, zero or positive, as this number is below, equal to or above the other; the scale does not matter. */
  compare(other: Decimal): number {
    if (this.large === undefined && other.large === undefined) {
      if (this.scale === other.scale) return this.units - other.units;
      const scale = Math.max(this.scale, other.scale);
      const left = scaledUp(this.units, scale - this.scale);
      const right = scaledUp(other.units, scale - other.scale);
      if (left <= SAFE && left >= -SAFE && right <= SAFE && right >= -SAFE) return left - right;
    }
    const scale = Math.max(this.scale, other.scale);
    const difference = this.bigAt(scale) - other.bigAt(scale);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  equals(other: Decimal): boolean {
    return this.compare(other) === 0;
  }

  /** The number as a JavaScript integer, where it is whole and exact as one. */
  toSafeInteger(): number | undefined {
    const whole = this.dropZeros();
    return whole.scale === 0 && whole.large === undefined ? whole.units : undefined;
  }

  /** Plain digits with the scale, never an exponent. */
  toString(): string {
    const text = String(this.large ?? this.units);
    if (this.scale === 0) return text;
    const negative = text.charCodeAt(0) === 45;
    const digits = (negative ? text.slice(1) : text).padStart(this.scale + 1, '0');
    const point = digits.length - this.scale;
    return `${negative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
  }

  /** JSON has numbers of its own for this; a writer that keeps the digits must write them. As a last resort the digits as text. */
  toJSON(): string {
    return this.toString();
  }

  private bigAt(scale: number): bigint {
    return scale === this.scale ? this.coefficient : this.coefficient * bigPower(scale - this.scale);
  }

  /** The rounded coefficient / 10^exponent as a Decimal of scale 0; exponent >= 1. */
  private divideByPower(exponent: number, mode: RoundingMode): Decimal {
    const power = POWERS_OF_TEN[exponent];
    if (this.large === undefined && power !== undefined) {
      const rest = this.units % power;
      // units - rest is a multiple of the power, so this division is exact.
      const quotient = (this.units - rest) / power;
      if (rest === 0) return new Decimal(quotient + 0, undefined, 0);
      const half = Math.sign(Math.abs(rest) * 2 - power);
      const away = roundsAway(mode, half, quotient % 2 !== 0, this.units < 0);
      return new Decimal(quotient + (away ? Math.sign(this.units) : 0) + 0, undefined, 0);
    }
    return Decimal.fromBig(roundedQuotient(this.coefficient, bigPower(exponent), mode), 0);
  }
}

/** units * 10^exponent; not a safe integer (so refused by the callers' checks) where that is not exact. */
function scaledUp(units: number, exponent: number): number {
  if (exponent === 0) return units;
  const power = POWERS_OF_TEN[exponent];
  if (power === undefined) return units === 0 ? 0 : NaN;
  const scaled = units * power;
  return scaled <= SAFE && scaled >= -SAFE ? scaled : NaN;
}

function bigPower(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

function roundedQuotient(dividend: bigint, divisor: bigint, mode: RoundingMode): bigint {
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  if (rest === 0n) return quotient;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const whole = divisor < 0n ? -divisor : divisor;
  const half = twice < whole ? -1 : twice > whole ? 1 : 0;
  const negative = dividend < 0n !== divisor < 0n;
  if (!roundsAway(mode, half, quotient % 2n !== 0n, negative)) return quotient;
  return negative ? quotient - 1n : quotient + 1n;
}

/** Whether a number that is cut between two neighbours goes to the one further from zero; `half` compares the rest with a half. */
function roundsAway(mode: RoundingMode, half: number, odd: boolean, negative: boolean): boolean {
  switch (mode) {
    case 'half-up':
      return half >= 0;
    case 'half-down':
      return half > 0;
    case 'half-even':
      return half > 0 || (half === 0 && odd);
    case 'up':
      return true;
    case 'down':
      return false;
    case 'ceiling':
      return !negative;
    case 'floor':
      return negative;
  }
}

/** Reads sign, digits, point, digits and, where allowed, an exponent, in one pass; up to 15 digits without a bigint. */
function parseDecimal(source: string, exponentAllowed: boolean): Decimal | undefined {
  // Without reading it: a long text would be read again in every round of a loop.
  if (source.length > LONGEST_TEXT) return undefined;
  const text = source.trim();
  const first = text.charCodeAt(0);
  let at = first === 45 || first === 43 ? 1 : 0;
  const start = at;
  let units = 0;
  let digits = 0;
  let point = -1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      units = units * 10 + (code - 48);
      digits++;
    } else if (code === 46 && point < 0) point = at;
    else break;
  }
  if (digits === 0 || digits > MAX_PARSED_DIGITS || point === at - 1) return undefined;
  let scale = point < 0 ? 0 : at - point - 1;
  const end = at;
  if (at < text.length) {
    const exponent = exponentAllowed ? parseExponent(text, at) : undefined;
    if (exponent === undefined) return undefined;
    scale -= exponent;
  }
  if (scale < -MAX_PARSED_DIGITS || scale > MAX_PARSED_DIGITS) return undefined;
  if (digits <= 15 && scale >= 0) return Decimal.fromUnits(first === 45 ? 0 - units : units, scale);
  const magnitude = BigInt(text.slice(start, end).replace('.', '')) * bigPower(Math.max(0, -scale));
  return Decimal.fromBig(first === 45 ? -magnitude : magnitude, Math.max(0, scale));
}

function parseExponent(text: string, at: number): number | undefined {
  const code = text.charCodeAt(at);
  if (code !== 101 && code !== 69) return undefined;
  const exponent = text.slice(at + 1);
  return /^[+-]?\d{1,9}$/.test(exponent) ? Number(exponent) : undefined;
}
