import { Format } from 'typebox/format';
import type { Fault } from './errors.ts';

/** The parts of JSON Schema (2020-12) that the product's own schemas use; what TypeBox builds of them is such an object. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly description?: string;
  readonly examples?: readonly unknown[];
}

/** More than these are of no use to a person, and a hostile body must not make a long answer. */
const mostFaults = 100;

/**
 * Everything that is wrong with a value, each fault with its path (`triggers[0].deliver[1].connection`) and a sentence that says what to write instead.
 * Empty: the value fits the schema. An unknown name is always a fault where the schema is closed, with the nearest known name as a hint.
 */
export function schemaFaults(schema: object, value: unknown, path = ''): Fault[] {
  const faults: Fault[] = [];
  visit(schema, value, path, faults);
  return faults.slice(0, mostFaults);
}

function visit(schema: Schema, value: unknown, path: string, faults: Fault[]): void {
  if (faults.length >= mostFaults) return;
  const say = (message: string): void => void faults.push(path === '' ? { message } : { path, message });
  if (schema.anyOf !== undefined) visitUnion(schema, schema.anyOf, value, path, faults);
  if (schema.const !== undefined && value !== schema.const) say(`Write ${quote(schema.const)} here.`);
  if (schema.enum !== undefined && !schema.enum.includes(value))
    say(`Write one of ${schema.enum.map(quote).join(', ')} here.`);
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => isOfType(type, value))) {
    say(neededInWords(types.map(typeInWords).join(' or '), schema, value));
    return;
  }
  if (typeof value === 'string') visitText(schema, value, say);
  else if (typeof value === 'number') visitNumber(schema, value, say);
  else if (Array.isArray(value)) visitList(schema, value, path, faults, say);
  else if (isObject(value)) visitObject(schema, value, path, faults, say);
}

/** Of several shapes the one that was most likely meant is judged: the one of the value's type that comes with the fewest faults. */
function visitUnion(schema: Schema, members: readonly Schema[], value: unknown, path: string, faults: Fault[]): void {
  const attempts = members.map((member) => schemaFaults(member, value, path));
  if (attempts.some((attempt) => attempt.length === 0)) return;
  const told = toldApart(members, value);
  if (told !== undefined) {
    const { name, constants, at } = told;
    const given = (value as Readonly<Record<string, unknown>>)[name];
    if (at >= 0) faults.push(...(attempts[at] ?? []));
    else faults.push({ path: join(path, name), message: unknownChoice(name, given, constants) });
    return;
  }
  const constants = members.flatMap((member) => (member.const === undefined ? [] : [quote(member.const)]));
  const sameType = members.flatMap((member, index) =>
    member.const === undefined && [member.type ?? []].flat().some((type) => isOfType(type, value))
      ? [attempts[index] ?? []]
      : [],
  );
  const nearest = sameType.sort((one, other) => one.length - other.length)[0];
  if (nearest !== undefined) {
    faults.push(...nearest);
    return;
  }
  const others = members.flatMap((member) =>
    member.const === undefined && typeof member.type === 'string' ? [typeInWords(member.type)] : [],
  );
  const choices = [...constants, ...new Set(others)];
  const wanted = constants.length > 0 && choices.length > 1 ? `one of ${choices.join(', ')}` : choices.join(' or ');
  const message = `Write ${wanted} here${hint(schema)}, not ${describe(value)}.`;
  faults.push(path === '' ? { message } : { path, message });
}

/** Shapes that one field tells apart, such as the kinds of an authentication: that field, its values, and which of the shapes an object names (-1: none). */
function toldApart(
  members: readonly Schema[],
  value: unknown,
): { name: string; constants: readonly string[]; at: number } | undefined {
  if (!isObject(value)) return undefined;
  const name = Object.entries(members[0]?.properties ?? {}).find(([, { const: only }]) => only !== undefined)?.[0];
  if (name === undefined) return undefined;
  const constants = members.flatMap(({ properties }) => properties?.[name]?.const ?? []).map(String);
  return constants.length === members.length
    ? { name, constants, at: constants.indexOf(String(value[name])) }
    : undefined;
}

function unknownChoice(name: string, given: unknown, constants: readonly string[]): string {
  const choices = constants.map(quote).join(', ');
  if (given === undefined) return `${quote(name)} is missing. Write one of ${choices}.`;
  const near = typeof given === 'string' ? nearest(given, constants) : undefined;
  return near === undefined
    ? `Write one of ${choices} here, not ${describe(given)}.`
    : `There is no ${name} ${quote(given)}. Did you mean ${quote(near)}?`;
}

type Say = (message: string) => void;

function visitText(schema: Schema, text: string, say: Say): void {
  if (text.length < (schema.minLength ?? 0)) {
    say(
      schema.minLength === 1
        ? 'A text is needed here; an empty one is not enough.'
        : `At least ${schema.minLength ?? 0} characters are needed here.`,
    );
  } else if (text.length > (schema.maxLength ?? Infinity)) {
    say(`At most ${schema.maxLength ?? 0} characters may stand here; there are ${text.length}.`);
  } else if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(text)) {
    say(`${quote(text)} does not have the form that is wanted here${hint(schema) || `: ${schema.pattern}`}.`);
  } else if (schema.format !== undefined && !Format.Test(schema.format, text)) {
    say(`${quote(text)} is not ${formatsInWords[schema.format] ?? `of the format ${schema.format}`}.`);
  }
}

