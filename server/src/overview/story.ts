import type { Queryable } from '../database/database.ts';
import type { DeliveryRow } from '../deliveries/delivery-columns-store.ts';
import { readHistory } from '../records/history-store.ts';
import type { HistoryEntry } from '../records/types.ts';
import { readAlertsOf, readAttemptsOf, readDeliveriesOf, type StoryAlert, type StoryAttempt } from './story-store.ts';

/** One line of what has happened to a record, of whatever kind. */
export type StoryLine =
  | { readonly kind: 'change' | 'approval'; readonly id: string; readonly change: HistoryEntry }
  | {
      readonly kind: 'delivery' | 'notice';
      readonly id: string;
      readonly delivery: DeliveryRow;
      readonly attempts: readonly StoryAttempt[];
    }
  | { readonly kind: 'alert'; readonly id: string; readonly alert: StoryAlert };

export interface Story {
  readonly data: readonly StoryLine[];
  readonly nextCursor: string | null;
}

const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Changes, approvals, deliveries, notices and alerts of a record in one line of time, the newest first. All of them have ids that tell their time
 * (UUIDv7), so one cursor goes through all.
 */
export async function readStory(
  queryable: Queryable,
  unitId: number,
  record: { readonly entity: string; readonly id: number },
  { before = last, limit }: { readonly before?: string | undefined; readonly limit: number },
): Promise<Story> {
  const [history, deliveries, alerts] = await Promise.all([
    readHistory(queryable, unitId, record.entity, record.id, { before, limit: limit + 1 }),
    readDeliveriesOf(queryable, unitId, record, before, limit + 1),
    readAlertsOf(queryable, unitId, record, before, limit + 1),
  ]);
  const ids = [...history.data, ...deliveries, ...alerts].map(({ id }) => id).sort((a, b) => (a < b ? 1 : -1));
  const shown = new Set(ids.slice(0, limit));
  const told = deliveries.filter(({ id }) => shown.has(id));
  const attempts = Map.groupBy(
    await readAttemptsOf(
      queryable,
      unitId,
      told.map(({ id }) => id),
    ),
    ({ deliveryId }) => deliveryId,
  );
  const lines: StoryLine[] = [
    ...history.data.map((change) => ({ kind: kindOfChange(change), id: change.id, change })),
    ...told.map((delivery) => ({
      kind: delivery.notice === null ? ('delivery' as const) : ('notice' as const),
      id: delivery.id,
      delivery,
      attempts: attempts.get(delivery.id) ?? [],
    })),
    ...alerts.map((alert) => ({ kind: 'alert' as const, id: alert.id, alert })),
  ];
  const data = lines.filter(({ id }) => shown.has(id)).sort((a, b) => (a.id < b.id ? 1 : -1));
  return { data, nextCursor: ids.length > limit ? (data.at(-1)?.id ?? null) : null };
}

/** Somebody has moved the status, or given one of several approvals. */
function kindOfChange({ kind, changes }: HistoryEntry): 'change' | 'approval' {
  const moved = Object.keys(changes).some((path) => path === 'status' || path.startsWith('process'));
  return kind === 'updated' && moved ? 'approval' : 'change';
}
