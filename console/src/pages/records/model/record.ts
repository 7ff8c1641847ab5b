/** A value of a record, as JSON carries it; amounts are decimal strings. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Fields = Readonly<Record<string, Value>>;

/** A record as the data API gives it: what every one has, and the fields of its entity. */
export interface GangwayRecord {
  readonly id: number;
  readonly registration: string;
  readonly revision: number;
  readonly fields: Fields;
  readonly exports: Readonly<Record<string, ExportState>>;
}

/** What became of a record at one counterparty. */
export interface ExportState {
  readonly state: string;
  readonly at: string;
  readonly deliveryId?: string;
  readonly message?: string;
  /** Changed after what was delivered. */
  readonly changedSince?: boolean;
}

/** Reads the answer of the data API, whose fields are configuration. */
export function readRecord(answer: object): GangwayRecord {
  // What every record has, as openapi.json promises; the rest is JSON.
  const fields = answer as Fields;
  return {
    id: Number(fields['id']),
    registration: textOf(fields['registration']),
    revision: Number(fields['revision']),
    fields,
    exports: exportsOf(fields['exports']),
  };
}

export function exportsOf(value: Value | undefined): Readonly<Record<string, ExportState>> {
  // Written by the server alone, always in this shape.
  return isFields(value) ? (value as unknown as Readonly<Record<string, ExportState>>) : {};
}

export const isFields = (value: Value | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** The objects of a list, such as the lines of an invoice. */
export function itemsOf(value: Value | undefined): readonly Fields[] {
  return isList(value) ? value.filter(isFields) : [];
}

/** A text that a person may read; objects have none. */
export function textOf(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return '';
}

export const isEmpty = (value: Value | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (isList(value) && value.length === 0) ||
  (isFields(value) && Object.values(value).every(isEmpty));

/** `properties.extStatus` of a record or of a line. */
export function valueAt(fields: Fields, path: string): Value | undefined {
  return path
    .split('.')
    .reduce<Value | undefined>((value, name) => (isFields(value) ? value[name] : undefined), fields);
}

/** What a person calls the record: its number, its name, and otherwise its registration. */
export function nameOf({ fields, registration }: GangwayRecord): string {
  const person = [fields['titleBefore'], fields['firstName'], fields['lastName']].map(textOf).filter(Boolean).join(' ');
  return [fields['number'], fields['name'], person].map(textOf).find((text) => text !== '') ?? registration;
}

/** Documents with lines and amounts are shown as an invoice is. */
export const hasLines = ({ fields }: GangwayRecord): boolean => isList(fields['lines']);
