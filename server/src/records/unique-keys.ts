import { compiledKindOf } from './compile-entity.ts';
import { isJsonObject } from './merge-fields.ts';
import type { EntityDefinition, Json, JsonObject } from './types.ts';

/** A value that only one record of the entity may have. */
export interface UniqueKey {
  /** The field's path; for a drawn number with its series, because numbers of two series may be equal. */
  readonly key: string;
  readonly value: string;
  readonly path: string;
}

/** Everything that must be a record's alone: the definition's unique fields, and numbers that come from a series. Texts compare without case. */
export function uniqueKeys(definition: EntityDefinition, data: JsonObject): UniqueKey[] {
  const fields = (definition.unique ?? []).map((path) => ({ path, key: path }));
  const series = compiledKindOf(definition, data).series.filter(({ field }) => field !== 'registration');
  const numbers = series.map(({ field, name }) => ({ path: field, key: `${field}@${name}` }));
  return [...fields, ...numbers].flatMap(({ path, key }) => {
    const value = valueAt(data, path);
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim().toLowerCase() : '';
    return text === '' ? [] : [{ path, key, value: text }];
  });
}

/** What the change gives up, and what it needs. */
export function keyChanges(
  definition: EntityDefinition,
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): { readonly released: readonly UniqueKey[]; readonly claimed: readonly UniqueKey[] } {
  const old = before === undefined ? [] : uniqueKeys(definition, before);
  const wanted = after === undefined ? [] : uniqueKeys(definition, after);
  const same = (left: UniqueKey, right: UniqueKey): boolean => left.key === right.key && left.value === right.value;
  return {
    released: old.filter((each) => !wanted.some((other) => same(each, other))),
    claimed: wanted.filter((each) => !old.some((other) => same(each, other))),
  };
}

function valueAt(data: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = data;
  for (const name of path.split('.'))
    value = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return value;
}
