import { isPlainObject, withoutNulls } from './read-input.ts';
import type { Changes, Json, JsonObject } from './types.ts';

/** Named fields change, objects merge by key, lists are replaced, null clears. Returns a new object; untouched parts are shared. */
export function mergeFields(current: JsonObject, change: JsonObject): JsonObject {
  const result: Record<string, Json> = { ...current };
  for (const [name, value] of Object.entries(change)) {
    if (value === null) {
      delete result[name]; // eslint-disable-line @typescript-eslint/no-dynamic-delete -- a fresh copy of ours
      continue;
    }
    const before = Object.hasOwn(current, name) ? current[name] : undefined;
    if (isJsonObject(value)) {
      const merged = isJsonObject(before) ? mergeFields(before, value) : withoutNulls(value);
      if (isJsonObject(merged) && Object.keys(merged).length === 0 && before === undefined) continue;
      result[name] = merged;
    } else result[name] = value;
  }
  return result;
}

/** The difference, leaf by leaf; a list is one leaf. */
export function listChanges(before: JsonObject, after: JsonObject): Changes {
  const changes: Record<string, readonly [Json, Json]> = {};
  collectChanges(before, after, '', changes);
  return changes;
}

function collectChanges(
  before: JsonObject,
  after: JsonObject,
  path: string,
  changes: Record<string, readonly [Json, Json]>,
): void {
  for (const name in after) {
    if (before[name] !== after[name]) compareField(name, before, after, path, changes);
  }
  for (const name in before) {
    if (!Object.hasOwn(after, name)) compareField(name, before, after, path, changes);
  }
}

function compareField(
  name: string,
  before: JsonObject,
  after: JsonObject,
  path: string,
  changes: Record<string, readonly [Json, Json]>,
): void {
  const left = ownValue(before, name);
  const right = ownValue(after, name);
  if (left === right) return;
  const at = path === '' ? name : `${path}.${name}`;
  if (isJsonObject(left) && isJsonObject(right)) collectChanges(left, right, at, changes);
  else if (isJsonObject(left) && right === null) collectChanges(left, {}, at, changes);
  else if (isJsonObject(right) && left === null) collectChanges({}, right, at, changes);
  else if (!sameJson(left, right)) changes[at] = [left, right];
}

/** null for what is not there; an empty list counts as not there. */
function ownValue(object: JsonObject, name: string): Json {
  const value = Object.hasOwn(object, name) ? (object[name] ?? null) : null;
  return Array.isArray(value) && value.length === 0 ? null : value;
}

/** Equal as JSON; the order of names in an object does not count. */
export function sameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    const others: readonly Json[] = right;
    return left.length === others.length && left.every((item: Json, index) => sameJson(item, others[index]));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && sameJson(left[name], right[name]))
  );
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return isPlainObject(value);
}
