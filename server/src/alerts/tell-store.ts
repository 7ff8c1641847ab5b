import type { Queryable, Transaction } from '../database/database.ts';
import type { AlertRow } from './store.ts';

/** An alert that somebody is to be told of, or of its end. */
export interface UntoldAlert extends AlertRow {
  readonly unitId: number;
  /** The owner of the hook that it is about. */
  readonly ownerEmail: string | null;
}

/** `opened`: nobody was told that it has come up. `ended`: they were told that, and not that it is over. */
export type Moment = 'opened' | 'ended';
/** Programs are told by notices, people by mail, each once. */
export type Channel = 'notice' | 'mail';

const columnOf = {
  notice: { opened: 'told_at', ended: 'end_told_at' },
  mail: { opened: 'mailed_at', ended: 'end_mailed_at' },
} as const;

/** Locked until the transaction ends, so that of several processes one tells. */
export async function lockUntoldAlerts(
  transaction: Transaction,
  channel: Channel,
  moment: Moment,
  limit: number,
): Promise<UntoldAlert[]> {
  const { opened, ended } = columnOf[channel];
  const untold =
    moment === 'opened'
      ? `a.${opened} is null`
      : `a.resolved_at is not null and a.${opened} is not null and a.${ended} is null`;
  return transaction.query<UntoldAlert & object>({
    name: `lock-untold-alerts-${channel}-${moment}`,
    text: `select a.unit_id as "unitId", a.id, a.key, a.kind, a.text, a.entity, a.record_id as "recordId", a.connection,
             a.delivery_id as "deliveryId", a.hook_id as "hookId", a.at, a.resolved_at as "resolvedAt", a.resolved_by as "resolvedBy",
             (select u.data ->> 'email' from hooks h join records u on u.unit_id = h.unit_id and u.entity = 'users' and u.id = h.user_id
              where h.unit_id = a.unit_id and h.id = a.hook_id and u.deleted_at is null) as "ownerEmail"
           from alerts a where ${untold} order by a.unit_id, a.id limit $1 for update of a skip locked`,
    values: [limit],
  });
}

export async function markTold(
  queryable: Queryable,
  channel: Channel,
  moment: Moment,
  alerts: readonly Pick<UntoldAlert, 'unitId' | 'id'>[],
): Promise<void> {
  if (alerts.length === 0) return;
  await queryable.query({
    name: `mark-told-${channel}-${moment}`,
    text: `update alerts a set ${columnOf[channel][moment]} = now() from unnest($1::int[], $2::uuid[]) as t(unit_id, id)
           where a.unit_id = t.unit_id and a.id = t.id`,
    values: [alerts.map(({ unitId }) => unitId), alerts.map(({ id }) => id)],
  });
}
