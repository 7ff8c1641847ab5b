import type { Queryable, Transaction } from '../database/database.ts';

/** A lane as people see it: whether it is paused, whether its breaker is open, since when it fails. */
export interface LaneRow {
  readonly id: number;
  readonly connection: string;
  readonly shard: number;
  readonly pausedAt: Date | null;
  readonly pausedBy: string | null;
  readonly pausedReason: string | null;
  readonly breaker: 'closed' | 'open';
  readonly breakerUntil: Date | null;
  readonly breakerReason: string | null;
  readonly failingSince: Date | null;
}

export async function readLanes(queryable: Queryable, unitId: number, connection?: string): Promise<LaneRow[]> {
  return queryable.query<LaneRow & object>({
    name: 'read-lanes',
    text: `select id, connection, shard, paused_at as "pausedAt", paused_by as "pausedBy", paused_reason as "pausedReason",
             breaker, breaker_until as "breakerUntil", breaker_reason as "breakerReason", failing_since as "failingSince"
           from lanes where unit_id = $1 and ($2::text is null or connection = $2) order by connection, shard`,
    values: [unitId, connection ?? null],
  });
}

/** Makes the lanes that are missing; lanes beyond the number of shards stay, because deliveries may still wait in them. */
export async function ensureLanes(
  transaction: Transaction,
  unitId: number,
  lanes: readonly { readonly connection: string; readonly shard: number }[],
): Promise<void> {
  await transaction.query({
    name: 'ensure-lanes',
    // A lane made in an installation that waits for a person's word is born paused, as the others are.
    text: `insert into lanes (unit_id, connection, shard, paused_at, paused_by, paused_reason)
           select $1, want.connection, want.shard, case when i.copied_from is not null then now() end,
             case when i.copied_from is not null then 'Gangway' end,
             case when i.copied_from is not null then 'This database is a copy of another installation.' end
           from unnest($2::text[], $3::int[]) as want(connection, shard)
           left join installation i on true
           where not exists (
             select from lanes l where l.unit_id = $1 and l.connection = want.connection and l.shard = want.shard
           )
           on conflict (unit_id, connection, shard) do nothing`,
    values: [unitId, lanes.map(({ connection }) => connection), lanes.map(({ shard }) => shard)],
  });
}

/** Resolves to the lanes that were not paused before, or for whose pause there is another reason now; since when they are paused stays. */
export async function pauseLanes(
  transaction: Transaction,
  unitId: number,
  connection: string,
  by: string,
  reason: string | null,
): Promise<number> {
  const rows = await transaction.query({
    text: `update lanes set paused_at = coalesce(paused_at, now()), paused_by = $3, paused_reason = $4
           where unit_id = $1 and connection = $2
             and (paused_at is null or (paused_by <> 'Gangway' and $4::text is not null and paused_reason is distinct from $4))
           returning id`,
    values: [unitId, connection, by, reason],
  });
  return rows.length;
}

/** Ends the pause and adds its length to paused_total, which is what moves the deadlines of the waiting deliveries. */
export async function resumeLanes(transaction: Transaction, unitId: number, connection: string): Promise<number> {
  const rows = await transaction.query({
    text: `update lanes set paused_total = paused_total + (now() - paused_at), paused_at = null, paused_by = null, paused_reason = null
           where unit_id = $1 and connection = $2 and paused_at is not null returning id`,
    values: [unitId, connection],
  });
  return rows.length;
}

/** A copied database: nothing is sent from it until a person confirms. */
export async function pauseEveryLane(transaction: Transaction, reason: string): Promise<void> {
  await transaction.query({
    text: `update lanes set paused_at = now(), paused_by = 'Gangway', paused_reason = $1 where paused_at is null`,
    values: [reason],
  });
}

/** A person has confirmed that this copy may send: ends the pauses that Gangway set, not those set by people. */
export async function resumeCopiedLanes(transaction: Transaction): Promise<void> {
  await transaction.query({
    text: `update lanes set paused_total = paused_total + (now() - paused_at), paused_at = null, paused_by = null, paused_reason = null
           where paused_by = 'Gangway'`,
  });
}
