import { type FieldType, pathOfElement, pathOfField, type Value } from '@gangway/language';
import { isList, isObject } from '../preview/samples.ts';
import { fieldsBelow } from '../completion/known-names.ts';

/** A field of the record that a leaf of the sample may stand for. */
export interface Candidate {
  readonly path: string;
  /** The steps of the path, without the root. */
  readonly steps: readonly string[];
  readonly type: FieldType['kind'];
  readonly value: Value;
  /** Where the leaf stands in a loop: whether the field is that of the loop's entry, or of the record around it. */
  readonly loop?: 'inside' | 'outside';
}

/** Books of the record's own kind, and what nobody sends. */
const leftOut = new Set([
  'exports',
  'process',
  'acl',
  'attach',
  'properties',
  'revision',
  'createdAt',
  'updatedAt',
  'binder',
  'job',
  'participants',
  'participantIds',
]);
const deepest = 4;

/** Every single value below a place; of a list its first entry, which is how an address or a bank account is named. */
export function candidatesOf(value: Value, type: FieldType, path: string, steps: readonly string[] = []): Candidate[] {
  if (steps.length > deepest) return [];
  const own = isObject(value) ? value : {};
  return Object.entries(fieldsBelow(type)).flatMap(([name, below]): Candidate[] => {
    if (leftOut.has(name) || isInternal(name, steps)) return [];
    const child = own[name];
    const childPath = pathOfField(path, name);
    const childSteps = [...steps, name];
    if (below.kind === 'list') {
      // Lines are repeated by a loop; only the small lists of related records are named by their first entry.
      if (steps.length === 0 || below.item.kind !== 'object') return [];
      return candidatesOf(isList(child) ? child[0] : undefined, below.item, pathOfElement(childPath, 1), childSteps);
    }
    if (below.kind === 'object') return candidatesOf(child, below, childPath, childSteps);
    return [{ path: childPath, steps: childSteps, type: below.kind, value: child }];
  });
}

/** Ids are of this installation; what an address or an account is called is rarely what a counterparty asks for. */
function isInternal(name: string, steps: readonly string[]): boolean {
  if (name === 'id' || /Id$/.test(name)) return !['vatId', 'taxId', 'registrationId', 'peppolId'].includes(name);
  return name === 'name' && (steps.includes('addresses') || steps.includes('bankAccounts'));
}

/** The lists of the record that a loop can go over: those of objects, first level. */
export function listsOf(
  value: Value,
  type: FieldType,
  path: string,
): { path: string; name: string; item: FieldType; value: readonly Value[] }[] {
  const own = isObject(value) ? value : {};
  return Object.entries(fieldsBelow(type)).flatMap(([name, below]) => {
    if (below.kind !== 'list' || below.item.kind !== 'object' || leftOut.has(name)) return [];
    const list = own[name];
    return [{ path: pathOfField(path, name), name, item: below.item, value: isList(list) ? list : [] }];
  });
}
