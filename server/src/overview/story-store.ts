import type { Queryable } from '../database/database.ts';
import { deliveryColumns, type DeliveryRow, deliverySource } from '../deliveries/delivery-columns-store.ts';

/** Deliveries about a record, notices to hooks too; the newest first, with ids below `before`. */
export async function readDeliveriesOf(
  queryable: Queryable,
  unitId: number,
  record: { readonly entity: string; readonly id: number },
  before: string,
  limit: number,
): Promise<DeliveryRow[]> {
  return queryable.query<DeliveryRow & object>({
    name: 'read-story-deliveries',
    text: `select ${deliveryColumns} from ${deliverySource}
           where d.unit_id = $1 and d.entity = $2 and d.record_id = $3 and d.id < $4::uuid order by d.id desc limit $5`,
    values: [unitId, record.entity, record.id, before, limit],
  });
}

export interface StoryAttempt {
  readonly deliveryId: string;
  readonly number: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: string;
  readonly status: number | null;
  readonly reason: string;
}

/** The attempts of deliveries without what was sent and answered, the first one first. */
export async function readAttemptsOf(
  queryable: Queryable,
  unitId: number,
  deliveryIds: readonly string[],
): Promise<StoryAttempt[]> {
  if (deliveryIds.length === 0) return [];
  return queryable.query<StoryAttempt & object>({
    name: 'read-story-attempts',
    text: `select delivery_id as "deliveryId", number, started_at as "startedAt", duration_ms as "durationMs", outcome, status, reason
           from attempts where unit_id = $1 and delivery_id = any($2::uuid[]) order by id`,
    values: [unitId, deliveryIds],
  });
}

export interface StoryAlert {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly text: string;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
}

/** Alerts about a record: those that are open, and a few of the past. */
export async function readAlertsOf(
  queryable: Queryable,
  unitId: number,
  record: { readonly entity: string; readonly id: number },
  before: string,
  limit: number,
): Promise<StoryAlert[]> {
  return queryable.query<StoryAlert & object>({
    name: 'read-story-alerts',
    text: `select id, at, kind, text, resolved_at as "resolvedAt", resolved_by as "resolvedBy" from alerts
           where unit_id = $1 and entity = $2 and record_id = $3 and id < $4::uuid order by id desc limit $5`,
    values: [unitId, record.entity, record.id, before, limit],
  });
}
