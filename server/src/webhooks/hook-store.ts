import { float8s, int4s, texts } from '../database/array-parameter.ts';
import type { Queryable, Transaction } from '../database/database.ts';
import type { HookLaneSettings, HookSettings } from './hook.ts';
import type { ListedHook } from './listening-hooks.ts';

/** A hook as it is stored, with what its lane says. */
export interface HookRow {
  readonly unitId: number;
  readonly id: string;
  readonly name: string | null;
  readonly lane: string;
  readonly laneId: number;
  readonly targetUrl: string;
  readonly event: string | null;
  readonly settings: HookSettings;
  readonly sealed: Buffer;
  readonly userId: number;
  readonly tokenId: string | null;
  readonly endedAt: Date | null;
  readonly endedReason: string | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly updatedAt: Date;
  readonly expiresAt: Date | null;
  readonly pausedAt: Date | null;
  readonly pausedBy: string | null;
  readonly pausedReason: string | null;
  readonly failingSince: Date | null;
  /** Its breaker is open: nothing is sent for a moment. */
  readonly resting: boolean;
  readonly failure: string | null;
  /** When its receiver last took a notice, to ten seconds. */
  readonly lastDeliveredAt: Date | null;
}

const columns = `h.unit_id as "unitId", h.id, h.name, h.lane, h.lane_id as "laneId", h.target_url as "targetUrl", h.event, h.settings,
  h.sealed, h.user_id as "userId", h.token_id as "tokenId", h.ended_at as "endedAt", h.ended_reason as "endedReason",
  h.last_delivered_at as "lastDeliveredAt", h.created_at as "createdAt", h.created_by as "createdBy", h.updated_at as "updatedAt", h.expires_at as "expiresAt",
  l.paused_at as "pausedAt", l.paused_by as "pausedBy", l.paused_reason as "pausedReason", l.failing_since as "failingSince",
  coalesce(l.breaker = 'open', false) as resting, l.breaker_reason as failure`;
const source = 'hooks h left join lanes l on l.unit_id = h.unit_id and l.id = h.lane_id';

/**
 * The version of the unit's next change of hooks. It locks the unit until the transaction ends, so that versions become visible in their order, and
 * whoever has read up to one has missed nothing before it.
 */
export async function raiseHooksVersion(transaction: Transaction, unitId: number): Promise<number> {
  const [row] = await transaction.query<{ version: number }>({
    name: 'raise-hooks-version',
    text: 'update units set hooks_version = hooks_version + 1 where unit_id = $1 returning hooks_version as version',
    values: [unitId],
  });
  return row?.version ?? 0;
}

/** What changed after this version; from 0, all that have not ended. */
export async function readHooksSince(queryable: Queryable, unitId: number, version: number): Promise<ListedHook[]> {
  return queryable.query<ListedHook & object>({
    name: 'read-hooks-since',
    text: `select id, name, lane, lane_id as "laneId", event, settings, ended_at is not null as ended from hooks
           where unit_id = $1 and version > $2 and ($2 > 0 or ended_at is null) order by version`,
    values: [unitId, version],
  });
}

export interface NewHook {
  readonly id: string;
  readonly name: string | null;
  readonly lane: string;
  readonly targetUrl: string;
  readonly event: string | null;
  readonly settings: HookSettings;
  readonly sealed: Buffer;
  readonly userId: number;
  readonly tokenId: string | null;
  readonly createdBy: string;
  readonly expiresAt: Date | null;
  readonly laneSettings: HookLaneSettings;
  readonly version: number;
}

