import type { PlainInputField, PlainOutputField, ZObject } from 'zapier-platform-core';
import { builtInEntities } from './entities.ts';
import { type AnyBundle, call, manage, textOf } from './requests.ts';

/** A field of an entity, as `GET .../entities/{entity}/fields` lists it. */
export interface Field {
  /** `properties.extStatus`, `lines[].unitPrice` */
  readonly key: string;
  readonly label: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';
  readonly format: string | null;
  readonly list: boolean;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly choices: readonly string[] | null;
  readonly entity: string | null;
  readonly types: { readonly zapier: string };
  /** Titles of the choices, where they have some. */
  readonly labels?: ReadonlyMap<string, string>;
}

export async function readFields(
  z: ZObject,
  bundle: AnyBundle,
  entity: string,
  type?: string,
): Promise<readonly Field[]> {
  const path = manage(bundle, `entities/${encodeURIComponent(entity)}/fields`);
  const { data } = await call<{ data: readonly Field[] }>(z, 'GET', path, { params: { type } });
  return data;
}

/** The fields that records of the chosen type have, all of them before one is chosen; a type that is mapped from another step is not known yet. */
export async function fieldsForInput(z: ZObject, bundle: AnyBundle): Promise<readonly Field[]> {
  const entity = textOf(bundle, 'entity');
  if (entity === '') return [];
  const fields = await readFields(z, bundle, entity);
  const type = textOf(bundle, inputKey('type'));
  const known = fields.find(({ key }) => key === 'type')?.choices?.includes(type) ?? false;
  const shown = known ? await readFields(z, bundle, entity, type) : fields;
  return Promise.all(shown.map((field) => withLabels(z, bundle, entity, field, known ? type : undefined)));
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Types and statuses have titles for people. */
async function withLabels(z: ZObject, bundle: AnyBundle, entity: string, field: Field, type?: string): Promise<Field> {
  if (field.choices === null || !['type', 'status'].includes(field.key)) return field;
  const path = manage(bundle, `entities/${encodeURIComponent(entity)}/options`);
  const { data } = await call<{ data: readonly Choice[] }>(z, 'GET', path, { params: { field: field.key, type } });
  return { ...field, labels: new Map(data.map(({ value, label }) => [value, label])) };
}

/** The prefix keeps fields of records apart from those of the form itself, such as `entity`. */
export const inputKey = (key: string): string => `field__${outputKey(key).replaceAll('[]', '__')}`;
/** Zapier writes what stands in an object behind two underscores, what stands in a list of objects behind brackets. */
const outputKey = (key: string): string => key.replaceAll('[].', '[]').replaceAll('.', '__');

/** `lines[].name` stands in the list `lines`; a list within a list has no form in Zapier. */
const listOf = (key: string): string | undefined => /^([^[]+)\[\]\.[^[]+$/.exec(key)?.[1];
const isDeep = (key: string): boolean => key.includes('[]') && listOf(key) === undefined;

/** The form for a record. */
export function inputFieldsOf(fields: readonly Field[], use: 'create' | 'change'): PlainInputField[] {
  const open = fields.filter(
    ({ key, readOnly }) => !readOnly && !isDeep(key) && (use === 'create' || key !== 'registration'),
  );
  return open
    .filter(({ key }) => listOf(key) === undefined)
    .map((field): PlainInputField => {
      const children = open.filter(({ key }) => listOf(key) === field.key);
      if (children.length > 0) {
        return { key: inputKey(field.key), label: field.label, children: children.map((child) => single(child, use)) };
      }
      return { ...single(field, use), ...(field.list ? { list: true } : {}) };
    })
    .sort((one, other) => Number(other.key === inputKey('type')) - Number(one.key === inputKey('type')));
}

function single(field: Field, use: 'create' | 'change'): PlainInputField {
  const { key, label, required, choices, entity, format } = field;
  const isJson = field.type === 'object';
  const help = helpOf(field);
  const inList = listOf(key) !== undefined;
  return {
    ...{ key: inputKey(key), label: inList ? label.split(': ').slice(1).join(': ') : label },
    type: isJson ? 'json' : typeOf(field),
    ...(isJson ? { schema: { type: 'object' } } : {}),
    required: required && use === 'create' && !inList,
    ...(choices === null ? {} : { choices: choices.map((value) => choiceOf(value, field)) }),
    ...(entity !== null && builtInEntities.has(entity) ? { dynamic: `options_${entity}.id.label` } : {}),
    ...(key === 'type' ? { altersDynamicFields: true } : {}),
    ...(format === 'date' ? { placeholder: '2026-11-23' } : {}),
    ...(help === undefined ? {} : { helpText: help }),
  };
}

function choiceOf(value: string, { labels }: Field) {
  const label = labels?.get(value);
  return label === undefined ? value : { value, sample: value, label };
}

function helpOf({ entity, key }: Field): string | undefined {
  if (entity !== null && !builtInEntities.has(entity)) return `The id of a record of ${entity}.`;
  return key === 'registration' ? 'A number of your own; without it Gangway gives one.' : undefined;
}

const zapierTypes = ['string', 'text', 'integer', 'number', 'boolean', 'datetime'] as const;
const typeOf = ({ types }: Field) => zapierTypes.find((type) => type === types.zapier) ?? 'string';

function outputTypeOf(field: Field) {
  const type = typeOf(field);
  return type === 'text' ? 'string' : type;
}

/** The labels of what comes out; `prefix` where the record stands within something else. */
export function outputFieldsOf(fields: readonly Field[], prefix = ''): PlainOutputField[] {
  const lists = new Set(fields.map(({ key }) => listOf(key)));
  return fields
    .filter(({ key, type }) => !isDeep(key) && type !== 'object' && !lists.has(key))
    .map((field) => {
      const { key, label, list } = field;
      return { key: prefix + outputKey(key), label, type: outputTypeOf(field), ...(list ? { list: true } : {}) };
    });
}

/** The record as the API takes it, from what stands in the form. */
export function recordOf(
  fields: readonly Field[],
  inputData: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const field of fields) {
    const value = inputData[inputKey(field.key)];
    if (value === undefined || listOf(field.key) !== undefined || isDeep(field.key)) continue;
    const children = fields.filter(({ key }) => listOf(key) === field.key);
    const written =
      children.length > 0 && Array.isArray(value) ? value.map((item) => itemOf(children, item)) : valueOf(field, value);
    putAt(record, field.key.split('.'), written);
  }
  return record;
}

function itemOf(children: readonly Field[], item: unknown): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  if (typeof item !== 'object' || item === null) return result;
  for (const child of children) {
    const value: unknown = Reflect.get(item, inputKey(child.key));
    const path = child.key.slice(child.key.indexOf('[].') + '[].'.length);
    if (value !== undefined && value !== '') putAt(result, path.split('.'), valueOf(child, value));
  }
  return result;
}

function valueOf({ format, type }: Field, value: unknown): unknown {
  // Zapier gives a day as a moment in the zone of the person: 2026-11-23T00:00:00+01:00.
  if (format === 'date' && typeof value === 'string') return value.slice(0, '2026-11-23'.length);
  if (type !== 'object' || typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    // The server says what is wrong with it, with its place.
    return value;
  }
}

function putAt(target: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const inner = target[name];
  const next: Record<string, unknown> = typeof inner === 'object' && inner !== null ? { ...inner } : {};
  putAt(next, rest, value);
  target[name] = next;
}
