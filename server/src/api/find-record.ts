import { readTogether } from '../access/read-together.ts';
import type { Database } from '../database/database.ts';
import { readRecords } from '../records/store.ts';
import type { RecordKey, RecordRow } from '../records/types.ts';

type Find = (key: string) => Promise<RecordRow | undefined>;

/**
 * A record by its id, deleted ones too. Calls that come together share one statement, which costs hardly more than for one record: thirty callers at once
 * are answered in a few statements instead of thirty. Each statement begins after the calls that it answers, so nobody reads what is older than their call.
 */
export function findById(
  database: Database,
  unitId: number,
  { entity, id }: RecordKey,
): Promise<RecordRow | undefined> {
  let find = finders.get(database);
  if (find === undefined) {
    find = readTogether((keys) => readAll(database, keys));
    finders.set(database, find);
  }
  return find(`${unitId} ${id} ${entity}`);
}

const finders = new WeakMap<Database, Find>();

async function readAll(database: Database, keys: readonly string[]): Promise<ReadonlyMap<string, RecordRow>> {
  const byUnit = new Map<number, RecordKey[]>();
  for (const key of keys) {
    const [unit, id, ...entity] = key.split(' ');
    const unitId = Number(unit);
    byUnit.set(unitId, [...(byUnit.get(unitId) ?? []), { entity: entity.join(' '), id: Number(id) }]);
  }
  const found = await Promise.all([...byUnit].map(([unitId, wanted]) => readRecords(database, unitId, wanted)));
  return new Map(found.flat().map((row) => [`${row.unitId} ${row.id} ${row.entity}`, row]));
}