/** Makes the hook and its lane. In an installation that waits for a person's word the lane is born paused, as the others are. */
export async function insertHook(transaction: Transaction, unitId: number, hook: NewHook): Promise<void> {
  await transaction.query({
    name: 'insert-hook',
    text: `with lane as (
             insert into lanes (unit_id, connection, settings, paused_at, paused_by, paused_reason)
             select $1, $4, $5, case when i.copied_from is not null then now() end, case when i.copied_from is not null then 'Gangway' end,
               case when i.copied_from is not null then 'This database is a copy of another installation.' end
             from (select 1) one left join installation i on true returning id
           )
           insert into hooks (unit_id, id, name, lane, lane_id, target_url, event, settings, sealed, user_id, token_id, created_by, expires_at, version)
           select $1, $2, $3, $4, lane.id, $6, $7, $8, $9, $10, $11, $12, $13, $14 from lane`,
    values: [
      ...[unitId, hook.id, hook.name, hook.lane, JSON.stringify(hook.laneSettings), hook.targetUrl, hook.event],
      ...[JSON.stringify(hook.settings), hook.sealed, hook.userId, hook.tokenId, hook.createdBy, hook.expiresAt],
      hook.version,
    ],
  });
}

export interface HookUpdate {
  readonly targetUrl: string;
  readonly event: string | null;
  readonly settings: HookSettings;
  readonly sealed: Buffer;
  readonly userId: number;
  readonly tokenId: string | null;
  readonly laneSettings: HookLaneSettings;
  readonly version: number;
}

export async function updateHook(
  transaction: Transaction,
  unitId: number,
  id: string,
  update: HookUpdate,
): Promise<void> {
  await transaction.query({
    name: 'update-hook',
    text: `with changed as (
             update hooks set target_url = $3, event = $4, settings = $5, sealed = $6, user_id = $7, token_id = $8, version = $9, updated_at = now()
             where unit_id = $1 and id = $2 returning lane_id
           )
           update lanes l set settings = $10 from changed where l.unit_id = $1 and l.id = changed.lane_id`,
    values: [
      ...[unitId, id, update.targetUrl, update.event, JSON.stringify(update.settings), update.sealed, update.userId],
      ...[update.tokenId, update.version, JSON.stringify(update.laneSettings)],
    ],
  });
}

/** Moves the end of a temporary hook. false: it has ended. */
export async function prolongHook(queryable: Queryable, unitId: number, id: string, until: Date): Promise<boolean> {
  const rows = await queryable.query({
    text: 'update hooks set expires_at = $3 where unit_id = $1 and id = $2 and ended_at is null returning id',
    values: [unitId, id, until],
  });
  return rows.length > 0;
}

/** Ends hooks; those that have ended stay as they are. Gives those that ended now. */
export async function endHooks(
  transaction: Transaction,
  unitId: number,
  ids: readonly string[],
  end: { readonly by: string; readonly reason: string; readonly version: number },
): Promise<{ id: string; lane: string; laneId: number }[]> {
  return transaction.query<{ id: string; lane: string; laneId: number }>({
    text: `update hooks set ended_at = now(), ended_by = $3, ended_reason = $4, version = $5
           where unit_id = $1 and id = any($2) and ended_at is null returning id, lane, lane_id as "laneId"`,
    values: [unitId, ids, end.by, end.reason, end.version],
  });
}

export async function readHook(queryable: Queryable, unitId: number, id: string): Promise<HookRow | undefined> {
  const [row] = await queryable.query<HookRow & object>({
    name: 'read-hook',
    text: `select ${columns} from ${source} where h.unit_id = $1 and h.id = $2`,
    values: [unitId, id],
  });
  return row;
}

export async function readHookOfLane(queryable: Queryable, unitId: number, lane: string): Promise<HookRow | undefined> {
  const [row] = await queryable.query<HookRow & object>({
    name: 'read-hook-of-lane',
    text: `select ${columns} from lanes l join hooks h on h.unit_id = l.unit_id and h.lane_id = l.id where l.unit_id = $1 and l.connection = $2`,
    values: [unitId, lane],
  });
  return row;
}

