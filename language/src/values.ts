import { Decimal } from './decimal.ts';
import type { Frame } from './frame.ts';
import { stop } from './frame.ts';
import { quoted } from './quoted-data.ts';
import type { Place } from './source-text.ts';
import type { Value, ValueObject } from './types.ts';

/**
 * What `| optional` gives for a missing value: "leave this key, attribute, element or list entry out". Known by identity; to every
 * operator it is null. It reaches the formats only, never data: a public evaluation turns it into null.
 */
export const LEFT_OUT: ValueObject = Object.freeze({});

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** An object with fields: no list, no Decimal, not null. */
export function isObject(value: Value): value is ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Decimal);
}

/**
 * A field by its name: own data properties only, so `constructor` and `__proto__` are merely missing. A list gives the list of its
 * elements' fields. Everything missing is null.
 */
export function fieldOf(value: Value, name: string, frame: Frame, place: Place): Value {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) {
    frame.charge(value.length, place);
    return (value as readonly Value[]).map((element) => fieldOfObject(element, name));
  }
  return fieldOfObject(value, name);
}

function fieldOfObject(value: Value, name: string): Value {
  if (!isObject(value) || !Object.hasOwn(value, name)) return null;
  const field = value[name];
  return field === undefined || typeof field === 'function' ? null : field;
}

/** An element by its position from 1; a single value is a list of one. Out of range is null. */
export function elementOf(value: Value, position: number): Value {
  if (Array.isArray(value)) return (value as readonly Value[])[position - 1] ?? null;
  return position === 1 ? (value ?? null) : null;
}

/** null is an empty list, a list is itself, anything else a list of one element. */
export function listOf(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  return value === null || value === undefined || value === LEFT_OUT ? [] : [value];
}

/** null, a text without characters, a list without elements, an object without fields. */
export function isEmpty(value: Value): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (typeof value !== 'object' || value instanceof Decimal) return false;
  if (Array.isArray(value)) return value.length === 0;
  return Object.keys(value).length === 0;
}

/**
 * An element read from XML that has attributes beside its text is an object; wherever one value is wanted its text counts, and
 * an element with attributes alone is an empty text. Every other value is itself.
 */
export function scalarOf(value: Value): Value {
  if (!isObject(value)) return value;
  if (value === LEFT_OUT) return null;
  if (Object.hasOwn(value, '#text')) return value['#text'];
  const names = Object.keys(value);
  return names.length > 0 && names.every((name) => name.startsWith('@')) ? '' : value;
}

/** The value as text: null is empty, numbers keep their digits, true and false are these words. */
export function textOf(value: Value, place: Place): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return textOfNumber(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof Decimal) return value.toString();
  if (Array.isArray(value)) {
    const message = `Here is a list of ${value.length} values where one text is needed. Take one with [1] or first(), or put them together with join().`;
    return stop('not-a-text', message, place);
  }
  const scalar = scalarOf(value);
  if (scalar !== value) return textOf(scalar, place);
  return stop('not-a-text', 'Here is an object where a text is needed. Name one of its fields, or use json().', place);
}

/** A JavaScript number as plain digits, never with an exponent. */
export function textOfNumber(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : (Decimal.of(value)?.toString() ?? '');
}

/** A value for calculating: a safe integer, a Decimal, or null for a missing value (null, an empty text). */
export function numberOf(value: Value, place: Place): number | Decimal | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : (Decimal.of(value) ?? null);
  if (value instanceof Decimal) return value;
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') {
    const number = Decimal.ofPlainText(value);
    if (number !== undefined) return number;
    if (isBlank(value)) return null;
    return stop(
      'not-a-number',
      `The text "${quoted(value)}" is not a number. Use number() to read other notations.`,
      place,
    );
  }
  const scalar = scalarOf(value);
  if (scalar !== value) return numberOf(scalar, place);
  return stop('not-a-number', `Here is ${described(value)} where a number is needed.`, place);
}

/** Nothing but blanks; a text of thousands of them is not looked through. */
export function isBlank(text: string): boolean {
  return text.length <= 1_000 && text.trim() === '';
}

/** As a condition: null is false, anything but true and false is a problem. */
export function truthOf(value: Value, place: Place): boolean {
  if (typeof value === 'boolean') return value;
  if (value === null || value === undefined || value === LEFT_OUT) return false;
  const message = `A condition must be true or false, but here is ${described(value)}. Compare it with something, such as = 'X', or use not empty(...).`;
  return stop('not-a-condition', message, place);
}

/** A value in the words of a message: `the text "abc"`, `a list`, `the number 5`. */
export function described(value: Value): string {
  if (value === null || value === undefined || value === LEFT_OUT) return 'nothing';
  if (typeof value === 'string') return `the text "${quoted(value)}"`;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return `the number ${quoted(textOfNumber(value))}`;
  if (value instanceof Decimal) return `the number ${quoted(value.toString())}`;
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** A whole number that an argument must be, such as a length or a number of places. */
export function wholeNumberOf(value: Value, what: string, place: Place): number | null {
  const number = numberOf(value, place);
  if (number === null || typeof number === 'number') return number;
  const whole = number.toSafeInteger();
  if (whole !== undefined) return whole;
  return stop('wrong-arguments', `${what} must be a whole number, not ${quoted(number.toString())}.`, place);
}
