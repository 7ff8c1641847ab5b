import { Decimal } from './decimal.ts';
import type { Frame } from './frame.ts';
import { stop } from './frame.ts';
import type { Place } from './source-text.ts';
import type { ArithmeticOperator } from './syntax.ts';

/** A number while it is calculated with: a safe integer where that is enough, else a Decimal. */
export type Numeric = number | Decimal;

export function decimalOf(value: Numeric): Decimal {
  return typeof value === 'number' ? Decimal.fromUnits(value, 0) : value;
}

export function calculate(
  operator: ArithmeticOperator,
  left: Numeric,
  right: Numeric,
  frame: Frame,
  place: Place,
): Numeric {
  switch (operator) {
    case '+':
      return add(left, right, frame, place);
    case '-':
      return subtract(left, right, frame, place);
    case '*':
      return multiply(left, right, frame, place);
    case '/':
      return divide(left, right, frame, place);
    case '%':
      return remainder(left, right, place);
  }
}

export function add(left: Numeric, right: Numeric, frame: Frame, place: Place): Numeric {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return withinDigits(decimalOf(left).add(decimalOf(right)), frame, place);
}

export function subtract(left: Numeric, right: Numeric, frame: Frame, place: Place): Numeric {
  if (typeof left === 'number' && typeof right === 'number') {
    const difference = left - right;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return withinDigits(decimalOf(left).subtract(decimalOf(right)), frame, place);
}

export function multiply(left: Numeric, right: Numeric, frame: Frame, place: Place): Numeric {
  if (typeof left === 'number' && typeof right === 'number') {
    const product = left * right;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return withinDigits(decimalOf(left).multiply(decimalOf(right)), frame, place);
}

export function divide(left: Numeric, right: Numeric, frame: Frame, place: Place): Numeric {
  if (typeof left === 'number' && typeof right === 'number' && right !== 0 && left % right === 0)
    return left / right + 0;
  const quotient = decimalOf(left).divide(decimalOf(right));
  if (quotient === undefined) return stop('division-by-zero', byZero, place);
  return withinDigits(quotient, frame, place);
}

export function remainder(left: Numeric, right: Numeric, place: Place): Numeric {
  const rest = decimalOf(left).remainder(decimalOf(right));
  if (rest === undefined) return stop('division-by-zero', byZero, place);
  return rest.scale === 0 ? (rest.toSafeInteger() ?? rest) : rest;
}

export function negate(value: Numeric): Numeric {
  return typeof value === 'number' ? 0 - value : value.negate();
}

export function compareNumbers(left: Numeric, right: Numeric): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return decimalOf(left).compare(decimalOf(right));
}

/** Refuses a number with more digits than the limit, so that repeated products cannot grow without end. Safe integers always pass. */
export function withinDigits(value: Decimal, frame: Frame, place: Place): Decimal {
  if (value.fitsDigits(frame.limits.digits)) return value;
  const most = frame.limits.digits;
  return stop('too-many-digits', `This number has more than ${most} digits. Round it on the way with round().`, place);
}

const byZero = 'This divides by zero. Check the divisor first: x = 0 ? null : y / x.';
