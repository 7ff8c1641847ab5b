import type { Changes, Json, JsonObject } from '../records/types.ts';

/**
 * The data of a record before a change, of the data after it: every leaf path gets back what it had. null stands for "not there". A path that goes through
 * something that is no object was not written by this change as it stands; the rest is undone all the same.
 */
export function undoChanges(data: JsonObject, changes: Changes): JsonObject {
  let earlier: JsonObject = data;
  for (const [path, [before]] of Object.entries(changes)) earlier = withValue(earlier, path.split('.'), before);
  return earlier;
}

function withValue(object: JsonObject, [name = '', ...rest]: readonly string[], value: Json): JsonObject {
  const { [name]: present, ...others } = object;
  if (rest.length === 0) return value === null ? others : { ...others, [name]: value };
  const inner = isObject(present) ? present : {};
  const changed = withValue(inner, rest, value);
  return Object.keys(changed).length === 0 ? others : { ...others, [name]: changed };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
