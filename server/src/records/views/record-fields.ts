import { kindOf } from '../entity-kind.ts';
import { isList, relatedNames } from '../field-tree.ts';
import type { ValueKind } from '../filter/filter.ts';
import { didYouMean, listWords } from '../suggest.ts';
import type { Definitions, EntityDefinition, FieldSchema } from '../types.ts';
import {
  columnField,
  type JsonPlace,
  jsonField,
  listItems,
  momentJson,
  recordKeys,
  relatedField,
  textJson,
} from './record-field-store.ts';
import type { ViewField, ViewFields } from './view-field.ts';

/** The fields of an entity's records, at any depth, and those of records that they refer to: `registrations.vatId`, `company.name`. */
export function recordFields(definition: EntityDefinition, definitions: Definitions): ViewFields {
  const known = new Map<string, ViewField | undefined>();
  const find = (parts: readonly string[]): ViewField | undefined => {
    const key = JSON.stringify(parts);
    if (!known.has(key)) {
      // As many names as somebody thinks of; those of one configuration's time are enough.
      if (known.size > 1_000) known.clear();
      known.set(key, findField(definition, definitions, parts));
    }
    return known.get(key);
  };
  return { find, unknown: (parts) => unknownField(definition, definitions, parts) };
}

/** What stands at the top of a record, as its API answer has it. */
export function recordNames(definition: EntityDefinition): string[] {
  return [...Object.keys(systemFields), ...Object.keys(kindOf(definition, null).fields)];
}

function findField(
  definition: EntityDefinition,
  definitions: Definitions,
  parts: readonly string[],
): ViewField | undefined {
  const [first = '', ...rest] = parts;
  const path = parts.join('.');
  const own = findOwn(definition, 'r', parts, path);
  if (own !== undefined) return own;
  const related = relationOf(definition, definitions, first);
  const [name] = rest;
  if (related === undefined || name === undefined || !relatedFields(related.other).includes(name)) return undefined;
  const field = findOwn(related.other, 'rel', rest, path);
  // A list of another record is shown, not searched: its items are not within reach of the row's own condition.
  if (field === undefined || field.kind === 'list') return undefined;
  const place = { data: 'r.data', parts: [related.field] };
  const { key: _key, ...unkeyed } = field;
  return { ...unkeyed, entity: related.other.name, ...relatedField(place, related.other.name, field) };
}

interface Relation {
  readonly field: string;
  readonly other: EntityDefinition;
}

function relationOf(definition: EntityDefinition, definitions: Definitions, name: string): Relation | undefined {
  const relations = definition.relations ?? {};
  const relation = Object.hasOwn(relations, name) ? relations[name] : undefined;
  const other = relation === undefined ? undefined : definitions.get(relation.entity);
  if (relation === undefined || other === undefined || isList(definition, relation.field)) return undefined;
  return { field: relation.field, other };
}

function relatedFields(other: EntityDefinition): string[] {
  return ['id', 'registration', 'revision', 'createdAt', 'updatedAt', ...relatedNames(other)];
}

/** A field of the record in the row `alias` of table records. */
function findOwn(
  definition: EntityDefinition,
  alias: 'r' | 'rel',
  parts: readonly string[],
  path: string,
): ViewField | undefined {
  const [first = ''] = parts;
  const system = Object.hasOwn(systemFields, first) ? systemFields[first] : undefined;
  if (system !== undefined) return parts.length === 1 ? { path, ...system(alias) } : undefined;
  if (first === 'exports') return ofSchema(exportsSchema, { data: `${alias}.exports`, parts: parts.slice(1) }, path);
  const { fields } = kindOf(definition, null);
  const place = { data: `${alias}.data`, parts };
  const found = ofSchema({ type: 'object', properties: fields }, place, path);
  const empty = parts.length === 1 && Object.hasOwn(alwaysThere, first) ? alwaysThere[first] : undefined;
  const field = found === undefined || empty === undefined ? found : { ...found, empty };
  const key = alias === 'r' && parts.length === 1 && Object.hasOwn(recordKeys, first) ? recordKeys[first] : undefined;
  if (field === undefined || key === undefined) return field;
  const fits = key.type === 'numeric' ? isNumber(fields[first]) : field.kind === 'text' || field.kind === 'date';
  return fits ? { ...field, key } : field;
}

/** Not an amount, which is a text. */
function isNumber(schema: FieldSchema | undefined): boolean {
  return schema?.type === 'integer' || schema?.type === 'number';
}

/** As the API answers a record (to-wire.ts), so that clients may look into them. */
const alwaysThere: Readonly<Record<string, string>> = { tags: '[]', properties: '{}' };

const systemFields: Readonly<Record<string, (alias: string) => Omit<ViewField, 'path'>>> = {
  id: (alias) => ({
    ...{ kind: 'number', most: 25, ...columnField(`${alias}.id`) },
    key: { sql: `${alias}.id`, type: 'bigint' },
  }),
  registration: (alias) => ({
    ...{ kind: 'text', most: 100, ...columnField(`${alias}.registration`, textJson(`${alias}.registration`)) },
    key: { sql: `${alias}.registration`, type: 'text' },
  }),
  revision: (alias) => ({
    ...{ kind: 'number', most: 25, ...columnField(`${alias}.revision`) },
  }),
  createdAt: (alias) => momentColumn(`${alias}.created_at`),
  updatedAt: (alias) => momentColumn(`${alias}.updated_at`),
};

