import type { Sort } from '../../components/data-table/use-list-state.ts';

/** Whether every word that was typed is somewhere in the texts of a row. */
export function fitsText(typed: string, ...texts: readonly (string | null | undefined)[]): boolean {
  const whole = texts.join(' ').toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word));
}

export type SortValues<Row> = Readonly<Record<string, (row: Row) => string | number>>;

/** Rows of a list that is here as a whole, in the order that the address asks for. */
export function sortRows<Row>(rows: readonly Row[], sort: Sort | undefined, values: SortValues<Row>): readonly Row[] {
  const value = values[sort?.column ?? ''];
  if (sort === undefined || value === undefined) return rows;
  const direction = sort.descending ? -1 : 1;
  return rows.toSorted((one, other) => direction * compare(value(one), value(other)));
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one).localeCompare(String(other));
}