/** Locked until the transaction ends; ended ones too. */
export async function lockHook(transaction: Transaction, unitId: number, id: string): Promise<HookRow | undefined> {
  const [row] = await transaction.query<HookRow & object>({
    text: `select ${columns} from ${source} where h.unit_id = $1 and h.id = $2 for update of h`,
    values: [unitId, id],
  });
  return row;
}

/** The hook that the same token made for the same event at the same address. */
export async function findSameHook(
  queryable: Queryable,
  unitId: number,
  same: { readonly tokenId: string | null; readonly targetUrl: string; readonly event: string | null },
): Promise<HookRow | undefined> {
  const [row] = await queryable.query<HookRow & object>({
    name: 'find-same-hook',
    text: `select ${columns} from ${source} where h.unit_id = $1 and h.token_id = $2 and h.target_url = $3 and h.event = $4
             and h.ended_at is null and h.name is null`,
    values: [unitId, same.tokenId, same.targetUrl, same.event],
  });
  return row;
}

/** Those of the integration file that have not ended. */
export async function readNamedHooks(queryable: Queryable, unitId: number): Promise<HookRow[]> {
  return queryable.query<HookRow & object>({
    text: `select ${columns} from ${source} where h.unit_id = $1 and h.name is not null and h.ended_at is null order by h.name`,
    values: [unitId],
  });
}

/** The last hook of this name, an ended one: a name that comes back is the same hook again, with its id, secret and lane. */
export async function findLastNamed(queryable: Queryable, unitId: number, name: string): Promise<HookRow | undefined> {
  const [row] = await queryable.query<HookRow & object>({
    text: `select ${columns} from ${source} where h.unit_id = $1 and h.name = $2 order by h.ended_at desc nulls first limit 1`,
    values: [unitId, name],
  });
  return row;
}

export async function reviveHook(transaction: Transaction, unitId: number, id: string): Promise<void> {
  await transaction.query({
    text: 'update hooks set ended_at = null, ended_by = null, ended_reason = null where unit_id = $1 and id = $2',
    values: [unitId, id],
  });
}

export interface HookFilter {
  /** Only those of this user. */
  readonly userId?: number;
  readonly targetUrl?: string;
  readonly event?: string;
  readonly name?: string;
  readonly status?: 'active' | 'paused' | 'ended';
}

/** Newest first; without a status those that have not ended. */
export async function listHooks(
  queryable: Queryable,
  unitId: number,
  filter: HookFilter,
  page: { readonly before?: string; readonly limit: number },
): Promise<HookRow[]> {
  return queryable.query<HookRow & object>({
    text: `select ${columns} from ${source}
           where h.unit_id = $1 and ($2::uuid is null or h.id < $2) and ($4::bigint is null or h.user_id = $4)
             and ($5::text is null or h.target_url = $5) and ($6::text is null or h.event = $6) and ($7::text is null or h.name = $7)
             and case $8::text when 'ended' then h.ended_at is not null when 'paused' then h.ended_at is null and l.paused_at is not null
               when 'active' then h.ended_at is null and l.paused_at is null else h.ended_at is null end
           order by h.id desc limit $3`,
    values: [
      ...[
        unitId,
        page.before ?? null,
        page.limit,
        filter.userId ?? null,
        filter.targetUrl ?? null,
        filter.event ?? null,
      ],
      ...[filter.name ?? null, filter.status ?? null],
    ],
  });
}

export async function countHooks(queryable: Queryable, unitId: number): Promise<number> {
  const [row] = await queryable.query<{ count: number }>({
    text: 'select count(*) as count from hooks where unit_id = $1 and ended_at is null',
    values: [unitId],
  });
  return row?.count ?? 0;
}

/** Subscriptions that have failed for so long without one success; of one user, or of all. */
export async function findFailingHooks(
  queryable: Queryable,
  unitId: number,
  { userId, forMs }: { readonly userId: number | null; readonly forMs: number },
): Promise<HookRow[]> {
  return queryable.query<HookRow & object>({
    text: `select ${columns} from ${source}
           where h.unit_id = $1 and h.ended_at is null and h.name is null and ($2::bigint is null or h.user_id = $2)
             and l.failing_since <= now() - $3 * interval '1 millisecond'
           order by h.id desc`,
    values: [unitId, userId, forMs],
  });
}

