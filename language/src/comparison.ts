import type { Numeric } from './arithmetic.ts';
import { compareNumbers } from './arithmetic.ts';
import { Decimal } from './decimal.ts';
import type { Frame } from './frame.ts';
import { stop } from './frame.ts';
import type { Place } from './source-text.ts';
import type { Value, ValueObject } from './types.ts';
import { described, numberOf, scalarOf } from './values.ts';

/**
 * `=`: null equals null alone; numbers by their value (21 = 21.00); a text and a number as numbers where the text is one; a text and
 * true or false as texts; lists and objects by all that they hold. Anything else is unequal.
 */
export function areEqual(left: Value, right: Value, frame: Frame, place: Place, depth = 0): boolean {
  if (typeof left === 'string' && typeof right === 'string') {
    if (left.length === right.length && left.length > 512) frame.charge(left.length >> 9, place);
    return left === right;
  }
  if (left === right) return true;
  const a = scalarOf(left);
  const b = scalarOf(right);
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null);
  if (isNumeric(a)) return isNumeric(b) ? sameNumber(a, b, place) : typeof b === 'string' && textIsNumber(b, a);
  if (isNumeric(b)) return typeof a === 'string' && textIsNumber(a, b);
  if (typeof a !== 'object' || typeof b !== 'object') {
    return typeof a !== 'object' && typeof b !== 'object' && String(a) === String(b);
  }
  if (depth >= frame.limits.depth) return stop('too-deep', 'These values are nested too deeply to be compared.', place);
  if (Array.isArray(a)) {
    return Array.isArray(b) && sameList(a as readonly Value[], b as readonly Value[], frame, place, depth + 1);
  }
  return !Array.isArray(b) && sameObject(a as ValueObject, b as ValueObject, frame, place, depth + 1);
}

/**
 * For `<` and its kind: negative, zero or positive; undefined when one of them is null (then every comparison is false). Numbers by
 * value, texts by their characters (so ISO dates by time), a text and a number as numbers.
 */
export function orderOf(left: Value, right: Value, frame: Frame, place: Place): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const a = scalarOf(left);
  const b = scalarOf(right);
  if (a === null || a === undefined || b === null || b === undefined) return undefined;
  if (typeof a === 'string' && typeof b === 'string') {
    if (a.length > 512) frame.charge(a.length >> 9, place);
    return a < b ? -1 : a > b ? 1 : 0;
  }
  const x = orderedNumber(a);
  const y = orderedNumber(b);
  if (x !== undefined && y !== undefined) return compareNumbers(x, y);
  const message = `${sentenceCase(described(a))} and ${described(b)} have no order. Compare two numbers, two dates or two texts.`;
  return stop('not-comparable', message, place);
}

/** The same for equal values, different for unequal ones of one type; for grouping. Lists and objects have none. */
export function keyOf(value: Value): string | undefined {
  const scalar = scalarOf(value);
  if (scalar === null || scalar === undefined) return '-';
  if (typeof scalar === 'string') return `t${scalar}`;
  if (typeof scalar === 'boolean') return scalar ? 'b1' : 'b0';
  if (scalar instanceof Decimal) return `n${scalar.dropZeros().toString()}`;
  if (typeof scalar === 'number') return `n${Decimal.of(scalar)?.dropZeros().toString() ?? ''}`;
  return undefined;
}

function isNumeric(value: Value): value is Numeric {
  return typeof value === 'number' || value instanceof Decimal;
}

function sameNumber(left: Numeric, right: Numeric, place: Place): boolean {
  const a = numberOf(left, place);
  const b = numberOf(right, place);
  return a !== null && b !== null && compareNumbers(a, b) === 0;
}

function textIsNumber(text: string, number: Numeric): boolean {
  const read = Decimal.ofPlainText(text);
  const other = typeof number === 'number' ? Decimal.of(number) : number;
  return read !== undefined && other !== undefined && read.equals(other);
}

function orderedNumber(value: Value): Numeric | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : Decimal.of(value);
  if (value instanceof Decimal) return value;
  return typeof value === 'string' ? Decimal.ofPlainText(value) : undefined;
}

function sameList(left: readonly Value[], right: readonly Value[], frame: Frame, place: Place, depth: number): boolean {
  if (left.length !== right.length) return false;
  frame.charge(left.length, place);
  return left.every((element, index) => areEqual(element, right[index], frame, place, depth));
}

function sameObject(left: ValueObject, right: ValueObject, frame: Frame, place: Place, depth: number): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  frame.charge(names.length, place);
  return names.every((name) => Object.hasOwn(right, name) && areEqual(left[name], right[name], frame, place, depth));
}

function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
