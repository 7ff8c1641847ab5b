import type { Queryable, Transaction } from '../database/database.ts';
import type { HookLaneSettings } from '../webhooks/hook.ts';

export interface LeasedLane {
  readonly unitId: number;
  readonly id: number;
  readonly connection: string;
  readonly shard: number;
  /** Fencing token of this tenure. */
  readonly lease: number;
  readonly paused: boolean;
  readonly breaker: 'closed' | 'open';
  readonly breakerUntil: Date | null;
  readonly breakerReason: string | null;
  readonly failing: boolean;
  /** Of a hook, which is no configuration; null: those of the connection. */
  readonly settings: HookLaneSettings | null;
}

const laneColumns = `l.unit_id as "unitId", l.id, l.connection, l.shard, l.lease, l.paused_at is not null as paused, l.breaker,
  l.breaker_until as "breakerUntil", l.breaker_reason as "breakerReason", l.failing_since is not null as failing, l.settings`;

export async function registerProcess(
  queryable: Queryable,
  process: {
    readonly id: string;
    readonly host: string;
    readonly pid: number;
    readonly roles: readonly string[];
    readonly leaseMs: number;
  },
): Promise<void> {
  await queryable.query({
    text: `insert into processes (id, host, pid, roles, lease_until) values ($1, $2, $3, $4, now() + $5 * interval '1 millisecond')`,
    values: [process.id, process.host, process.pid, process.roles, process.leaseMs],
  });
}

/** Renews the lease of the process and with it of every lane that it holds. false: the row is gone, the process was declared dead. */
export async function renewProcess(queryable: Queryable, id: string, leaseMs: number): Promise<boolean> {
  const rows = await queryable.query({
    name: 'renew-process',
    text: `update processes set lease_until = now() + $2 * interval '1 millisecond' where id = $1 returning id`,
    values: [id, leaseMs],
  });
  return rows.length > 0;
}

/** Removes processes that have been dead for an hour; their lanes count as free all the same. */
export async function forgetDeadProcesses(queryable: Queryable): Promise<void> {
  await queryable.query({ text: `delete from processes where lease_until < now() - interval '1 hour'` });
}

/** Only where no other process can be alive (the embedded database's folder is locked): what a killed process held is free at once. */
export async function endOtherProcesses(queryable: Queryable, id: string): Promise<void> {
  await queryable.query({ text: 'delete from processes where id <> $1', values: [id] });
}

export async function endProcess(transaction: Transaction, id: string): Promise<void> {
  await transaction.query({ text: 'update lanes set holder = null where holder = $1', values: [id] });
  await transaction.query({ text: 'delete from processes where id = $1', values: [id] });
}

/** Takes free lanes (no holder, or one whose lease has run out), at most `limit`. Each gets a new lease: what its last holder still does is stale. */
export async function takeLanes(queryable: Queryable, processId: string, limit: number): Promise<LeasedLane[]> {
  return queryable.query<LeasedLane & object>({
    name: 'take-lanes',
    text: `update lanes l set holder = $1, lease = l.lease + 1
           from (
             select unit_id, id from lanes f
             where f.holder is null or not exists (select from processes p where p.id = f.holder and p.lease_until > now())
             order by unit_id, id limit $2 for update skip locked
           ) free
           where l.unit_id = free.unit_id and l.id = free.id
           returning ${laneColumns}`,
    values: [processId, limit],
  });
}

/** The lanes that this process holds, as they are now: a pause, a resume, a configuration change shows here. */
export async function readHeldLanes(queryable: Queryable, processId: string): Promise<LeasedLane[]> {
  return queryable.query<LeasedLane & object>({
    name: 'read-held-lanes',
    text: `select ${laneColumns} from lanes l where l.holder = $1`,
    values: [processId],
  });
}

export async function giveUpLanes(
  queryable: Queryable,
  processId: string,
  lanes: readonly LeasedLane[],
): Promise<void> {
  if (lanes.length === 0) return;
  await queryable.query({
    text: `update lanes l set holder = null from unnest($2::int[], $3::int[]) as g(unit_id, id)
           where l.unit_id = g.unit_id and l.id = g.id and l.holder = $1`,
    values: [processId, lanes.map(({ unitId }) => unitId), lanes.map(({ id }) => id)],
  });
}

/** How many lanes there are, and how many living processes share them. */
export async function countShares(queryable: Queryable): Promise<{ lanes: number; processes: number }> {
  const [row] = await queryable.query<{ lanes: number; processes: number }>({
    name: 'count-shares',
    text: `select (select count(*) from lanes) as lanes,
             (select count(*) from processes where lease_until > now() and 'worker' = any(roles)) as processes`,
  });
  return row ?? { lanes: 0, processes: 1 };
}

