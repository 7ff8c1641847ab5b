import type { FilterField, ValueKind } from '../filter/filter.ts';
import { fixedFields } from './fixed-fields.ts';
import { columnField, momentJson, textJson } from './record-field-store.ts';
import type { FieldKey, SqlContext, ViewField } from './view-field.ts';
import type { ViewSource } from './view-source.ts';

/** A column, or another expression over the row, by the kind of what it holds. */
export interface TableColumn {
  readonly sql: string;
  /** `number`: shown as a number; `decimal`: shown as a text, as amounts are. */
  readonly kind: Exclude<ValueKind, 'any'> | 'decimal';
  /** The column is never null, and has an index behind unit_id: it is compared and ordered by as it is. Its type in PostgreSQL. */
  readonly indexed?: FieldKey['type'];
}

export interface TableSource {
  readonly name: string;
  /** One row: `interval`. */
  readonly title: string;
  /** Whoever reads the rows needs the right to read this entity. */
  readonly entity: string;
  /** What stands behind FROM; `t` is the row. */
  readonly from: string;
  /** By name; `id` must be among them and differ in each row. Names may have points: they are shown as they are. */
  readonly columns: Readonly<Record<string, TableColumn>>;
  /** The name of the column that says when a row was changed. */
  readonly updatedAt?: string;
  /** The conditions that leave the unit's rows which the caller may see. */
  readonly where: (sql: SqlContext) => readonly string[];
}

/** A source of views whose rows stand in a table of their own. */
export function tableSource(table: TableSource): ViewSource {
  const { name, title, entity, from, where, columns, updatedAt } = table;
  const fields = fixedFields(
    name,
    Object.fromEntries(
      Object.entries(columns).map(([column, { sql, kind, indexed }]) => [column, fieldOf(sql, kind, indexed)]),
    ),
  );
  const find = (column: string): ViewField => {
    const field = fields.find([column]);
    if (field === undefined) throw new Error(`${name} has no column ${column}`);
    return field;
  };
  return {
    ...{ name, title, entity, fields, names: Object.keys(columns), id: find('id') },
    ...(updatedAt === undefined ? {} : { updatedAt: find(updatedAt) }),
    rows: (sql) => ({ from, where: where(sql) }),
  };
}

function fieldOf(
  sql: string,
  kind: TableColumn['kind'],
  indexed: FieldKey['type'] | undefined,
): Omit<ViewField, 'path'> {
  const compared: FilterField['kind'] = kind === 'decimal' ? 'number' : kind;
  const key = indexed === undefined ? {} : { key: { sql, type: indexed } };
  return {
    ...{ kind: compared, most: 20_000, ...columnField(sql, jsonOf(sql, kind)), ...key },
    value: () => valueOf(sql, compared),
  };
}

function jsonOf(sql: string, kind: TableColumn['kind']): string {
  switch (kind) {
    case 'number':
    case 'boolean':
      return `(${sql})::text`;
    case 'text':
    case 'date':
    case 'decimal':
      return textJson(`(${sql})::text`);
    case 'moment':
      return momentJson(`(${sql})`);
  }
}

/** Texts and dates compare by code points, as everywhere in filters. */
function valueOf(sql: string, kind: FilterField['kind']): string {
  if (kind === 'text') return `(${sql}) collate "C"`;
  if (kind === 'date') return `((${sql})::text) collate "C"`;
  return kind === 'number' ? `(${sql})::numeric` : `(${sql})`;
}
