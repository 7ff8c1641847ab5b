import { findShown, splitNames } from './read-paths.ts';
import type { ViewField, ViewFields } from './view-field.ts';

export interface SortKey {
  readonly field: ViewField;
  readonly descending: boolean;
}

/** More would only sort what is sorted already. */
const maxKeys = 5;

/** `-issuedOn,number`: the newest first, of a day by number. A string says what is wrong. */
export function readSort(text: string, fields: ViewFields): readonly SortKey[] | string {
  const keys: SortKey[] = [];
  const names = splitNames(text);
  if (names.length > maxKeys) return `Sort by ${maxKeys} fields at most.`;
  for (const name of names) {
    const descending = name.startsWith('-');
    const field = findShown(name.replace(/^[-+]/, ''), fields);
    if (typeof field === 'string') return field;
    if (field.kind === 'list' || field.kind === 'object') return `${field.path} has no order; sort by something else.`;
    if (keys.some((key) => key.field.path === field.path)) return `${field.path} is named twice.`;
    keys.push({ field, descending });
  }
  return keys;
}

/** The keys with the row's id behind them, in the direction of the first: no two rows are equal, so that a page has a definite end. */
export function withId(keys: readonly SortKey[], id: ViewField): readonly SortKey[] {
  if (keys.some(({ field }) => field.path === id.path)) return keys;
  return [...keys, { field: id, descending: keys[0]?.descending ?? false }];
}
