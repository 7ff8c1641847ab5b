/**
 * The filter language of views (docs/views.md): what a text means, step by step. lex-filter: text to words; parse-filter: words to a tree of names and
 * values; check-filter: names become fields, values get the field's kind; filter-store: a condition in SQL.
 */

/** What a field holds, as far as it is compared. `any`: nothing is known, the value decides. */
export type ValueKind = 'text' | 'number' | 'boolean' | 'date' | 'moment' | 'any';

export interface FilterField {
  /** As people write it: `registrations.vatId`. */
  readonly path: string;
  readonly kind: ValueKind | 'list' | 'object';
  /** Of a list: what it holds. */
  readonly item?: ValueKind | 'object';
}

/** The fields that a filter may name. */
export interface FieldLookup<Field extends FilterField> {
  readonly find: (path: readonly string[]) => Field | undefined;
  /** The sentence about a name that `find` does not know. */
  readonly unknown: (path: readonly string[]) => string;
}

export const operators = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Operator = (typeof operators)[number];

/** A place in the text, counted from 0. */
export interface Placed {
  readonly at: number;
}

export interface Path extends Placed {
  readonly parts: readonly string[];
}

/** `text`: without its quotes; of numbers just as it was written. */
export interface Literal extends Placed {
  readonly kind: 'text' | 'number' | 'boolean' | 'null';
  readonly text: string;
}

/** A filter as it was written, its names and values not yet judged. */
export type FilterNode =
  | { readonly is: 'and' | 'or'; readonly items: readonly FilterNode[] }
  | { readonly is: 'not'; readonly item: FilterNode }
  /** The field stands on the left, whatever was written. */
  | { readonly is: 'compare'; readonly path: Path; readonly operator: Operator; readonly literal: Literal }
  /** Some item of the list compares so with some of the values. */
  | {
      readonly is: 'any';
      readonly path: Path;
      readonly operator: Operator;
      readonly literals: readonly Literal[];
    }
  | { readonly is: 'in'; readonly path: Path; readonly literals: readonly Literal[] }
  /** A field of true and false by itself. */
  | { readonly is: 'alone'; readonly path: Path };

/** Numbers keep their digits; moments are in UTC. */
export type FilterValue =
  | { readonly kind: 'text' | 'number' | 'date' | 'moment'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean };

/**
 * A filter that was judged. Every condition is true or false, never unknown: a comparison with a field that is not there is false, and what is not true is
 * false, so `!=` is the opposite of `=`, and NOT turns around whatever it stands before.
 */
export type Condition<Field extends FilterField> =
  | { readonly is: 'and' | 'or'; readonly items: readonly Condition<Field>[] }
  | { readonly is: 'not'; readonly item: Condition<Field> }
  | {
      readonly is: 'compare';
      readonly field: Field;
      readonly operator: Exclude<Operator, '!='>;
      readonly value: FilterValue;
    }
  /** `contains`: the list has an item that compares so with the value. */
  | { readonly is: 'contains'; readonly field: Field; readonly operator: Operator; readonly value: FilterValue }
  /** The field is not there; of a list: it is empty. */
  | { readonly is: 'missing'; readonly field: Field };

/** What is wrong, in a sentence, and where, counted from 1. */
export interface FilterProblem {
  readonly message: string;
  readonly column: number;
}

/** Thrown within the folder, told as a value outside of it (read-filter). */
export class FilterFault extends Error {
  readonly at: number;

  constructor(message: string, { at }: Placed) {
    super(message);
    this.at = at;
  }
}
