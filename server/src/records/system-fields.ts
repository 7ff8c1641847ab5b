import { Decimal } from '@gangway/language';
import type { Fault } from '../errors.ts';
import { unstorableSentence } from './read-input.ts';
import type { InputFields, RecordChange, RecordRow } from './types.ts';

/**
 * What stands on a record's wire form beside its fields. A caller may send a whole record back: id and registration must then be the record's own,
 * `revision` is compared by save-record, the rest moves by itself and is not looked at.
 */
const systemFields = new Set(['id', 'registration', 'revision', 'exports', 'createdAt', 'updatedAt', 'deletedAt']);

export interface ReadSystemFields {
  /** The caller's fields without the system's. */
  readonly fields: InputFields;
  /** The registration that a created record gets by its caller's wish. */
  readonly registration: string | undefined;
}

export function readSystemFields(change: RecordChange, current: RecordRow | null, faults: Fault[]): ReadSystemFields {
  const fields = Object.fromEntries(Object.entries(change.fields).filter(([name]) => !systemFields.has(name)));
  const { id, registration } = change.fields;
  if (id !== undefined && id !== null && !sameId(id, current?.id ?? change.id)) {
    const own = current === null ? 'Gangway gives the id of a new record' : `this is record ${current.id}`;
    faults.push({ path: 'id', message: `"id" cannot be chosen or changed: ${own}. Leave it out.` });
  }
  const { revision } = change.fields;
  if (current !== null && revision !== undefined && revision !== null && namedRevision(change.fields) === undefined) {
    const message = '"revision" must be the number that the record had when you read it, such as 3. Or leave it out.';
    faults.push({ path: 'revision', message });
  }
  const wanted = change.registration ?? registration ?? undefined;
  if (wanted === undefined) return { fields, registration: undefined };
  const fault = registrationFault(wanted);
  if (typeof wanted !== 'string' || fault !== undefined) {
    faults.push({ path: 'registration', message: fault ?? '' });
    return { fields, registration: undefined };
  }
  if (current !== null && wanted !== current.registration) {
    faults.push({
      path: 'registration',
      message: `The registration of a record stays: this one is ${current.registration}. Leave "registration" out.`,
    });
  } else if (registration !== undefined && registration !== null && registration !== wanted) {
    faults.push({
      path: 'registration',
      message: `"registration" differs from the one in the address: ${wanted}.`,
    });
  }
  return { fields, registration: wanted };
}

/** The revision that the caller's copy of the record has; undefined when none is named. */
export function namedRevision(fields: InputFields): number | undefined {
  const revision = fields['revision'];
  if (revision instanceof Decimal) return revision.toSafeInteger();
  return typeof revision === 'number' ? revision : undefined;
}

/** What is wrong with a registration, as a sentence. */
export function registrationFault(registration: unknown): string | undefined {
  if (typeof registration !== 'string') return '"registration" must be a text such as "2026-0001".';
  if (registration.trim() === '' || registration !== registration.trim()) {
    return '"registration" must not be empty, nor begin or end with a blank.';
  }
  if (registration.length > 100) return '"registration" may have at most 100 characters.';
  return unstorableSentence(registration) === undefined && !/\p{Cc}/u.test(registration)
    ? undefined
    : '"registration" holds a line break or another character that no number has; take it out.';
}

function sameId(given: unknown, id: number | undefined): boolean {
  const number = given instanceof Decimal ? given.toSafeInteger() : given;
  return number === id;
}