function momentColumn(column: string): Omit<ViewField, 'path'> {
  return {
    ...{ kind: 'moment', most: 30, ...columnField(column, momentJson(column)) },
    key: { sql: column, type: 'timestamptz' },
  };
}

const exportsSchema: FieldSchema = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    properties: {
      state: { type: 'string' },
      at: { type: 'string', format: 'date-time' },
      deliveryId: { type: 'string' },
      message: { type: 'string', maxLength: 20_000 },
      changedSince: { type: 'boolean' },
    },
  },
};

/** The field at the end of a path. An object without declared names ends in values of any kind. */
function ofSchema(root: FieldSchema, place: JsonPlace, path: string): ViewField | undefined {
  let schema: FieldSchema | undefined = root;
  const lists: number[] = [];
  for (const [index, part] of place.parts.entries()) {
    if (schema.type === 'array' && schema.items !== undefined) {
      lists.push(index - 1);
      schema = schema.items;
    }
    const next: FieldSchema | 'any' | undefined = schema.type === 'object' ? memberOf(schema, part) : undefined;
    if (next === undefined) return undefined;
    if (next === 'any') return lists.length > 0 ? undefined : fieldOf('any', place, path);
    schema = next;
  }
  const field = fieldOf(schema, place, path);
  if (schema.type !== 'array' && lists.length === 0) return field;
  const within = schema.type === 'array' ? [...lists, place.parts.length - 1] : lists;
  const held = schema.type === 'array' ? (schema.items ?? 'any') : schema;
  const item = held === 'any' ? 'any' : kindOfSchema(held);
  if (item === 'list') return undefined;
  return {
    ...{ ...field, path, kind: 'list', item },
    items: listItems({ ...place, lists: within }),
    ...(lists.length > 0 ? { inList: true } : {}),
  };
}

function memberOf(schema: FieldSchema, name: string): FieldSchema | 'any' | undefined {
  const { properties = {}, additionalProperties = false } = schema;
  if (Object.hasOwn(properties, name)) return properties[name];
  if (additionalProperties === false) return undefined;
  return additionalProperties === true ? 'any' : additionalProperties;
}

function fieldOf(schema: FieldSchema | 'any', place: JsonPlace, path: string): ViewField {
  const kind = schema === 'any' ? 'any' : kindOfSchema(schema);
  if (place.parts.length === 0) {
    const { data } = place;
    return { path, kind, most: Infinity, json: () => data, jsonType: 'jsonb', value: () => `${data}::text` };
  }
  return { path, kind, most: mostCharacters(schema), ...jsonField(place) };
}

function kindOfSchema({ type, format }: FieldSchema): ValueKind | 'list' | 'object' {
  switch (type) {
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return 'list';
    case 'object':
      return 'object';
    case 'string':
      if (format === 'decimal') return 'number';
      if (format === 'date') return 'date';
      return format === 'date-time' || format === 'moment' ? 'moment' : 'text';
  }
}

/** How long the JSON of a value can be at most. */
function mostCharacters(schema: FieldSchema | 'any'): number {
  if (schema === 'any') return Infinity;
  switch (schema.type) {
    case 'integer':
    case 'number':
    case 'boolean':
      return 25;
    case 'string':
      if (schema.enum !== undefined) return 100;
      return schema.maxLength ?? (schema.format === undefined || schema.format === 'uri' ? Infinity : 320);
    case 'array':
      return (schema.maxItems ?? Infinity) * mostCharacters(schema.items ?? 'any');
    case 'object': {
      const { properties = {}, additionalProperties = false } = schema;
      if (additionalProperties !== false) return Infinity;
      return Object.values(properties).reduce((sum, property) => sum + 60 + mostCharacters(property), 0);
    }
  }
}

function unknownField(definition: EntityDefinition, definitions: Definitions, parts: readonly string[]): string {
  // As far as the path is known; the name behind it is the one that is wrong.
  let depth = 0;
  while (depth < parts.length - 1 && namesBehind(definition, definitions, parts.slice(0, depth + 1)).length > 0)
    depth += 1;
  const before = parts.slice(0, depth);
  const known = depth === 0 ? topNames(definition, definitions) : namesBehind(definition, definitions, before);
  const wrong = (parts[depth] ?? '').slice(0, 60);
  const place = depth === 0 ? definition.name : `${before.join('.')} of ${definition.name}`;
  const hint = didYouMean(wrong, known) || ` There are ${listWords(known, 'and', 30)}.`;
  return `There is no field ${JSON.stringify(wrong)} in ${place}.${known.length === 0 ? '' : hint}`;
}

function topNames(definition: EntityDefinition, definitions: Definitions): string[] {
  const relations = Object.keys(definition.relations ?? {}).filter(
    (name) => relationOf(definition, definitions, name) !== undefined,
  );
  return [...recordNames(definition), 'exports', ...relations];
}

/** What may follow a path; nothing where it ends, or is not known. */
function namesBehind(definition: EntityDefinition, definitions: Definitions, parts: readonly string[]): string[] {
  const [first = '', ...rest] = parts;
  const { fields } = kindOf(definition, null);
  let schema: FieldSchema | undefined = Object.hasOwn(fields, first) ? fields[first] : undefined;
  if (schema === undefined) {
    const related = relationOf(definition, definitions, first);
    if (related === undefined) return [];
    return rest.length === 0 ? relatedFields(related.other) : namesBehind(related.other, definitions, rest);
  }
  for (const part of rest) schema = schema?.items?.properties?.[part] ?? schema?.properties?.[part];
  return Object.keys(schema?.items?.properties ?? schema?.properties ?? {});
}
