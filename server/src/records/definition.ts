/**
 * An entity is configuration: plain JSON, stored in table `configuration` under kind `entities`. A unit's own body is laid
 * over the built-in one of the same name (resolveDefinitions): objects merge by key, lists are replaced, null removes.
 */
export interface EntityDefinition {
  /** Plural, as in addresses and event names: `documents`. */
  readonly name: string;
  /** Singular, for sentences: `document`. */
  readonly title: string;
  /** Fields that every record of the entity may have. */
  readonly fields: Readonly<Record<string, FieldSchema>>;
  /** Fields that a record must have. */
  readonly required?: readonly string[];
  /** Further fields that only some types have, by part. */
  readonly parts?: Readonly<Record<string, Part>>;
  /** The allowed values of field `type`, with their rules. Without types the entity has no field `type`. */
  readonly types?: Readonly<Record<string, TypeRule>>;
  readonly defaultType?: string;
  /** What `properties` may hold, by name. */
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  /** Statuses and transitions, by name of the process. */
  readonly processes?: Readonly<Record<string, Process>>;
  /** The process of records whose type names none; without it they have no status. */
  readonly process?: string;
  readonly series?: Readonly<Record<string, NumberSeries>>;
  /** How a record's registration is made when none is given: a name of `series` (drawn at creation), or absent: the record's id. */
  readonly registration?: string;
  /** Related records that templates see by name: `company`. */
  readonly relations?: Readonly<Record<string, Relation>>;
  /** Fields (or dotted paths) that no two records of the entity may share; texts compare without case. */
  readonly unique?: readonly string[];
  /** Fields (or dotted paths) that a response template may write. */
  readonly writeBack?: readonly string[];
  /** Fields that other records' templates see when they refer to this one; default: all but acl, process, attach. */
  readonly relatedFields?: readonly string[];
  /** Field to the groups whose members may change it (administrators always may). */
  readonly restricted?: Readonly<Record<string, readonly string[]>>;
  /** How amounts are rounded. */
  readonly rounding?: Rounding;
  /** Entity `time`: how passes become intervals. */
  readonly attendance?: AttendanceSettings;
}

/** Durations as in `16h`; docs/attendance.md says what each is for, attendance/attendance-rules.ts holds the defaults. */
export interface AttendanceSettings {
  readonly forgottenAfter?: string;
  readonly forgottenHours?: number;
  readonly repeatWithin?: string;
  readonly toggleRepeatWithin?: string;
  readonly clockAhead?: string;
}

/**
 * JSON Schema of one field (2020-12): type, properties, items, required, enum, format (date, date-time, moment = either, time, decimal, email,
 * uri, uuid, group), pattern, minimum, maximum, minLength, maxLength, minItems, maxItems, uniqueItems, additionalProperties, title, description, default, readOnly.
 */
export interface FieldSchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly enum?: readonly (string | number)[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  /** Default false: an unknown name is a fault. */
  readonly additionalProperties?: boolean | FieldSchema;
  readonly items?: FieldSchema;
  readonly default?: string | number | boolean;
  /** Kept by Gangway. A caller may send it back as it is, nothing else. */
  readonly readOnly?: boolean;
}

export interface Part {
  readonly fields: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  /** `amounts`: totals and VAT from the lines. `invoice`: variable symbol, due date, payment. */
  readonly computed?: 'amounts' | 'invoice';
}

export interface TypeRule {
  readonly title?: string;
  readonly parts?: readonly string[];
  readonly process?: string;
  /** Field to the name of the series that its number is drawn from: `{ number: 'invoice-sales' }`. */
  readonly series?: Readonly<Record<string, string>>;
  /** Further required fields. */
  readonly required?: readonly string[];
  /** Values at creation; `{today}`, `{unit}`, `{home}` (the agency's currency) and `{issuedOn}` (another field) are filled in. */
  readonly defaults?: Readonly<Record<string, string | number | boolean>>;
}

export interface Process {
  readonly initial: string;
  readonly statuses: Readonly<Record<string, StatusRule>>;
  readonly transitions: readonly Transition[];
}

export interface StatusRule {
  readonly title?: string;
  /** Fields that cannot change while the record has this status. */
  readonly locked?: readonly string[];
  /** Values that fields get when the status is reached: `{ paid: true }`. */
  readonly sets?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * `from` may be `*` (any status but those in `except`). With `groups`, only their members and administrators; `administrators: false`
 * takes the administrators out again. `when` is a condition over `input` (the record as it would be) and `before`.
 */
export interface Transition {
  readonly from: string | readonly string[];
  readonly except?: readonly string[];
  readonly to: string;
  readonly groups?: readonly string[];
  readonly administrators?: boolean;
  readonly when?: string;
  /** The sentence when `when` is not met. */
  readonly message?: string;
  /** Approvals one after the other; the status changes with the last one. */
  readonly steps?: readonly ApprovalStep[];
}

export interface ApprovalStep {
  readonly title?: string;
  readonly groups?: readonly string[];
  /** The step is needed only where this condition over `input` holds. */
  readonly when?: string;
  /** Nobody who approved an earlier step may approve this one. */
  readonly differentPerson?: boolean;
}

export interface NumberSeries {
  /**
   * `{yyyy}`, `{yy}`, `{mm}` of the date, `{0000}` the number with at least that many digits. The series starts anew with
   * each year or month that its pattern names.
   */
  readonly pattern: string;
  /** `creation`, or the status with which the number is drawn. Default `creation`. */
  readonly drawAt?: string;
  /** Field whose date decides year and month; today where it is empty. */
  readonly dateField?: string;
  /** First number, default 1. */
  readonly start?: number;
}

export interface Relation {
  /** Holds the id, or a list of ids. */
  readonly field: string;
  readonly entity: string;
}

export interface Rounding {
  /** `rate` (default): VAT is computed once per rate from the sum of its lines. `line`: on every line, then summed. */
  readonly vat?: 'rate' | 'line';
  readonly mode?: 'half-up' | 'half-even';
  /** Currency to the smallest amount that a total is rounded to: `{ "CZK": "1" }`. */
  readonly cash?: Readonly<Record<string, string>>;
}
