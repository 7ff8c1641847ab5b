import { Decimal } from '../decimal.ts';
import type { Value, ValueObject } from '../types.ts';

/** Deeper data does not exist: every reader stops at 64, and expressions cannot recurse. The guard keeps a mistake from being a crash. */
const MAX_DEPTH = 200;

/**
 * Plain data as compact JSON. Decimals and numbers are plain digits with their scale, never with an exponent; a missing value (undefined)
 * leaves its key out, in a list it is null; a lone surrogate is written as an escape, so the result is always well-formed text.
 * Throws a RangeError for data nested deeper than 200 levels.
 */
export function writeJson(value: Value): string {
  return writeValue(value, 0);
}

/** A JSON text, quotes included. JSON.stringify on a string alone is the fastest escape there is, and well-formed for lone surrogates. */
export function writeJsonText(text: string): string {
  return JSON.stringify(text);
}

function writeValue(value: Value, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value === null || value === undefined) return 'null';
  if (value instanceof Decimal) return value.toString();
  if (depth >= MAX_DEPTH)
    throw new RangeError(`Data nested deeper than ${MAX_DEPTH} levels cannot be written as JSON.`);
  return Array.isArray(value) ? writeList(value as readonly Value[], depth) : writeObject(value as ValueObject, depth);
}

function writeNumber(value: number): string {
  const text = String(value);
  return /^-?[0-9.]+$/.test(text) ? text : (Decimal.of(value)?.toString() ?? 'null');
}

function writeList(list: readonly Value[], depth: number): string {
  let text = '[';
  for (let index = 0; index < list.length; index++) {
    text += (index === 0 ? '' : ',') + writeValue(list[index], depth + 1);
  }
  return `${text}]`;
}

function writeObject(object: ValueObject, depth: number): string {
  let text = '';
  for (const name of Object.keys(object)) {
    const value = object[name];
    if (value === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${writeValue(value, depth + 1)}`;
  }
  return `{${text}}`;
}
