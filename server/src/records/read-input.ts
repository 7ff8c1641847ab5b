import { Decimal } from '@gangway/language';
import type { Fault } from '../errors.ts';
import { joinPath } from './field-path.ts';
import { formats } from './formats.ts';
import { didYouMean, listWords } from './suggest.ts';
import type { FieldSchema, InputFields, Json } from './types.ts';

/**
 * Outside values become what is stored: amounts as decimal texts, whole numbers as numbers, nothing that PostgreSQL's jsonb cannot hold.
 * Only kinds and names are judged here, with every fault at its path; the rest of the schema is judged by ajv (compile-entity).
 */
export interface Reading {
  readonly faults: Fault[];
  /** For write-backs, whose values come out of XML (all text) or keep the counterparty's kind: a number is taken for a text, "12" for a number, "true" for true. */
  readonly lenient: boolean;
}

const maxFreeDepth = 32;

/** Reads an object; null values stay (they clear a field). What is at fault is left out of the result. */
export function readFields(
  reading: Reading,
  schemas: Readonly<Record<string, FieldSchema>>,
  input: InputFields,
  path: string,
): Record<string, Json> {
  const result: Record<string, Json> = {};
  for (const [name, value] of Object.entries(input)) {
    const at = joinPath(path, name);
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (schema === undefined) {
      reading.faults.push({ message: unknownName(name, Object.keys(schemas), path), path: at });
      continue;
    }
    const read = readValue(reading, schema, value, at);
    if (read !== undefined) result[name] = read;
  }
  return result;
}

/** `There is no field "prise" in "lines[1]". Did you mean "unitPrice"?`; `path` is the object that has no such name. */
export function unknownName(name: string, known: readonly string[], path: string): string {
  const hint = didYouMean(name, known) || ` There are ${listWords(known, 'and', 30)}.`;
  const noun = path === 'properties' ? 'property' : 'field';
  const within = path === '' || path === 'properties' ? '' : ` in "${path}"`;
  return `There is no ${noun} "${name.slice(0, 100)}"${within}.${known.length === 0 ? '' : hint}`;
}

/** undefined: at fault. */
export function readValue(reading: Reading, schema: FieldSchema, value: unknown, path: string): Json | undefined {
  if (value === null || value === undefined) return null;
  switch (schema.type) {
    case 'string':
      return schema.format === 'decimal' ? readAmount(reading, schema, value, path) : readText(reading, value, path);
    case 'integer':
    case 'number':
      return readNumber(reading, schema.type, value, path);
    case 'boolean':
      if (typeof value === 'boolean') return value;
      if (reading.lenient && (value === 'true' || value === 'false')) return value === 'true';
      return fault(reading, path, 'true or false', value);
    case 'array':
      return readList(reading, schema.items, value, path);
    case 'object':
      return readObject(reading, schema, value, path);
  }
}

function readAmount(reading: Reading, schema: FieldSchema, value: unknown, path: string): Json | undefined {
  const sentence = formats['decimal']?.sentence ?? '';
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return fault(reading, path, `${sentence}, as a text where it has more than 15 digits`, value);
  }
  const text = typeof value === 'string' ? value.trim() : undefined;
  if (text !== undefined && !/^[+-]?\d*\.?\d+$/.test(text)) return fault(reading, path, sentence, value);
  const decimal =
    text !== undefined
      ? Decimal.of(text)
      : value instanceof Decimal
        ? value
        : typeof value === 'number'
          ? Decimal.of(value)
          : undefined;
  const read = decimal?.toString();
  if (decimal === undefined || read === undefined || formats['decimal']?.test(read) !== true) {
    return fault(reading, path, sentence, value);
  }
  const { minimum = -Infinity, maximum = Infinity } = schema;
  if (Number(read) < minimum) return fault(reading, path, `at least ${minimum}`, value);
  return Number(read) > maximum ? fault(reading, path, `at most ${maximum}`, value) : read;
}

function readText(reading: Reading, value: unknown, path: string): Json | undefined {
  if (reading.lenient && (typeof value === 'number' || value instanceof Decimal || typeof value === 'boolean')) {
    return String(value);
  }
  if (typeof value !== 'string') return fault(reading, path, 'a text (in quotation marks)', value);
  const unstorable = unstorableSentence(value);
  if (unstorable === undefined) return value;
  reading.faults.push({ message: `"${path}" ${unstorable}`, path });
  return undefined;
}

/** PostgreSQL keeps neither. */
export function unstorableSentence(text: string): string | undefined {
  if (text.includes('\u0000')) return 'holds a NUL character, which no system can store; take it out.';
  return text.isWellFormed() ? undefined : 'holds half of a character (a lone surrogate); write the whole character.';
}

