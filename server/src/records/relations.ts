import type { EntityDefinition, Json, JsonObject, RecordKey, Related, RecordRow } from './types.ts';

/** The key of a record in a map of related records. */
export function relatedKey(entity: string, id: number): string {
  return `${entity}/${id}`;
}

/** The ids in a field that refers to other records: one, or a list. */
export function idsIn(value: Json | undefined): readonly number[] {
  if (typeof value === 'number') return [value];
  return Array.isArray(value) ? value.filter((item): item is number => typeof item === 'number') : [];
}

/** Every record that these refer to, each once. */
export function referencesOf(definition: EntityDefinition, data: JsonObject): RecordKey[] {
  const found = new Map<string, RecordKey>();
  for (const { field, entity } of Object.values(definition.relations ?? {})) {
    for (const id of idsIn(data[field])) found.set(relatedKey(entity, id), { entity, id });
  }
  return [...found.values()];
}

export function relatedRow(related: Related, entity: string, id: Json | undefined): RecordRow | undefined {
  return typeof id === 'number' ? (related.get(relatedKey(entity, id)) ?? undefined) : undefined;
}
