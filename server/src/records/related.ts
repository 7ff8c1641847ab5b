import type { Queryable, Transaction } from '../database/database.ts';
import { referencesOf, relatedKey } from './relations.ts';
import { readRecords } from './store.ts';
import type { Definitions, RecordEvent, RecordKey, RecordRow, Related } from './types.ts';

/** Reads the records that are not known yet; what is not there stands as null. */
export async function loadRecords(
  queryable: Queryable,
  unitId: number,
  keys: readonly RecordKey[],
  known: Related = new Map(),
): Promise<Map<string, RecordRow | null>> {
  const related = new Map<string, RecordRow | null>(known);
  const missing = keys.filter(({ entity, id }) => !related.has(relatedKey(entity, id)));
  for (const { entity, id } of missing) related.set(relatedKey(entity, id), null);
  for (const row of await readRecords(queryable, unitId, missing)) related.set(relatedKey(row.entity, row.id), row);
  return related;
}

/** Every record that the event's record refers to, now and before: what conditions and messages see by name. */
export async function loadRelated(
  transaction: Transaction,
  event: RecordEvent,
  definitions: Definitions,
  known: Related = new Map(),
): Promise<Related> {
  const definition = definitions.get(event.entity);
  if (definition === undefined) return known;
  const rows = [event.after, event.before].filter((row) => row !== null);
  return loadRecords(
    transaction,
    event.unitId,
    rows.flatMap((row) => referencesOf(definition, row.data)),
    known,
  );
}
