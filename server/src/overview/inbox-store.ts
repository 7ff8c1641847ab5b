import type { AlertColumns, AlertRow } from '../alerts/store.ts';
import type { Queryable } from '../database/database.ts';

/** Alerts whose matter has ended by itself within the last day, such as a connection that answers again; the last to end first. */
export async function listRecovered(
  queryable: Queryable,
  unitId: number,
  visible: (columns: AlertColumns, bind: (value: unknown) => string) => string | undefined,
  limit: number,
): Promise<AlertRow[]> {
  const values: unknown[] = [unitId, limit];
  const columns = { unit: 'a.unit_id', entity: 'a.entity', id: 'a.record_id' };
  const condition = visible(columns, (value) => `$${values.push(value)}`) ?? 'true';
  return queryable.query<AlertRow & object>({
    text: `select id, key, kind, text, entity, record_id as "recordId", connection, delivery_id as "deliveryId", hook_id as "hookId", at,
             resolved_at as "resolvedAt", resolved_by as "resolvedBy"
           from (select * from alerts where unit_id = $1 order by id desc limit 5000) a
           where resolved_by = 'Gangway' and resolved_at >= now() - interval '1 day' and ${condition}
           order by resolved_at desc limit $2`,
    values,
  });
}
