import type { Database, Queryable } from '../database/database.ts';

/** So many at a time, so that no statement holds what others wait for. */
const portion = 50_000;

/**
 * Throws away changes that a later one of the same record has passed. Nobody needs them, and whoever reads in the order of changes steps over each. The one
 * table where rows are deleted by DELETE: the last change of a record may be years old and must stay, so no month can be dropped whole. Only where a tenth of
 * all are such, by the planner's own count: then a pass over the table is worth it. Resolves to how many went.
 */
export async function forgetPassedChanges(database: Database): Promise<number> {
  if (!(await arePassedMany(database))) return 0;
  let forgotten = 0;
  for (let found = portion; found === portion; forgotten += found) {
    const [row] = await database.query<{ found: number }>({
      text: `with passed as (
               select c.ctid from record_changes c
               join records r on r.unit_id = c.unit_id and r.entity = c.entity and r.id = c.id and r.revision > c.revision limit $1
             ), gone as (
               delete from record_changes where ctid = any(array(select ctid from passed)) returning 1
             ) select count(*) as found from gone`,
      values: [portion],
    });
    found = row?.found ?? 0;
  }
  return forgotten;
}

/** A table that was never counted has -1 rows, and is small. */
async function arePassedMany(queryable: Queryable): Promise<boolean> {
  const rows = await queryable.query<{ table: string; rows: number }>({
    text: `select relname as table, reltuples as rows from pg_class
           where relnamespace = current_schema()::regnamespace and relname in ('records', 'record_changes')`,
  });
  const count = (name: string): number => rows.find(({ table }) => table === name)?.rows ?? 0;
  return count('record_changes') > Math.max(1_000, count('records') * 1.1);
}