const formatsInWords: Readonly<Record<string, string>> = {
  date: 'a date such as 2026-11-23',
  'date-time': 'a moment such as 2026-11-23T10:00:00Z',
  uuid: 'an id such as 019ab2c3-0000-7000-8000-000000000001',
  email: 'an e-mail address',
  uri: 'an address such as https://example.com/',
};

function visitNumber(schema: Schema, number: number, say: Say): void {
  const { minimum, maximum, exclusiveMinimum } = schema;
  if (minimum !== undefined && maximum !== undefined && (number < minimum || number > maximum)) {
    say(`A number from ${minimum} to ${maximum} is needed here, not ${number}.`);
  } else if (minimum !== undefined && number < minimum)
    say(`A number of ${minimum} or more is needed here, not ${number}.`);
  else if (maximum !== undefined && number > maximum)
    say(`A number of ${maximum} or less is needed here, not ${number}.`);
  else if (exclusiveMinimum !== undefined && number <= exclusiveMinimum)
    say(`A number above ${exclusiveMinimum} is needed here, not ${number}.`);
}

function visitList(schema: Schema, list: readonly unknown[], path: string, faults: Fault[], say: Say): void {
  const { minItems = 0, maxItems = Infinity, items } = schema;
  if (list.length < minItems) say(`At least ${minItems === 1 ? 'one item is' : `${minItems} items are`} needed here.`);
  if (list.length > maxItems) say(`At most ${maxItems} items may stand here; there are ${list.length}.`);
  if (items === undefined) return;
  for (const [index, item] of list.entries()) visit(items, item, `${path}[${index}]`, faults);
}

function visitObject(
  schema: Schema,
  object: Readonly<Record<string, unknown>>,
  path: string,
  faults: Fault[],
  say: Say,
): void {
  const { properties = {}, patternProperties = {}, additionalProperties = true } = schema;
  const names = Object.keys(properties);
  for (const name of schema.required ?? []) {
    if (object[name] === undefined)
      faults.push({ path: join(path, name), message: `${quote(name)} is missing${hint(properties[name] ?? {})}.` });
  }
  if (Object.keys(object).length < (schema.minProperties ?? 0)) say('At least one name is needed here.');
  for (const [name, item] of Object.entries(object)) {
    if (item === undefined) continue;
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const patterned = Object.entries(patternProperties).find(([pattern]) => new RegExp(pattern, 'u').test(name))?.[1];
    const member = own ?? patterned ?? additionalProperties;
    if (typeof member === 'object') visit(member, item, join(path, name), faults);
    else if (!member) faults.push({ path: join(path, name), message: unknownName(name, names) });
  }
}

/** `There is no "urll" here. Did you mean "url"?` */
export function unknownName(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near !== undefined) return `There is no ${quote(name)} here. Did you mean ${quote(near)}?`;
  const list = known.length > 0 && known.length <= 12 ? ` There are ${known.join(', ')}.` : '';
  return `There is no ${quote(name)} here.${list}`;
}

/** The known name that is a slip of the pen away: at most a third of the letters differ. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = name.slice(0, 80).toLowerCase();
  const measured = known.map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }));
  const best = measured.sort((one, other) => one.distance - other.distance)[0];
  return best !== undefined && best.distance <= Math.max(name.length < 4 ? 1 : 2, Math.floor(name.length / 3))
    ? best.candidate
    : undefined;
}

/** Levenshtein's distance, one row at a time. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const typesInWords: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};
const typeInWords = (type: string): string => typesInWords[type] ?? type;

/** `A list is needed here, not the text "x".` */
function neededInWords(what: string, schema: Schema, value: unknown): string {
  if (what.includes('whole number') && isTooLarge(value)) {
    return `A whole number of at most ${Number.MAX_SAFE_INTEGER} is needed here, not ${String(value)}.`;
  }
  const example = hint(schema);
  const needed = `${what.charAt(0).toUpperCase()}${what.slice(1)}${example}${example === '' ? '' : ','} is needed here`;
  return value === undefined ? `${needed}, but there is nothing.` : `${needed}, not ${describe(value)}.`;
}

/** Whole, but beyond 2^53: the next number could not be told from it. */
function isTooLarge(value: unknown): boolean {
  const digits = typeof value === 'string' && /^[+-]?\d{1,40}$/.test(value);
  return (digits || Number.isInteger(value)) && !Number.isSafeInteger(Number(value));
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return typeof value === 'string' ? `the text ${quote(value)}` : JSON.stringify(value);
}

function quote(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}

function hint(schema: Schema): string {
  // A whole object as an example explains nothing in the middle of a sentence.
  const examples = (schema.examples ?? []).filter((example) => typeof example !== 'object').map(quote);
  return examples.length > 0 ? `, such as ${examples.join(' or ')}` : '';
}

function join(path: string, name: string): string {
  const part = /^[A-Za-z_$][\w$-]*$/.test(name) ? name : `[${quote(name)}]`;
  return path === '' || part.startsWith('[') ? path + part : `${path}.${part}`;
}
