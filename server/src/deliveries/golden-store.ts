import type { Queryable, Transaction } from '../database/database.ts';
import type { GoldenContent, GoldenMessage } from './golden.ts';

export interface GoldenRow {
  readonly template: string;
  readonly id: string;
  readonly title: string;
  readonly entity: string;
  readonly recordId: number;
  readonly registration: string;
  readonly connection: string | null;
  readonly content: GoldenContent;
  readonly expected: GoldenMessage;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

/** The golden records of these templates, in the order in which they were pinned. */
export async function readGolden(
  queryable: Queryable,
  unitId: number,
  templates: readonly string[],
): Promise<GoldenRow[]> {
  if (templates.length === 0) return [];
  return queryable.query<GoldenRow & object>({
    name: 'read-golden',
    text: `select template, id, title, entity, record_id as "recordId", registration, connection, content, expected,
             created_at as "createdAt", created_by as "createdBy", updated_at as "updatedAt", updated_by as "updatedBy"
           from golden_records where unit_id = $1 and template = any($2) order by template, created_at, id`,
    values: [unitId, templates],
  });
}

export async function writeGolden(
  transaction: Transaction,
  unitId: number,
  row: Omit<GoldenRow, 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy'>,
  by: string,
): Promise<void> {
  const { template, id, title, entity, recordId, registration, connection, content, expected } = row;
  await transaction.query({
    name: 'write-golden',
    text: `insert into golden_records (unit_id, template, id, title, entity, record_id, registration, connection, content, expected,
             created_by, updated_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
           on conflict (unit_id, template, id) do update set title = excluded.title, entity = excluded.entity, record_id = excluded.record_id,
             registration = excluded.registration, connection = excluded.connection, content = excluded.content,
             expected = excluded.expected, updated_at = now(), updated_by = excluded.updated_by`,
    values: [
      ...[unitId, template, id, title, entity, recordId, registration, connection],
      ...[JSON.stringify(content), JSON.stringify(expected), by],
    ],
  });
}

/** false: it was not there. */
export async function deleteGolden(
  transaction: Transaction,
  unitId: number,
  template: string,
  id: string,
): Promise<boolean> {
  const rows = await transaction.query({
    text: 'delete from golden_records where unit_id = $1 and template = $2 and id = $3 returning id',
    values: [unitId, template, id],
  });
  return rows.length > 0;
}
