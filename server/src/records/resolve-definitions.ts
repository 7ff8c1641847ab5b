import { defaultEntities } from './defaults/index.ts';
import { isPlainObject } from './read-input.ts';
import type { Definitions, EntityDefinition } from './types.ts';

/**
 * The unit's entities: the built-in ones with the unit's own bodies laid over those of the same name. Objects merge by key, lists are replaced,
 * null removes (RFC 7396), so that a body may name no more than what it adds: `{name: "documents", properties: {costCentre: {type: "string"}}}`.
 * The bodies were checked when they were saved (checkDefinitions).
 */
export function resolveDefinitions(bodies: readonly Readonly<Record<string, unknown>>[]): Definitions {
  const definitions = new Map(defaultEntities.map((entity) => [entity.name, entity]));
  for (const body of bodies) {
    const name = String(body['name']);
    definitions.set(name, layOver(definitions.get(name), body));
  }
  return definitions;
}

/** One body over the built-in entity of its name; a new entity where there is none. */
export function layOver(base: EntityDefinition | undefined, body: Readonly<Record<string, unknown>>): EntityDefinition {
  // Outside data becomes a definition here; checkDefinitions has judged it.
  return mergePatch(base ?? { fields: {} }, body) as EntityDefinition;
}

function mergePatch(base: unknown, patch: unknown): unknown {
  if (!isPlainObject(patch)) return patch;
  const merged = new Map(isPlainObject(base) ? Object.entries(base) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}
