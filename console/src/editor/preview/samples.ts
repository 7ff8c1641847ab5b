import { Decimal, type FieldType, readJson, type Run, type Value, type ValueObject } from '@gangway/language';

/** A record with everything that a message template sees. */
export interface Sample {
  /** What people call the record: its number, else its registration. */
  readonly label: string;
  readonly id: number;
  readonly registration: string;
  readonly run: Run;
}

export type Dictionaries = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface SampleSet {
  readonly entity: string;
  readonly samples: readonly Sample[];
  readonly dictionaries: Dictionaries;
  /** The tree of fields that a template may name. */
  readonly fields: FieldType;
}

export const noSamples: SampleSet = { entity: '', samples: [], dictionaries: {}, fields: { kind: 'any' } };

/**
 * Reads the answer of `GET /api/v1/{unit}/samples`. It is read with the language's own reader, because amounts must keep their digits:
 * 1250.50 in the record is 1250.50 in the message.
 */
export function readSamples(text: string): SampleSet {
  const read = readJson(text);
  if (!read.ok || !isObject(read.value)) return noSamples;
  const dictionaries = readDictionaries(read.value['dictionaries']);
  return {
    entity: textOf(read.value['entity']),
    dictionaries,
    fields: readFields(read.value['fields']),
    samples: listOf(read.value['data']).flatMap((one) => readSample(one, dictionaries)),
  };
}

/** The records with further dictionaries: those that are saved only together with the template. */
export function withDictionaries(set: SampleSet, added: Dictionaries): SampleSet {
  if (Object.keys(added).length === 0) return set;
  const dictionaries = { ...set.dictionaries, ...added };
  return { ...set, dictionaries, samples: set.samples.map((one) => ({ ...one, run: { ...one.run, dictionaries } })) };
}

function readSample(value: Value, dictionaries: Dictionaries): Sample[] {
  if (!isObject(value)) return [];
  const run = readRun(value['run'], dictionaries);
  if (run === undefined) return [];
  const registration = textOf(value['registration']);
  const input = isObject(run.context['input']) ? run.context['input'] : {};
  const label = textOf(input['number']) || registration || textOf(value['recordId']);
  return [{ label, registration, id: Number(textOf(value['recordId'])), run }];
}

function readRun(value: Value, dictionaries: Dictionaries): Run | undefined {
  if (!isObject(value) || !isObject(value['context'])) return undefined;
  return {
    context: value['context'],
    dictionaries,
    now: textOf(value['now']) || '1970-01-01T00:00:00.000Z',
    seed: textOf(value['seed']),
    zone: textOf(value['zone']) || 'UTC',
    locale: textOf(value['locale']) || 'en',
    everyProblem: true,
  };
}

function readDictionaries(value: Value): Record<string, Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, entries]): [string, Record<string, string>] => [
      name,
      isObject(entries) ? Object.fromEntries(Object.entries(entries).map(([key, one]) => [key, textOf(one)])) : {},
    ]),
  );
}

const simpleKinds = ['any', 'text', 'number', 'boolean', 'date', 'datetime'] as const;

/** What the server sends for a FieldType; anything that is not understood is left unchecked. */
export function readFields(value: Value): FieldType {
  if (!isObject(value)) return { kind: 'any' };
  const { kind, fields, item, open } = value;
  if (kind === 'list') return { kind, item: readFields(item) };
  if (kind === 'object' && isObject(fields)) {
    const read = Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, readFields(type)]));
    return { kind, fields: read, ...(open === true ? { open } : {}) };
  }
  return { kind: simpleKinds.find((one) => one === kind) ?? 'any' };
}

export function isObject(value: Value): value is ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Decimal);
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function listOf(value: Value): readonly Value[] {
  return isList(value) ? value : [];
}

/** A single value as people read it; '' for lists, objects and nothing. */
export function textOf(value: Value): string {
  if (value === null || value === undefined || isList(value) || isObject(value)) return '';
  return String(value);
}
