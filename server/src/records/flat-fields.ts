import { kindOf } from './entity-kind.ts';
import { isList } from './field-tree.ts';
import type { EntityDefinition, FieldSchema } from './types.ts';

/** A field as the editors of automation services show it, with the type names that each of them has. */
export interface FlatField {
  /** `properties.extStatus`, `lines[].unitPrice` */
  readonly key: string;
  readonly label: string;
  readonly type: FieldSchema['type'];
  readonly format: string | null;
  readonly list: boolean;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly choices: readonly string[] | null;
  /** The entity whose record's id it holds: GET .../entities/{entity}/options. */
  readonly entity: string | null;
  readonly types: { readonly zapier: string; readonly make: string; readonly n8n: string };
}

/** Every field of an entity, or of one of its types, in one list; what an object holds stands by its path. Lists of objects are one field with the fields of their items behind it. */
export function flatFields(definition: EntityDefinition, type: string | null): FlatField[] {
  const { fields, defaults, required } = kindOf(definition, type);
  const mustBeGiven = required.filter((name) => !hasDefault(definition, defaults, name));
  const related = new Map(Object.values(definition.relations ?? {}).map(({ field, entity }) => [field, entity]));
  const own = Object.entries(fields).flatMap(([name, schema]) =>
    flatten(name, '', schema, { required: mustBeGiven.includes(name), entity: related.get(name) ?? null }).map(
      (field) => (related.has(name) && isList(definition, name) ? { ...field, list: true } : field),
    ),
  );
  return [...own, ...system];
}

/** Gangway fills it in where the caller leaves it out, so no form asks for it. */
export const hasDefault = (definition: EntityDefinition, defaults: object, name: string): boolean =>
  Object.hasOwn(defaults, name) || (name === 'type' && definition.defaultType !== undefined);

interface About {
  readonly required: boolean;
  readonly entity: string | null;
}

function flatten(key: string, within: string, schema: FieldSchema, about: About): FlatField[] {
  const label = `${within === '' ? '' : `${within}: `}${schema.title ?? lastOf(key)}`;
  const { items } = schema;
  if (schema.type === 'object' && schema.properties !== undefined && Object.keys(schema.properties).length > 0) {
    return inner(key, label, schema);
  }
  if (schema.type === 'array' && items?.type === 'object') {
    return [one(key, label, schema, about), ...inner(`${key}[]`, label, items)];
  }
  return [one(key, label, schema, about)];
}

function inner(key: string, label: string, { properties = {}, required = [] }: FieldSchema): FlatField[] {
  return Object.entries(properties).flatMap(([name, field]) =>
    flatten(`${key}.${name}`, label, field, { required: required.includes(name), entity: null }),
  );
}

const lastOf = (key: string): string => key.split('.').at(-1) ?? key;

function one(key: string, label: string, schema: FieldSchema, { required, entity }: About): FlatField {
  const list = schema.type === 'array';
  const item = list ? (schema.items ?? schema) : schema;
  return {
    ...{ key, label, type: schema.type, format: item.format ?? null, list, required },
    readOnly: schema.readOnly === true,
    choices: item.enum?.map(String) ?? null,
    entity,
    types: { zapier: zapierType(item), make: makeType(schema), n8n: n8nType(schema) },
  };
}

/** What a person reads for the values of a field, where they have titles: `Contract (DOCUMENT.CONTRACT)`. */
export function choiceLabels(definition: EntityDefinition, field: string): ReadonlyMap<string, string> {
  const types = field === 'type' ? Object.entries(definition.types ?? {}) : [];
  const statuses = field === 'status' ? Object.entries(kindOf(definition, null).process?.statuses ?? {}) : [];
  return new Map(
    [...types, ...statuses].flatMap(([name, { title }]): [string, string][] =>
      title === undefined ? [] : [[name, `${title} (${name})`]],
    ),
  );
}

/** https://docs.zapier.com: string, text, integer, number, boolean, datetime; a list is the same type with `list: true`. Amounts are decimals as text on the wire. */
function zapierType({ type, format, maxLength }: FieldSchema): string {
  if (type === 'integer' || type === 'number' || type === 'boolean') return type;
  if (format === 'date' || format === 'date-time' || format === 'moment') return 'datetime';
  if (format === 'decimal') return 'number';
  return type === 'string' && (maxLength ?? 0) > 1_000 ? 'text' : 'string';
}

/** https://developers.make.com: text, number, integer, boolean, date, email, url, uuid, select, array, collection. */
export function makeType({ type, format, enum: choices }: FieldSchema): string {
  if (type === 'array') return 'array';
  if (type === 'object') return 'collection';
  if (choices !== undefined) return 'select';
  if (type !== 'string') return type;
  switch (format) {
    case 'date':
    case 'date-time':
    case 'moment':
      return 'date';
    case 'decimal':
      return 'number';
    case 'email':
    case 'uuid':
    case 'time':
      return format;
    case 'uri':
      return 'url';
    default:
      return 'text';
  }
}

/** n8n's resource mapper: string, number, boolean, dateTime, time, array, object, options, url. */
function n8nType({ type, format, enum: choices }: FieldSchema): string {
  if (type === 'array' || type === 'object' || type === 'boolean') return type;
  if (choices !== undefined) return 'options';
  if (type === 'integer' || type === 'number' || format === 'decimal') return 'number';
  if (format === 'date' || format === 'date-time' || format === 'moment') return 'dateTime';
  return format === 'time' ? 'time' : format === 'uri' ? 'url' : 'string';
}

/** What stands on every record. */
const system: readonly FlatField[] = [
  one('id', 'Id', { type: 'integer', readOnly: true }, { required: false, entity: null }),
  one('registration', 'Registration', { type: 'string' }, { required: false, entity: null }),
  one('revision', 'Revision', { type: 'integer', readOnly: true }, { required: false, entity: null }),
  one(
    'createdAt',
    'Created',
    { type: 'string', format: 'date-time', readOnly: true },
    { required: false, entity: null },
  ),
  one(
    'updatedAt',
    'Changed',
    { type: 'string', format: 'date-time', readOnly: true },
    { required: false, entity: null },
  ),
];
