import type { Fault } from '../errors.ts';
import { compiledKind } from './compile-entity.ts';
import { joinPath } from './field-path.ts';
import { isPlainObject, unknownName } from './read-input.ts';
import { didYouMean, listWords } from './suggest.ts';
import type { EntityDefinition, FieldSchema, InputFields } from './types.ts';

/** What no answer of a counterparty may write, whatever a definition says. */
const neverWritten = new Set([
  'id',
  'registration',
  'revision',
  'type',
  'acl',
  'process',
  'groups',
  'login',
  'badge',
  'bankAccounts',
  'exports',
]);

/**
 * The faults of what a response template writes: `write` as its author wrote it (templates in the leaves), or as it came out.
 * Names alone are judged; values are judged when the change is planned. `path` stands before every field path.
 */
export function checkWriteBack(definition: EntityDefinition, write: unknown, path = 'write'): Fault[] {
  if (!isPlainObject(write)) return [{ path, message: `"${path}" must be an object with the fields to write.` }];
  const faults: Fault[] = [];
  const allowed = definition.writeBack ?? [];
  checkFields(compiledKind(definition, null).fields, write, { at: path, field: '' }, allowed, faults);
  return faults;
}

/** Whether a definition's own list names something that is never written. */
export function neverWrittenFault(definition: EntityDefinition, field: string): string | undefined {
  const top = field.split('.')[0] ?? '';
  const refers = Object.values(definition.relations ?? {}).some((relation) => relation.field === top);
  if (definition.name === 'users') return 'An answer never writes users.';
  return neverWritten.has(top) || refers ? `An answer never writes "${top}".` : undefined;
}

interface Place {
  /** Where the author wrote it. */
  readonly at: string;
  /** The field's own path in the record. */
  readonly field: string;
}

function checkFields(
  schemas: Readonly<Record<string, FieldSchema>>,
  write: InputFields,
  place: Place,
  allowed: readonly string[],
  faults: Fault[],
): void {
  for (const [name, value] of Object.entries(write)) {
    const at = joinPath(place.at, name);
    // Directives of a JSON template stand among the fields; what follows $else is fields again.
    if (name.startsWith('$')) {
      if (name === '$else' && isPlainObject(value)) checkFields(schemas, value, { ...place, at }, allowed, faults);
      continue;
    }
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    const field = place.field === '' ? name : `${place.field}.${name}`;
    if (schema === undefined) {
      faults.push({ path: at, message: unknownName(name, Object.keys(schemas), place.field) });
    } else checkField(schema, value, { at, field }, allowed, faults);
  }
}

function checkField(
  schema: FieldSchema,
  value: unknown,
  place: Place,
  allowed: readonly string[],
  faults: Fault[],
): void {
  const covered = allowed.some((each) => place.field === each || place.field.startsWith(`${each}.`));
  const partly = allowed.some((each) => each.startsWith(`${place.field}.`));
  if ((!covered && !partly) || schema.readOnly === true) {
    const hint = didYouMean(place.field, allowed);
    const can = hint === '' && allowed.length > 0 ? ` It can write ${listWords(allowed, 'and', 30)}.` : hint;
    faults.push({ path: place.at, message: `An answer may not write "${place.field}".${can}` });
    return;
  }
  if (schema.type === 'object' && isPlainObject(value) && schema.additionalProperties !== true) {
    checkFields(schema.properties ?? {}, value, place, allowed, faults);
  } else if (schema.type === 'array' && Array.isArray(value) && schema.items !== undefined) {
    for (const [index, item] of value.entries()) {
      if (!isPlainObject(item) || schema.items.type !== 'object') continue;
      const at = joinPath(place.at, index);
      // The items' own names are judged; that the list may be written was judged above.
      checkFields(schema.items.properties ?? {}, item, { at, field: place.field }, [...allowed, place.field], faults);
    }
  }
}
