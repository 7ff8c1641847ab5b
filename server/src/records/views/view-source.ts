import type { SqlContext, ViewField, ViewFields } from './view-field.ts';

/**
 * Where the rows of a view come from. What a view's `entity` may name: the unit's entities (record-source), and further sources of fixed shape (units,
 * groups, brands; other parts of the server bring their own).
 */
export interface ViewSource {
  /** As a view's `entity` names it: `documents`, `brands`. */
  readonly name: string;
  /** One row, for sentences: `document`. */
  readonly title: string;
  /** Whoever reads the view needs the right to read this entity. */
  readonly entity: string;
  readonly fields: ViewFields;
  /** All that a row of the view may have at its top, for lists and for sentences. */
  readonly names: readonly string[];
  /** Values of field `type`, where the rows have types. */
  readonly types?: readonly string[];
  /** The last key of every order; different in each row. */
  readonly id: ViewField;
  /** What `updatedSince` compares; undefined: the rows do not know when they were changed. */
  readonly updatedAt?: ViewField;
  /** FROM and the conditions that leave the rows which the caller may see. */
  readonly rows: (sql: SqlContext) => SourceRows;
  /** The same rows in the order of their changes, where that is kept. */
  readonly changes?: (sql: SqlContext, span: ChangeSpan) => ChangedRows;
}

export interface ChangedRows {
  /** The changes alone, as an item for FROM: how many were looked at. */
  readonly changes: string;
  /** The rows that were changed so, joined to them. */
  readonly rows: () => SourceRows;
  readonly order: readonly string[];
}

export interface SourceRows {
  readonly from: string;
  readonly where: readonly string[];
}

/** A part of the order of changes. */
export interface ChangeSpan {
  readonly descending: boolean;
  readonly since?: string;
  /** The row that the page goes on behind. */
  readonly behind?: { readonly at: string; readonly id: string };
  /** So many changes are looked at, whatever comes of them. */
  readonly most: number;
}
