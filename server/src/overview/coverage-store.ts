import type { Viewer } from '../access/rights.ts';
import type { Queryable } from '../database/database.ts';
import { aclCondition } from '../records/acl-store.ts';

/** Ids of an entity's records that were changed since, the newest first; `connection`: only those that were or will be sent there. */
export async function findRecentRecords(
  queryable: Queryable,
  unitId: number,
  viewer: Viewer,
  wanted: {
    readonly entity: string;
    readonly since: Date;
    readonly connection: string | null;
    readonly before: number | null;
    readonly limit: number;
  },
): Promise<number[]> {
  const { entity, since, connection, before, limit } = wanted;
  const values: unknown[] = [unitId, entity, since, connection, before, limit];
  const visible = aclCondition(viewer, 'r.data', (value) => `$${values.push(value)}`) ?? 'true';
  const rows = await queryable.query<{ id: number }>({
    text: `select id from records r where unit_id = $1 and entity = $2 and deleted_at is null and updated_at >= $3
             and ($4::text is null or exports ? $4) and ($5::bigint is null or id < $5) and ${visible}
           order by id desc limit $6`,
    values,
  });
  return rows.map(({ id }) => id);
}
