import type { Bind } from '../acl-store.ts';
import type { Who } from '../acl.ts';
import type { FieldLookup, FilterField, ValueKind } from '../filter/filter.ts';

/** What a statement is written for. */
export interface SqlContext {
  readonly bind: Bind;
  readonly unitId: number;
  /** Whose rights decide. */
  readonly who: Who;
  /** IANA zone of the unit. */
  readonly zone: string;
}

/**
 * An indexed expression that orders records by a field. It is never null: a field that is not there is the least of all values. `cut`: of texts only so
 * many characters are in it, so that equal keys do not mean equal fields.
 */
export interface FieldKey {
  readonly sql: string;
  readonly type: 'text' | 'numeric' | 'timestamptz' | 'bigint' | 'date';
  readonly cut?: number;
}

/** A field that a view shows, filters and sorts by, with the SQL that gives it. The expressions hold no values; these are bound. */
export interface ViewField extends FilterField {
  /** What stands for it where it is not there, as JSON; null unless said. */
  readonly empty?: string;
  /** Its JSON has at most so many characters; Infinity: nobody knows. */
  readonly most: number;
  /** A field of a record that is referred to: whoever reads it needs the right to read this entity. */
  readonly entity?: string;
  /** What is shown: JSON, of type jsonb or as a text; null where it is not there. */
  readonly json: (sql: SqlContext) => string;
  readonly jsonType: 'jsonb' | 'text';
  /** What is compared: text or date (collate "C"), numeric, boolean, timestamptz, by the kind; null where it is not there. */
  readonly value: (sql: SqlContext, kind: ValueKind) => string;
  readonly key?: FieldKey;
  /** `contacts.value` is no value of the record: it is searched, and shown with its whole list. */
  readonly inList?: boolean;
  /** Of a list: an item for FROM with one column, `item`, of type jsonb. */
  readonly items?: (sql: SqlContext) => string;
}

export type ViewFields = FieldLookup<ViewField>;
