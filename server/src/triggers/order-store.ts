import { int8s, texts } from '../database/array-parameter.ts';
import type { Queryable, Transaction } from '../database/database.ts';

/** A record's messages to one connection: they go one after the other. */
export interface RecordLane {
  readonly connection: string;
  readonly entity: string;
  readonly recordId: number;
}

/**
 * Lets the next message of these records go, where the earlier one has ended: the earliest open delivery of each record and connection, if it is
 * held for the order's sake. Must run in a statement of its own after the locks are taken, so that it sees every successor that was committed
 * before; one in the same statement as an insert was seen to leave a successor waiting for ever. Its 24 hours begin now, and so does the count of
 * the pauses that stop them.
 */
export async function releaseSuccessors(
  transaction: Transaction,
  unitId: number,
  ended: readonly RecordLane[],
): Promise<{ laneId: number }[]> {
  if (ended.length === 0) return [];
  return transaction.query<{ laneId: number }>({
    name: 'release-successors',
    text: `update deliveries d set state = 'queued', held_by = null, due_at = now(), first_due_at = now(),
             deadline_at = now() + (d.deadline_at - d.first_due_at),
             paused_base = l.paused_total + case when l.paused_at is null then interval '0' else now() - l.paused_at end
           from (
             select n.id from unnest($2::text[], $3::text[], $4::bigint[]) as e(connection, entity, record_id)
             cross join lateral (
               select o.id, o.state, o.held_by from deliveries o where o.unit_id = $1 and o.connection = e.connection and o.entity = e.entity
                 and o.record_id = e.record_id and o.state in ('queued', 'waiting', 'held', 'awaiting')
               order by o.id limit 1
             ) n where n.state = 'held' and n.held_by = 'order'
           ) next, lanes l
           where d.unit_id = $1 and d.id = next.id and l.unit_id = $1 and l.id = d.lane_id
           returning d.lane_id as "laneId"`,
    values: [
      unitId,
      texts(ended.map(({ connection }) => connection)),
      texts(ended.map(({ entity }) => entity)),
      int8s(ended.map(({ recordId }) => recordId)),
    ],
  });
}

/** The safety net under releaseSuccessors: deliveries held for the order's sake that have nothing before them any more. */
export async function sweepForgottenSuccessors(queryable: Queryable, unitId: number): Promise<RecordLane[]> {
  return queryable.query<RecordLane & object>({
    text: `select distinct d.connection, d.entity, d.record_id as "recordId" from deliveries d
           where d.unit_id = $1 and d.state = 'held' and d.held_by = 'order' and not exists (
             select from deliveries o where o.unit_id = d.unit_id and o.connection = d.connection and o.entity = d.entity
               and o.record_id = d.record_id and o.state in ('queued', 'waiting', 'held', 'awaiting') and o.id < d.id
           ) limit 1000`,
    values: [unitId],
  });
}