function readNumber(reading: Reading, type: 'integer' | 'number', value: unknown, path: string): Json | undefined {
  const decimal =
    value instanceof Decimal
      ? value
      : typeof value === 'number' || (reading.lenient && typeof value === 'string')
        ? Decimal.of(value)
        : undefined;
  if (type === 'integer') {
    const whole = decimal?.toSafeInteger();
    if (whole !== undefined) return whole;
    const isWhole = decimal !== undefined && /^-?\d+(\.0*)?$/.test(decimal.toString());
    const wanted = isWhole
      ? `at most ${Number.MAX_SAFE_INTEGER}, the largest whole number that is kept exactly`
      : 'a whole number such as 12';
    return fault(reading, path, wanted, value);
  }
  const number = Number(decimal?.toString() ?? NaN);
  const exact = Decimal.of(number)?.equals(decimal ?? Decimal.zero) === true;
  return Number.isFinite(number) && exact ? number : fault(reading, path, 'a number of at most 15 digits', value);
}

function readList(reading: Reading, items: FieldSchema | undefined, value: unknown, path: string): Json | undefined {
  if (!Array.isArray(value)) return fault(reading, path, 'a list ([...])', value);
  const result: Json[] = [];
  for (const [index, item] of value.entries()) {
    const at = joinPath(path, index);
    if (item === null || item === undefined) {
      reading.faults.push({ message: `"${at}" is null; leave it out of the list.`, path: at });
      continue;
    }
    const read = items === undefined ? readFree(reading, item, at, 1) : readValue(reading, items, item, at);
    // A faulty item keeps its place, so that the paths of what follows stay right.
    result.push(withoutNulls(read ?? {}));
  }
  return result;
}

function readObject(reading: Reading, schema: FieldSchema, value: unknown, path: string): Json | undefined {
  if (!isPlainObject(value)) return fault(reading, path, 'an object ({...})', value);
  const known = schema.properties ?? {};
  const others = schema.additionalProperties ?? false;
  if (others === false) return readFields(reading, known, value, path);
  const result: Record<string, Json> = {};
  for (const [name, item] of Object.entries(value)) {
    const at = joinPath(path, name);
    const named = Object.hasOwn(known, name) ? known[name] : others === true ? undefined : others;
    if (name === '__proto__' || name.includes('\u0000') || !name.isWellFormed()) {
      reading.faults.push({ message: `"${path}" cannot hold a name such as ${JSON.stringify(name)}.`, path: at });
      continue;
    }
    const read = named === undefined ? readFree(reading, item, at, 1) : readValue(reading, named, item, at);
    if (read !== undefined) result[name] = read;
  }
  return result;
}

/** A value that no schema describes. */
function readFree(reading: Reading, value: unknown, path: string, depth: number): Json | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return readText(reading, value, path);
  if (typeof value === 'number' || value instanceof Decimal) return readFreeNumber(reading, value, path);
  if (depth >= maxFreeDepth) {
    reading.faults.push({ message: `"${path}" is nested more than ${maxFreeDepth} deep.`, path });
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => readFree(reading, item, joinPath(path, index), depth + 1) ?? null);
  }
  if (!isPlainObject(value)) return fault(reading, path, 'plain JSON', value);
  const result: Record<string, Json> = {};
  for (const [name, item] of Object.entries(value)) {
    const at = joinPath(path, name);
    if (name === '__proto__' || unstorableSentence(name) !== undefined) {
      reading.faults.push({ message: `"${path}" cannot hold a name such as ${JSON.stringify(name)}.`, path: at });
      continue;
    }
    const read = readFree(reading, item, at, depth + 1);
    if (read !== undefined && read !== null) result[name] = read;
  }
  return result;
}

/** A number keeps its digits: as a number where JavaScript can, else as a text. */
function readFreeNumber(reading: Reading, value: number | Decimal, path: string): Json | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : fault(reading, path, 'a number', value);
  const text = value.toString();
  const number = Number(text);
  return String(number) === text ? number : text;
}

export function isPlainObject(value: unknown): value is InputFields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Takes out what is null, at every depth of an object; lists inside were read without nulls. */
export function withoutNulls(value: Json): Json {
  if (!isPlainObject(value)) return value;
  const result: Record<string, Json> = {};
  for (const [name, item] of Object.entries(value)) {
    if (item !== null) result[name] = withoutNulls(item);
  }
  return result;
}

/** Notes the fault; what is at fault has no value. */
function fault(reading: Reading, path: string, expected: string, value: unknown): Json | undefined {
  reading.faults.push({ message: `"${path}" must be ${expected}; ${describe(value)} is not.`, path });
  return undefined;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'an empty text' : `"${value.slice(0, 60)}"`;
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Decimal || typeof value === 'number' || typeof value === 'boolean') {
    return String(value).slice(0, 60);
  }
  return 'an object';
}
