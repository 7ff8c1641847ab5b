import { Decimal, type Value, type ValueObject } from '@gangway/language';
import type { Fault } from '../errors.ts';
import { unknownName } from '../schema-faults.ts';
import { type AnswerMessage, isObject, listOf, readMessages, textOf } from '../templates/read-messages.ts';

export const doings = ['create', 'change', 'upsert', 'delete', 'pass'] as const;
/** What is done with a record; `pass` registers someone at a door (attendance). */
export type Doing = (typeof doings)[number];

/** Where passes stand. */
const passEntity = 'time';

/** Which record is meant. */
export type RecordChoice =
  | { readonly by: 'id'; readonly id: number }
  | { readonly by: 'registration'; readonly registration: string }
  /** The only one whose fields have these values. */
  | { readonly by: 'find'; readonly find: ValueObject };

/** One change that a message asks for. */
export interface ReadChange {
  /** `write[2]`: where it stands in what was read. */
  readonly place: string;
  readonly entity: string;
  readonly do: Doing;
  /** undefined: a new record. */
  readonly choice: RecordChoice | undefined;
  readonly fields: ValueObject;
  readonly revision: number | undefined;
}

export interface ReadVerdict {
  readonly outcome: 'accepted' | 'refused';
  readonly messages: readonly AnswerMessage[];
  readonly changes: readonly ReadChange[];
}

/** The keys that a `read` template may make. */
export const verdictKeys = ['outcome', 'accepted', 'messages', 'write'] as const;
export const changeKeys = ['entity', 'do', 'id', 'registration', 'find', 'fields', 'revision'] as const;
/** What one call may change; more is a file, not a message. */
export const mostChanges = 1_000;

/** Reads what a `read` template has made, in the words of response templates: `{ outcome, messages, write: [{ entity, do, fields, ... }] }`. */
export function readVerdict(value: Value): ReadVerdict | readonly Fault[] {
  if (!isObject(value)) return [{ path: 'read', message: 'read must make an object with "write".' }];
  const outcome = outcomeOf(value);
  const faults: Fault[] = unknownKeys(value, verdictKeys, '');
  if (outcome === undefined) faults.push({ path: 'outcome', message: '"outcome" must be accepted or refused.' });
  const entries = listOf(value['write']);
  if (entries.length > mostChanges) {
    faults.push({
      path: 'write',
      message: `A call may change ${mostChanges} records; this one would change ${entries.length}.`,
    });
    return faults;
  }
  // What is refused is not written, so it need not be whole.
  const changes =
    outcome === 'refused' ? [] : entries.flatMap((entry, index) => readChange(entry, `write[${index}]`, faults));
  if (faults.length > 0 || outcome === undefined) return faults;
  return { outcome, messages: readMessages(value['messages']), changes };
}

function outcomeOf(value: ValueObject): 'accepted' | 'refused' | undefined {
  const outcome = value['outcome'] ?? value['accepted'] ?? true;
  if (outcome === true || outcome === 'accepted') return 'accepted';
  return outcome === false || outcome === 'refused' ? 'refused' : undefined;
}

function unknownKeys(value: ValueObject, known: readonly string[], path: string): Fault[] {
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .map((name) => ({ path: path === '' ? name : `${path}.${name}`, message: unknownName(name, known) }));
}

function readChange(entry: Value, place: string, faults: Fault[]): ReadChange[] {
  const before = faults.length;
  const say = (name: string, message: string): void => void faults.push({ path: `${place}.${name}`, message });
  if (!isObject(entry)) {
    faults.push({
      path: place,
      message: 'Each entry of "write" is an object such as { "entity": "time", "do": "pass", "fields": { ... } }.',
    });
    return [];
  }
  faults.push(...unknownKeys(entry, changeKeys, place));
  const asked = textOf(entry['do']) || 'create';
  const doing = doings.find((each) => each === asked);
  if (doing === undefined)
    say('do', `${JSON.stringify(asked.slice(0, 40))} cannot be done. Write one of ${doings.join(', ')}.`);
  const entity = textOf(entry['entity']) || (doing === 'pass' ? passEntity : '');
  if (entity === '') say('entity', '"entity" is missing: name the records, such as "documents".');
  else if (doing === 'pass' && entity !== passEntity) say('entity', `Passes are records of "${passEntity}".`);
  const fields = entry['fields'] ?? {};
  if (!isObject(fields)) say('fields', '"fields" must be an object.');
  const known = faults.length;
  const choice = readChoice(entry, place, faults);
  if (doing !== undefined && faults.length === known) sayChoice(doing, choice, say);
  const revision = wholeNumber(entry['revision']);
  if (revision === undefined) say('revision', '"revision" must be a whole number.');
  if (faults.length > before || doing === undefined || !isObject(fields)) return [];
  return [{ place, entity, do: doing, choice, fields, revision: revision ?? undefined }];
}

type Say = (name: string, message: string) => void;

function sayChoice(doing: Doing, choice: RecordChoice | undefined, say: Say): void {
  if ((doing === 'change' || doing === 'delete') && choice === undefined)
    say('registration', `Say which record to ${doing}: "id", "registration" or "find".`);
  if (doing === 'upsert' && (choice === undefined || choice.by === 'id'))
    say('registration', 'Say which record it is, whether it is there or not: "registration" or "find".');
  if (doing === 'create' && choice !== undefined && choice.by !== 'registration')
    say(choice.by, 'A new record has no id yet, and is not looked for. Write "do": "change" or "upsert".');
  if (doing === 'pass' && choice !== undefined) say(choice.by, 'A pass is known by its "eventId", among its fields.');
}

function readChoice(entry: ValueObject, place: string, faults: Fault[]): RecordChoice | undefined {
  const [by, other] = (['id', 'registration', 'find'] as const).filter((name) => !isNothing(entry[name]));
  if (by === undefined) return undefined;
  const choice =
    other === undefined ? choiceBy(by, entry[by]) : `Name the record by "${by}" or by "${other}", not by both.`;
  if (typeof choice !== 'string') return choice;
  faults.push({ path: `${place}.${by}`, message: choice });
  return undefined;
}

/** Or the fault as a sentence. */
function choiceBy(by: RecordChoice['by'], value: Value): RecordChoice | string {
  switch (by) {
    case 'id': {
      const id = wholeNumber(value);
      return id === undefined || id === null || id < 1 ? '"id" must be a whole number from 1.' : { by, id };
    }
    case 'registration': {
      const registration = textOf(value);
      return registration === '' ? '"registration" must be a text.' : { by, registration };
    }
    case 'find':
      if (isObject(value) && Object.keys(value).length > 0) return { by, find: value };
      return '"find" must be an object of fields and their values, such as { "registrations.registrationId": "12345678" }.';
  }
}

const isNothing = (value: Value): boolean => value === null || value === undefined || value === '';

/** null: nothing is there; undefined: something else is. */
function wholeNumber(value: Value): number | null | undefined {
  if (isNothing(value)) return null;
  const decimal =
    value instanceof Decimal
      ? value
      : typeof value === 'string' || typeof value === 'number'
        ? Decimal.of(value)
        : undefined;
  return decimal?.toSafeInteger() ?? undefined;
}