/** Moments at which receivers have taken notices; a later one that is there stays. */
export async function writeContacts(
  queryable: Queryable,
  contacts: readonly { readonly unitId: number; readonly lane: string; readonly atMs: number }[],
): Promise<void> {
  await queryable.query({
    name: 'write-contacts',
    text: `update hooks h set last_delivered_at = c.at
           from (select unit_id, lane, to_timestamp(at_ms / 1000) as at from unnest($1::int[], $2::text[], $3::float8[]) as g(unit_id, lane, at_ms)) c
             join lanes l on l.unit_id = c.unit_id and l.connection = c.lane
           where h.unit_id = l.unit_id and h.lane_id = l.id and (h.last_delivered_at is null or h.last_delivered_at < c.at)`,
    values: [
      int4s(contacts.map(({ unitId }) => unitId)),
      texts(contacts.map(({ lane }) => lane)),
      float8s(contacts.map(({ atMs }) => atMs)),
    ],
  });
}

/** A person lets a hook go on: the days after which it is paused are counted anew. */
export async function restartFailing(transaction: Transaction, unitId: number, laneId: number): Promise<void> {
  await transaction.query({
    text: 'update lanes set failing_since = now() where unit_id = $1 and id = $2 and failing_since is not null',
    values: [unitId, laneId],
  });
}

/** Temporary hooks whose time has come, of any unit. */
export async function findExpiredHooks(queryable: Queryable): Promise<{ unitId: number; id: string }[]> {
  return queryable.query<{ unitId: number; id: string }>({
    name: 'find-expired-hooks',
    text: 'select unit_id as "unitId", id from hooks where ended_at is null and expires_at <= now() limit 1000',
  });
}

/** Those of a token that was revoked. */
export async function findHooksOfToken(queryable: Queryable, unitId: number, tokenId: string): Promise<string[]> {
  const rows = await queryable.query<{ id: string }>({
    text: 'select id from hooks where unit_id = $1 and token_id = $2 and ended_at is null',
    values: [unitId, tokenId],
  });
  return rows.map(({ id }) => id);
}

/**
 * Lanes of subscriptions that ended and have nothing more on its way; the rows of the hooks stay. Not at once: a change that was under way at their end may
 * still have planned a notice. Gives how many.
 */
export async function dropEndedLanes(queryable: Queryable): Promise<number> {
  const rows = await queryable.query({
    name: 'drop-ended-lanes',
    text: `delete from lanes l using hooks h
           where h.unit_id = l.unit_id and h.lane_id = l.id and h.name is null and h.ended_at < now() - interval '5 minutes'
             and not exists (select from deliveries d where d.unit_id = l.unit_id and d.connection = l.connection
               and d.state in ('queued', 'waiting', 'held', 'awaiting'))
           returning l.id`,
  });
  return rows.length;
}

/** Seals anew what an older key has sealed; resolves to how many. Run at start, after a rotation of the installation's key. */
export async function resealHooks(
  transaction: Transaction,
  unitId: number,
  reseal: (id: string, sealed: Buffer) => Buffer | undefined,
): Promise<number> {
  const rows = await transaction.query<{ id: string; sealed: Buffer }>({
    text: 'select id, sealed from hooks where unit_id = $1 and ended_at is null',
    values: [unitId],
  });
  let count = 0;
  for (const { id, sealed } of rows) {
    const anew = reseal(id, sealed);
    if (anew === undefined) continue;
    await transaction.query({
      text: 'update hooks set sealed = $3 where unit_id = $1 and id = $2',
      values: [unitId, id, anew],
    });
    count += 1;
  }
  return count;
}
