import type { Decimal } from './decimal.ts';

/**
 * Plain data, the only thing that expressions see. Numbers in it may be JavaScript integers (ids) or Decimals (money, everything read
 * from JSON with its digits kept); a text that looks like a number takes part in arithmetic as one.
 */
export type Value = null | undefined | boolean | number | string | Decimal | readonly Value[] | ValueObject;
export interface ValueObject {
  readonly [name: string]: Value;
}

/** A fault at its place in what the author wrote; lines and columns count from 1, columns in UTF-16 units. */
export interface Problem {
  /** Stable, kebab-case: `unknown-field`, `missing-translation`, `required`, `too-many-steps`, ... */
  readonly code: string;
  /** A sentence for a consultant who knows Excel; says what to do. */
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly length?: number;
}

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

/** What is known of the data when a template is saved; `any` switches the check of names off below it. */
export type FieldType =
  | { readonly kind: 'any' | 'text' | 'number' | 'boolean' | 'date' | 'datetime' }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, FieldType>>; readonly open?: boolean }
  | { readonly kind: 'list'; readonly item: FieldType };

/** What a template may name. */
export interface Scope {
  /** Root names, such as input, before, event, user, unit, constants, connection, delivery, message, response, http. */
  readonly fields: Readonly<Record<string, FieldType>>;
  /** Names of the dictionaries that exist; undefined: not checked. */
  readonly dictionaries?: readonly string[];
  /** Whether changed(field) and was(field) may be used (conditions, and messages of an event). They read `input` and `before`. */
  readonly change?: boolean;
}

export interface Limits {
  /** Evaluation steps; default 20,000 + 200 per value in the context, at most 5,000,000. */
  readonly steps: number;
  /** Bytes (UTF-16 units while rendering) of the output; default 10,000,000. */
  readonly outputLength: number;
  /** Length of any one text; default 1,000,000. */
  readonly textLength: number;
  /** Digits of any one number; default 100. */
  readonly digits: number;
  /** Depth of nested data and expressions; default 64. */
  readonly depth: number;
}

/** Everything that one evaluation sees. The same run gives the same bytes. */
export interface Run {
  readonly context: ValueObject;
  readonly dictionaries?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** now and today, frozen; ISO 8601 with zone, e.g. 2026-11-23T10:00:00.000Z. */
  readonly now: string;
  /** uuid() is derived from this text and the order of calls. */
  readonly seed: string;
  /** IANA zone of the business unit, e.g. Europe/Prague. */
  readonly zone: string;
  /** BCP 47, e.g. cs-CZ: the default for money() and names of days and months. */
  readonly locale: string;
  /** The value of {{secret:name}}; absent in a preview: the placeholder itself is kept in the output. */
  readonly secret?: (name: string) => string | undefined;
  readonly limits?: Partial<Limits>;
  /** Every problem, instead of the first that stops the rendering: for showing, not for sending. */
  readonly everyProblem?: boolean;
}

export interface Expression {
  readonly source: string;
  /** What is known of its value beforehand. */
  readonly type: FieldType;
  evaluate(run: Run): Outcome<Value>;
  /** As a condition: true, or false for false and null; anything else is a problem. */
  test(run: Run): Outcome<boolean>;
  readonly uses: Uses;
}

/** What a compiled template or expression refers to. */
export interface Uses {
  /** Field paths by name, lists without index: `input.company.name`, `input.lines.quantity`. */
  readonly paths: readonly string[];
  readonly dictionaries: readonly string[];
  readonly secrets: readonly string[];
}

export type Charset = 'utf-8' | 'windows-1250' | 'iso-8859-2' | 'utf-16' | 'cp852';
export type Format = 'json' | 'xml' | 'csv' | 'fixed' | 'form' | 'text';

export interface TemplateSource {
  readonly format: Format;
  readonly body: string;
  /** Default utf-8; for XML the declaration's encoding where there is one. */
  readonly charset?: Charset;
}

export interface Rendered {
  /** Before encoding. */
  readonly text: string;
  readonly bytes: Uint8Array;
  /** With charset, e.g. `application/xml; charset=windows-1250`. */
  readonly contentType: string;
}

export interface Template {
  readonly format: Format;
  readonly charset: Charset;
  readonly uses: Uses;
  render(run: Run): Outcome<Rendered>;
  /** JSON templates only (response templates, inbound definitions): the value instead of its text. */
  renderValue(run: Run): Outcome<Value>;
}

/** A stretch of a message, and where it comes from. */
export interface TraceSpan {
  /** Offsets into the text of the message; `end` is the first one behind it. */
  readonly start: number;
  readonly end: number;
  /** `value`: an expression wrote it; `part`: an element, an entry or a text of the author's, with everything in it. */
  readonly kind: 'value' | 'part';
  /** In the template: the expression, the opening tag, the key. */
  readonly place: { readonly line: number; readonly column: number; readonly length: number };
  /** The fields that a value was made of, as an expression would name them: `input.lines[2].name`. */
  readonly paths: readonly string[];
}

/** A message to be looked at. */
export interface Traced {
  /** The message, or as far as it can be made: what has a problem is missing in it. undefined: a limit ended the rendering. */
  readonly text: string | undefined;
  /** Outer stretches before those inside them. None where the message could not be followed. */
  readonly spans: readonly TraceSpan[];
  /** Every problem; none: the text is the message as it would be sent. */
  readonly problems: readonly Problem[];
}

/** A template that can tell where each piece of its message comes from: for editors. */
export interface TracedTemplate extends Template {
  trace(run: Run): Traced;
}

/** A text with ${ } in it: a URL, a header, a query value. */
export interface TextTemplate {
  readonly uses: Uses;
  render(run: Run): Outcome<string>;
}
