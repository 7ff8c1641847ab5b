import type { Fault } from '../../errors.ts';
import type { Condition } from '../filter/filter.ts';
import { readFilter } from '../filter/read-filter.ts';
import { readValue } from '../filter/read-value.ts';
import { FilterFault } from '../filter/filter.ts';
import { type Column, type CompiledView, readColumns } from './compile-view.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { keyType, type PageQuery } from './page-store.ts';
import { splitNames } from './read-paths.ts';
import { readSort, type SortKey, withId } from './sort.ts';
import type { ViewField } from './view-field.ts';

/** What a call may say, as it was written. */
export interface ViewParameters {
  readonly columns?: string;
  readonly properties?: string;
  readonly externalFilter?: string;
  readonly limit?: number;
  readonly offset?: number;
  readonly cursor?: string;
  readonly sort?: string;
  readonly updatedSince?: string;
}

export type ViewQuestion =
  | {
      readonly kind: 'question';
      readonly query: PageQuery;
      /** The same for all pages of one question, and for no other. */
      readonly mark: string;
      /** The cursor behind a row with these keys. */
      readonly cursorOf: (keys: readonly string[]) => string;
    }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] }
  /** The field is one of a record of another entity, which the caller may not read. */
  | { readonly kind: 'forbidden'; readonly field: string; readonly entity: string };

/** Judges what a call asks of a view: every fault at once, each with the parameter that it is in. */
export function askView(
  view: CompiledView,
  parameters: ViewParameters,
  zone: string,
  mayRead: (entity: string) => boolean,
): ViewQuestion {
  const faults: Fault[] = [];
  const { limit = view.limit, offset = 0 } = parameters;
  const columns = askColumns(view, parameters, faults);
  const condition = askFilter(view, parameters.externalFilter, zone, faults);
  const since = askSince(view, parameters.updatedSince, zone, faults);
  const sort = askSort(view, parameters, faults);
  const question = [view.name, parameters.externalFilter ?? '', sort.map(nameOf), since ?? ''];
  const behind = askCursor(parameters, sort, question, faults);
  if (faults.length > 0) return { kind: 'faulty', faults };
  const hidden = [
    ...columns.flatMap(({ fields }) => fields),
    ...sort.map(({ field }) => field),
    ...fieldsOf(condition),
    ...fieldsOf(view.condition),
  ].find(({ entity }) => entity !== undefined && !mayRead(entity));
  if (hidden?.entity !== undefined) return { kind: 'forbidden', field: hidden.path, entity: hidden.entity };
  return {
    kind: 'question',
    query: { view, columns, condition, sort, since, limit, offset, behind },
    mark: writeCursor([], question),
    cursorOf: (keys) => writeCursor(keys, question),
  };
}

