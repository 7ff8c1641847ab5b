import type { Fault } from '../../errors.ts';
import type { Condition } from '../filter/filter.ts';
import { readFilter } from '../filter/read-filter.ts';
import { didYouMean, listWords } from '../suggest.ts';
import { findShown } from './read-paths.ts';
import { readSort, type SortKey } from './sort.ts';
import type { ViewField } from './view-field.ts';
import type { ViewSource } from './view-source.ts';
import type { View } from './view.ts';

/** One entry of a row: a field, or an object of chosen properties. */
export interface Column {
  readonly name: string;
  readonly fields: readonly ViewField[];
  /** The names within an object; undefined: the field itself. */
  readonly within?: readonly string[];
}

/** A view with everything that is the same in each call. */
export interface CompiledView {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly source: ViewSource;
  /** undefined: every type. */
  readonly types?: readonly string[];
  readonly condition?: Condition<ViewField>;
  readonly columns: readonly Column[];
  readonly sort: readonly SortKey[];
  readonly limit: number;
}

/** product.md: 1000 rows unless a call or the view says otherwise. */
const defaultLimit = 1000;

export type ViewCompilation =
  { readonly ok: true; readonly view: CompiledView } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Judges a view against the sources that there are; every fault has its path in the view's body. */
export function compileView(view: View, sources: ReadonlyMap<string, ViewSource>, zone: string): ViewCompilation {
  const source = sources.get(view.entity);
  if (source === undefined) {
    const known = [...sources.keys()];
    const hint = didYouMean(view.entity, known) || ` There are ${listWords(known, 'and', 30)}.`;
    const message = `There is nothing called ${JSON.stringify(view.entity)} to make a view of.${hint}`;
    return { ok: false, faults: [{ path: 'entity', message }] };
  }
  const faults: Fault[] = [];
  const types = view.types === undefined ? undefined : readTypes(view.types, source, faults);
  const condition = view.filter === undefined ? undefined : readCondition(view.filter, source, zone, faults);
  const columns = readColumns(view.columns, view.properties, source);
  const sort = readSort(view.sort ?? '', source.fields);
  if (!Array.isArray(columns)) faults.push(columns);
  if (typeof sort === 'string') faults.push({ path: 'sort', message: sort });
  if (faults.length > 0 || !Array.isArray(columns) || typeof sort === 'string') return { ok: false, faults };
  const { name, title = name, description, limit = defaultLimit } = view;
  return {
    ok: true,
    view: {
      ...{ name, title, source, columns, sort, limit },
      ...(description === undefined ? {} : { description }),
      ...(types === undefined ? {} : { types }),
      ...(condition === undefined ? {} : { condition }),
    },
  };
}

function readTypes(wanted: readonly string[], { name, types }: ViewSource, faults: Fault[]): string[] {
  if (types === undefined) {
    faults.push({ path: 'types', message: `The rows of ${name} have no types; take "types" out.` });
    return [];
  }
  const found = wanted.flatMap((each, index) => {
    const fitting = each.endsWith('.*')
      ? types.filter((type) => type.startsWith(each.slice(0, -1)))
      : types.filter((type) => type === each);
    if (fitting.length === 0) {
      const message = `There is no type ${JSON.stringify(each)} of ${name}.${didYouMean(each, types)}`;
      faults.push({ path: `types[${index}]`, message });
    }
    return fitting;
  });
  return [...new Set(found)];
}

function readCondition(
  filter: string,
  { fields }: ViewSource,
  zone: string,
  faults: Fault[],
): Condition<ViewField> | undefined {
  const reading = readFilter(filter, { fields, zone });
  if (reading.ok) return reading.condition;
  const { message, column } = reading.problem;
  faults.push({ path: 'filter', message, line: 1, column });
  return undefined;
}

/** The columns of these names; `properties` chooses what the column of that name shows. A fault names the place among the columns. */
export function readColumns(
  names: readonly string[],
  properties: readonly string[] | undefined,
  source: Pick<ViewSource, 'fields'>,
): Column[] | Fault {
  const columns: Column[] = [];
  for (const [index, name] of names.entries()) {
    if (columns.some((column) => column.name === name)) {
      return { path: `columns[${index}]`, message: `${JSON.stringify(name)} is named twice.` };
    }
    if (name === 'properties' && properties !== undefined) {
      const chosen = readProperties(properties, source);
      if ('message' in chosen) return chosen;
      columns.push(chosen);
      continue;
    }
    const field = findShown(name, source.fields);
    if (typeof field === 'string') return { path: `columns[${index}]`, message: field };
    columns.push({ name, fields: [field] });
  }
  return columns;
}

function readProperties(names: readonly string[], { fields }: Pick<ViewSource, 'fields'>): Column | Fault {
  const found: ViewField[] = [];
  for (const [index, name] of names.entries()) {
    const field = fields.find(['properties', name]);
    if (field === undefined) return { path: `properties[${index}]`, message: fields.unknown(['properties', name]) };
    found.push(field);
  }
  return { name: 'properties', fields: found, within: [...names] };
}
