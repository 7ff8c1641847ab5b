import type { Value, ValueObject } from '@gangway/language';
import type { Viewer } from '../access/rights.ts';
import type { Transaction } from '../database/database.ts';
import type { Fault } from '../errors.ts';
import { readable } from '../records/acl.ts';
import { kindOf } from '../records/entity-kind.ts';
import { unstorableSentence } from '../records/read-input.ts';
import { readByRegistration, readRecords } from '../records/store.ts';
import { didYouMean } from '../records/suggest.ts';
import type { EntityDefinition, FieldSchema, RecordEnvironment, RecordRow } from '../records/types.ts';
import { isObject, textOf } from '../templates/read-messages.ts';
import { findIds, type FoundBy } from './find-store.ts';

/** Who looks, and where. */
export interface Looking {
  readonly transaction: Transaction;
  readonly environment: RecordEnvironment;
  readonly viewer: Viewer;
}

/** Enough to say "several"; more than these are never looked through for one that may be seen. */
const mostLookedAt = 50;

/** `{ "registrations.vatId": "CZ12345678" }` as paths and texts, or what is wrong with it. */
export function readFind(definition: EntityDefinition, find: ValueObject): readonly FoundBy[] | string {
  const wanted: FoundBy[] = [];
  for (const [path, value] of Object.entries(find)) {
    const unknown = unknownPath(definition, path);
    if (unknown !== undefined) return unknown;
    const text = textOf(value);
    if (text === '') return `"find" needs a value for "${path}"; there is none in this message.`;
    const unstorable = unstorableSentence(text);
    if (unstorable !== undefined) return `The value of "${path}" ${unstorable}`;
    wanted.push({ path, value: text });
  }
  return wanted;
}

function unknownPath(definition: EntityDefinition, path: string): string | undefined {
  if (path === 'id' || path === 'registration') return undefined;
  let fields: Readonly<Record<string, FieldSchema>> | undefined = kindOf(definition, null).fields;
  for (const name of path.split('.')) {
    if (fields === undefined) return undefined;
    const field: FieldSchema | undefined = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) {
      return `There is no field "${path}" in ${definition.name}.${didYouMean(name, Object.keys(fields))}`;
    }
    fields = field.type === 'object' ? field.properties : undefined;
  }
  return undefined;
}

/** The living records with these values that the viewer may see. */
export async function findRecords(
  { transaction, environment: { unitId }, viewer }: Looking,
  definition: EntityDefinition,
  wanted: readonly FoundBy[],
): Promise<RecordRow[]> {
  const unique = wanted.find(({ path }) => definition.unique?.includes(path));
  const others = wanted.filter((each) => each !== unique);
  const ids = await findIds(transaction, unitId, definition.name, others, unique, mostLookedAt);
  const rows = await readRecords(
    transaction,
    unitId,
    ids.map((id) => ({ entity: definition.name, id })),
  );
  return rows.filter((row) => readable(row, viewer) !== undefined);
}

/** The only one, or a sentence that says why there is none. */
export async function findOne(
  looking: Looking,
  definition: EntityDefinition,
  find: ValueObject,
): Promise<RecordRow | string> {
  const wanted = readFind(definition, find);
  if (typeof wanted === 'string') return wanted;
  const [row, other] = await findRecords(looking, definition, wanted);
  const words = inWords(wanted);
  if (row === undefined) return `There is no ${definition.title} with ${words}.`;
  return other === undefined
    ? row
    : `There are several records in ${definition.name} with ${words}. Say more, so that only one is meant.`;
}

export function inWords(wanted: readonly FoundBy[]): string {
  return wanted.map(({ path, value }) => `${path} ${JSON.stringify(value.slice(0, 100))}`).join(' and ');
}

/**
 * The fields with ids in place of what stands for a related record: `"companyId": { "registration": "C-17" }` or `{ "find": { ... } }`, and ids that are
 * texts, as in XML.
 */
export async function resolveReferences(
  looking: Looking,
  definition: EntityDefinition,
  fields: ValueObject,
  place: string,
  faults: Fault[],
): Promise<ValueObject> {
  const resolved: Record<string, Value> = { ...fields };
  for (const { field, entity } of Object.values(definition.relations ?? {})) {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
    const other = looking.environment.definitions.get(entity);
    if (value === undefined || value === null || other === undefined) continue;
    const refer = async (each: Value): Promise<Value> => {
      const found = await referTo(looking, other, each);
      if (!isFault(found)) return found;
      faults.push({ path: `${place}.${field}`, message: found.fault });
      return null;
    };
    resolved[field] = Array.isArray(value) ? await inOrder(value as readonly Value[], refer) : await refer(value);
  }
  return resolved;
}

interface ReferenceFault {
  readonly fault: string;
}
const isFault = (found: Value | ReferenceFault): found is ReferenceFault =>
  typeof found === 'object' && found !== null && 'fault' in found && typeof found.fault === 'string';

async function referTo(looking: Looking, other: EntityDefinition, value: Value): Promise<Value | ReferenceFault> {
  if (typeof value === 'string' && /^\d{1,15}$/.test(value.trim())) return Number(value);
  if (!isObject(value)) return value;
  const { registration, find, ...rest } = value;
  if (Object.keys(rest).length > 0 || (registration === undefined) === (find === undefined))
    return { fault: `Name the ${other.title} by its id, as { "registration": ... } or as { "find": { ... } }.` };
  if (find !== undefined) {
    const found = isObject(find)
      ? await findOne(looking, other, find)
      : '"find" must be an object of fields and values.';
    return typeof found === 'string' ? { fault: found } : found.id;
  }
  const text = textOf(registration);
  const { transaction, environment, viewer } = looking;
  const row =
    text === '' || unstorableSentence(text) !== undefined
      ? undefined
      : await readByRegistration(transaction, environment.unitId, other.name, text);
  const seen = readable(row, viewer);
  return seen === undefined
    ? { fault: `There is no ${other.title} with the registration ${JSON.stringify(text.slice(0, 100))}.` }
    : seen.id;
}

async function inOrder<T, R>(list: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const each of list) results.push(await work(each));
  return results;
}