/** Writes what the breaker of a lane has come to, so that people see it and the next holder knows it. */
export async function writeBreaker(
  queryable: Queryable,
  lane: LeasedLane,
  state: {
    readonly open: boolean;
    readonly untilMs: number | null;
    readonly reason: string | null;
    readonly failing: boolean;
  },
): Promise<void> {
  await queryable.query({
    name: 'write-breaker',
    text: `update lanes set breaker = $4, breaker_until = $5, breaker_reason = $6,
             failing_since = case when $7 then coalesce(failing_since, now()) end
           where unit_id = $1 and id = $2 and lease = $3`,
    values: [
      lane.unitId,
      lane.id,
      lane.lease,
      state.open ? 'open' : 'closed',
      state.untilMs === null ? null : new Date(state.untilMs),
      state.reason,
      state.failing,
    ],
  });
}

/** Lanes that have failed for so long and that nobody has paused. */
export async function findFailingLanes(
  queryable: Queryable,
  forMs: number,
): Promise<{ unitId: number; connection: string; reason: string; forMs: number }[]> {
  return queryable.query<{ unitId: number; connection: string; reason: string; forMs: number }>({
    name: 'find-failing-lanes',
    text: `select unit_id as "unitId", connection, coalesce(breaker_reason, '') as reason,
             (extract(epoch from now() - failing_since) * 1000)::float8 as "forMs"
           from lanes where failing_since < now() - $1 * interval '1 millisecond' and paused_at is null order by unit_id, id limit 1000`,
    values: [forMs],
  });
}

/** A delivery that nobody is sending any more although it says so: its process was killed, or the answer to its claim was lost. */
export interface InterruptedDelivery {
  readonly id: string;
  readonly laneId: number;
  readonly connection: string;
  readonly entity: string;
  readonly recordId: number | null;
  readonly routeId: number | null;
  readonly interruptions: number;
  readonly attempts: number;
  readonly tries: number;
  readonly startedAt: Date;
}

/** The caller holds the lanes; `inHand` are the deliveries that it is sending or settling itself, and no claim of it is on its way. */
export async function findInterrupted(
  transaction: Transaction,
  unitId: number,
  lanes: readonly LeasedLane[],
  inHand: readonly string[],
  limit: number,
): Promise<InterruptedDelivery[]> {
  return transaction.query<InterruptedDelivery & object>({
    name: 'find-interrupted',
    text: `select d.id, d.lane_id as "laneId", d.connection, d.entity, d.record_id as "recordId", d.route_id as "routeId", d.interruptions,
             d.attempts, d.tries, coalesce(d.last_attempt_at, d.due_at) as "startedAt"
           from deliveries d join unnest($2::int[], $3::bigint[], $5::text[]) as l(id, lease, connection)
             on d.connection = l.connection and d.lane_id = l.id
           where d.unit_id = $1 and d.state in ('queued', 'waiting') and d.lease <= l.lease and d.id <> all($6::uuid[]) order by d.id limit $4`,
    values: [
      unitId,
      lanes.map(({ id }) => id),
      lanes.map(({ lease }) => lease),
      limit,
      lanes.map(({ connection }) => connection),
      inHand,
    ],
  });
}

/** Takes the lease from interrupted rows. A row whose former holder settled it at the last moment is left alone; its id is missing in the answer. */
export async function moveInterrupted(
  transaction: Transaction,
  unitId: number,
  moves: readonly { readonly id: string; readonly state: string; readonly reason: string }[],
  lanes: readonly LeasedLane[],
): Promise<Set<string>> {
  const rows = await transaction.query<{ id: string }>({
    name: 'move-interrupted',
    text: `update deliveries d set state = m.state, reason = m.reason, interruptions = d.interruptions + 1, lease = null, due_at = now(),
             finished_at = case when m.state <> 'queued' then now() end
           from unnest($2::uuid[], $3::text[], $4::text[]) as m(id, state, reason), unnest($5::int[], $6::bigint[]) as l(id, lease)
           where d.unit_id = $1 and d.id = m.id and d.lane_id = l.id and d.lease <= l.lease
           returning d.id`,
    values: [
      unitId,
      moves.map(({ id }) => id),
      moves.map(({ state }) => state),
      moves.map(({ reason }) => reason),
      lanes.map(({ id }) => id),
      lanes.map(({ lease }) => lease),
    ],
  });
  return new Set(rows.map(({ id }) => id));
}
