import type { Fault } from '../errors.ts';
import { joinPath } from './field-path.ts';
import { formats } from './formats.ts';
import { didYouMean, listWords } from './suggest.ts';
import type { EntityDefinition, FieldSchema } from './types.ts';

/** Names that stand on every record, and names that JavaScript gives every object. */
const reserved = new Set(
  'id registration revision exports createdAt updatedAt deletedAt type status statusDate process properties tags acl'.split(
    ' ',
  ),
);
const unsafe = new Set(['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty']);

/** Keywords that only fit some types. */
const keywordTypes: Readonly<Partial<Record<keyof FieldSchema, readonly FieldSchema['type'][]>>> = {
  format: ['string'],
  pattern: ['string'],
  minLength: ['string'],
  maxLength: ['string'],
  enum: ['string', 'integer', 'number'],
  minimum: ['integer', 'number', 'string'],
  maximum: ['integer', 'number', 'string'],
  minItems: ['array'],
  maxItems: ['array'],
  uniqueItems: ['array'],
  items: ['array'],
  properties: ['object'],
  required: ['object'],
  additionalProperties: ['object'],
};

/** The faults of all field schemas of an entity. */
export function checkFields(definition: EntityDefinition): Fault[] {
  const faults: Fault[] = [];
  const check = (fields: Readonly<Record<string, FieldSchema>>, path: string): void => {
    for (const [name, schema] of Object.entries(fields)) {
      const at = joinPath(path, name);
      faults.push(...checkPlainName(name, at));
      if (reserved.has(name))
        faults.push({ path: at, message: `Every record has a "${name}" of its own; choose another name.` });
      checkField(schema, at, faults);
    }
  };
  check(definition.fields, 'fields');
  for (const [name, part] of Object.entries(definition.parts ?? {}))
    check(part.fields, joinPath(joinPath('parts', name), 'fields'));
  for (const [name, schema] of Object.entries(definition.properties ?? {})) {
    const at = joinPath('properties', name);
    faults.push(...checkPlainName(name, at));
    checkField(schema, at, faults);
    if (schema.readOnly === true)
      faults.push({ path: at, message: 'A property is never kept by Gangway; take "readOnly" out.' });
  }
  return faults;
}

/** A name that can be written in a template without brackets and means nothing else. */
export function checkPlainName(name: string, path: string): Fault[] {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,59}$/.test(name) && !unsafe.has(name)) return [];
  return [
    {
      path,
      message: `"${name}" cannot be a name here: it has letters, digits and _, begins with a letter, and is no longer than 60.`,
    },
  ];
}

function checkField(schema: FieldSchema, path: string, faults: Fault[], depth = 0): void {
  if (depth > 8) faults.push({ path, message: `"${path}" is nested too deep.` });
  for (const [keyword, types] of Object.entries(keywordTypes)) {
    if (Object.hasOwn(schema, keyword) && !types.includes(schema.type)) {
      faults.push({ path, message: `"${keyword}" does not fit type ${schema.type}; it is for ${listWords(types)}.` });
    }
  }
  if (schema.type === 'string') checkText(schema, path, faults);
  if (schema.minimum !== undefined && schema.maximum !== undefined && schema.minimum > schema.maximum) {
    faults.push({ path, message: 'The minimum is above the maximum.' });
  }
  if (schema.type === 'array') {
    if (schema.items === undefined)
      faults.push({ path, message: 'A list needs "items": the schema of what it holds.' });
    else checkField(schema.items, joinPath(path, 'items'), faults, depth + 1);
  }
  if (schema.type === 'object') checkObject(schema, path, faults, depth);
}

function checkText(schema: FieldSchema, path: string, faults: Fault[]): void {
  const { format, pattern, minimum, maximum } = schema;
  if (format !== undefined && !Object.hasOwn(formats, format)) {
    const known = Object.keys(formats);
    faults.push({
      path,
      message: `There is no format "${format}".${didYouMean(format, known) || ` There are ${listWords(known, 'and')}.`}`,
    });
  }
  if (format !== 'decimal' && (minimum !== undefined || maximum !== undefined)) {
    faults.push({
      path,
      message:
        'A text has a minimum or maximum only with format decimal; for its length there are minLength and maxLength.',
    });
  }
  const fault = pattern === undefined ? undefined : patternFault(pattern);
  if (fault !== undefined) faults.push({ path, message: fault });
}

function checkObject(schema: FieldSchema, path: string, faults: Fault[], depth: number): void {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const at = joinPath(joinPath(path, 'properties'), name);
    faults.push(...checkPlainName(name, at));
    checkField(field, at, faults, depth + 1);
  }
  if (typeof schema.additionalProperties === 'object') {
    checkField(schema.additionalProperties, joinPath(path, 'additionalProperties'), faults, depth + 1);
  }
  for (const name of schema.required ?? []) {
    if (Object.hasOwn(schema.properties ?? {}, name)) continue;
    const hint = didYouMean(name, Object.keys(schema.properties ?? {}));
    faults.push({ path, message: `"${name}" is required but not among the properties.${hint}` });
  }
}

/**
 * A pattern runs inside a transaction, so one that can take exponential time is refused: a repeated group that itself repeats
 * something or chooses between alternatives, such as (a+)+ or (a|aa)+.
 */
function patternFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `The pattern ${pattern} is not valid: ${error.message}.`;
  }
  const plain = pattern.replaceAll(/\\./gu, 'x').replaceAll(/\[[^\]]*\]/gu, 'x');
  if (/\\\d|\(\?</u.test(pattern)) return `The pattern ${pattern} may not refer back to a group or look behind.`;
  return repeatsWithinRepetition(plain)
    ? `The pattern ${pattern} repeats a group that repeats or chooses; it could take for ever.`
    : undefined;
}

function repeatsWithinRepetition(pattern: string): boolean {
  const open: { risky: boolean }[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at];
    const group = open.at(-1);
    if (character === '(') open.push({ risky: false });
    else if (character === ')') {
      open.pop();
      const repeated = /^[*+{]/.test(pattern.slice(at + 1));
      if (group?.risky === true && repeated) return true;
      const outer = open.at(-1);
      if (outer !== undefined && (repeated || group?.risky === true)) outer.risky = true;
    } else if (group !== undefined && /[*+{|]/.test(character ?? '')) group.risky = true;
  }
  return false;
}
