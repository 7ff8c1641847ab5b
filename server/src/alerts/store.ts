import { texts } from '../database/array-parameter.ts';
import type { Queryable, Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';

/** Something that a person should see once: raised under a key, it is not raised again until it is resolved. */
export interface Alert {
  /** What it is about, e.g. `delivery-failed/accounting/documents/7`. */
  readonly key: string;
  readonly kind:
    | 'delivery-failed'
    | 'delivery-refused'
    | 'delivery-unknown'
    | 'brake'
    | 'connection-failing'
    | 'installation-copied'
    | 'secret-locked'
    | 'hook-failing'
    | 'hook-filter'
    | 'hook-paused'
    | 'hook-ended'
    | 'definition-failed'
    | 'time-unassigned'
    | 'time-disabled';
  /** A sentence. */
  readonly text: string;
  readonly entity?: string;
  readonly recordId?: number;
  readonly connection?: string;
  readonly deliveryId?: string;
  readonly hookId?: string;
}

export interface AlertRow extends Alert {
  readonly id: string;
  readonly at: Date;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
}

/** Resolves to the alerts that are new; one that is open under its key already stays as it is. */
export async function raiseAlerts(
  transaction: Transaction,
  alerts: readonly (Alert & { readonly unitId: number })[],
): Promise<string[]> {
  if (alerts.length === 0) return [];
  const rows = alerts.map((alert) => ({ ...alert, id: newId() }));
  const raised = await transaction.query<{ key: string }>({
    name: 'raise-alerts',
    text: `insert into alerts (unit_id, id, key, kind, text, entity, record_id, connection, delivery_id, hook_id)
           select "unitId", id, key, kind, text, entity, "recordId", connection, "deliveryId", "hookId"
           from jsonb_to_recordset($1::jsonb) as a("unitId" int, id uuid, key text, kind text, text text, entity text,
             "recordId" bigint, connection text, "deliveryId" uuid, "hookId" uuid)
           on conflict (unit_id, key) where resolved_at is null do nothing returning key`,
    values: [JSON.stringify(rows)],
  });
  return raised.map(({ key }) => key);
}

export async function resolveAlerts(
  transaction: Transaction,
  unitId: number,
  keys: readonly string[],
  by: string,
): Promise<number> {
  if (keys.length === 0) return 0;
  const rows = await transaction.query({
    name: 'resolve-alerts',
    text: `update alerts set resolved_at = now(), resolved_by = $3
           where unit_id = $1 and key = any($2::text[]) and resolved_at is null
             -- Asked by every settled batch: with no open alert at all, one look at the index instead of one for each key.
             and exists (select from alerts o where o.unit_id = $1 and o.resolved_at is null)
           returning id`,
    values: [unitId, texts(keys), by],
  });
  return rows.length;
}

/** One alert as a notice of it holds it. */
export async function readAlertFacts(queryable: Queryable, unitId: number, id: string): Promise<AlertRow | undefined> {
  const [row] = await queryable.query<AlertRow & object>({
    text: `select id, key, kind, text, entity, record_id as "recordId", connection, delivery_id as "deliveryId", hook_id as "hookId", at,
             resolved_at as "resolvedAt", resolved_by as "resolvedBy" from alerts where unit_id = $1 and id = $2`,
    values: [unitId, id],
  });
  return row;
}

export interface AlertColumns {
  readonly unit: string;
  readonly entity: string;
  readonly id: string;
}

export async function listAlerts(
  queryable: Queryable,
  unitId: number,
  filter: {
    readonly open?: boolean;
    readonly key?: string;
    readonly before?: string;
    readonly limit: number;
    /** The condition over `columns` that leaves what the reader may see; undefined: everything (records/acl-store.ts, visibleCondition). */
    readonly visible?: (columns: AlertColumns, bind: (value: unknown) => string) => string | undefined;
  },
): Promise<AlertRow[]> {
  const values: unknown[] = [unitId, filter.open ?? null, filter.before ?? null, filter.limit, filter.key ?? null];
  const columns = { unit: 'a.unit_id', entity: 'a.entity', id: 'a.record_id' };
  const visible = filter.visible?.(columns, (value) => `$${values.push(value)}`) ?? 'true';
  return queryable.query<AlertRow & object>({
    text: `select id, key, kind, text, entity, record_id as "recordId", connection, delivery_id as "deliveryId", hook_id as "hookId", at,
             resolved_at as "resolvedAt", resolved_by as "resolvedBy"
           from alerts a where unit_id = $1 and ($2::boolean is null or (resolved_at is null) = $2) and ($3::uuid is null or id < $3)
             and ($5::text is null or key = $5) and ${visible}
           order by id desc limit $4`,
    values,
  });
}