function askColumns(view: CompiledView, { columns, properties }: ViewParameters, faults: Fault[]): readonly Column[] {
  if (columns === undefined && properties === undefined) return view.columns;
  const chosen = properties === undefined ? undefined : splitNames(properties);
  const names = columns === undefined ? view.columns.map(({ name }) => name) : askedNames(view, columns);
  const wanted = chosen === undefined || names.includes('properties') ? names : [...names, 'properties'];
  if (wanted.length === 0 || wanted.length > 200) {
    faults.push({ path: 'columns', message: 'Name between 1 and 200 columns, separated by commas.' });
    return [];
  }
  if (chosen?.length === 0) return askColumns(view, { columns: wanted.filter(isNoProperties).join(',') }, faults);
  const read = readColumns(wanted, chosen, view.source);
  if (Array.isArray(read)) return read;
  faults.push({ ...read, path: (read.path ?? 'columns').replace(/\[.*$/, '') });
  return [];
}

/** `*` stands for all that a row may have at its top, so that rows are shaped as records are. */
function askedNames({ source }: CompiledView, columns: string): string[] {
  const exports = source.fields.find(['exports']) === undefined ? [] : ['exports'];
  const names = splitNames(columns).flatMap((name) => (name === '*' ? [...source.names, ...exports] : [name]));
  return [...new Set(names)];
}

const isNoProperties = (name: string): boolean => name !== 'properties';

function askFilter(
  { source }: CompiledView,
  filter: string | undefined,
  zone: string,
  faults: Fault[],
): Condition<ViewField> | undefined {
  if (filter === undefined) return undefined;
  const reading = readFilter(filter, { fields: source.fields, zone });
  if (reading.ok) return reading.condition;
  const { message, column } = reading.problem;
  faults.push({ path: 'externalFilter', message, line: 1, column });
  return undefined;
}

function askSince(
  { source }: CompiledView,
  text: string | undefined,
  zone: string,
  faults: Fault[],
): string | undefined {
  if (text === undefined) return undefined;
  const path = 'updatedSince';
  if (source.updatedAt === undefined) {
    const message = `Nobody notes when a ${source.title} is changed; leave "updatedSince" out.`;
    faults.push({ path, message });
    return undefined;
  }
  try {
    // A + of a zone that was not encoded has become a blank.
    const value = readValue({ kind: 'text', text: text.replace(/ (?=\d\d:?\d\d$)/, '+'), at: 0 }, 'moment', path, zone);
    return value.kind === 'day' ? value.from : value.kind === 'moment' ? value.text : undefined;
  } catch (error) {
    if (!(error instanceof FilterFault)) throw error;
    faults.push({ path, message: error.message });
    return undefined;
  }
}

/** The order that was asked for; with `updatedSince` that of the changes, so that whoever follows them misses none; else the view's. */
function askSort(view: CompiledView, { sort, updatedSince }: ViewParameters, faults: Fault[]): readonly SortKey[] {
  const { id, updatedAt, fields } = view.source;
  if (sort === undefined || sort.trim() === '') {
    const keys =
      updatedSince === undefined || updatedAt === undefined ? view.sort : [{ field: updatedAt, descending: false }];
    return withId(keys, id);
  }
  const keys = readSort(sort, fields);
  if (typeof keys !== 'string') return withId(keys, id);
  faults.push({ path: 'sort', message: keys });
  return [];
}

const nameOf = ({ field, descending }: SortKey): string => `${descending ? '-' : ''}${field.path}`;

function askCursor(
  { cursor, offset }: ViewParameters,
  sort: readonly SortKey[],
  question: readonly unknown[],
  faults: Fault[],
): readonly string[] | undefined {
  if (cursor === undefined) return undefined;
  const path = 'cursor';
  if (offset !== undefined && offset > 0) {
    faults.push({ path, message: 'Go on by cursor or by offset, not by both.' });
    return undefined;
  }
  const keys = readCursor(cursor, question);
  const fits = keys?.length === sort.length && sort.every(({ field }, index) => fitsKey(field, keys[index] ?? ''));
  if (keys !== undefined && fits) return keys;
  const message =
    'This cursor does not belong to this question: view, externalFilter, sort and updatedSince must be those of the page that gave it. Begin anew without it.';
  faults.push({ path, message });
  return undefined;
}

/** Only what we gave ourselves: a cursor goes into casts. */
function fitsKey(field: ViewField, key: string): boolean {
  switch (keyType(field)) {
    case 'bigint':
      return /^-?\d{1,18}$/.test(key);
    case 'numeric':
      return /^(?:-Infinity|-?\d{1,1000}(?:\.\d{1,1000})?)$/.test(key);
    case 'boolean':
      return key === 'true' || key === 'false';
    case 'date':
      return /^\d{4}-(?:0[1-9]|1[0-2])-(?:[012]\d|3[01])$/.test(key);
    case 'timestamptz':
      return /^(?:-infinity|\d{4,5}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d)?)$/.test(key);
    case 'text':
      return !key.includes('\u0000') && key.isWellFormed();
  }
}

function fieldsOf(condition: Condition<ViewField> | undefined): ViewField[] {
  if (condition === undefined) return [];
  switch (condition.is) {
    case 'and':
    case 'or':
      return condition.items.flatMap(fieldsOf);
    case 'not':
      return fieldsOf(condition.item);
    case 'compare':
    case 'contains':
    case 'missing':
      return [condition.field];
  }
}
