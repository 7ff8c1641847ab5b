import { int4s, int8s, texts } from '../database/array-parameter.ts';
import type { Queryable, Statement, Transaction } from '../database/database.ts';
import type { Direction, Interval, IntervalState, Pass } from './compute-intervals.ts';
import type { ChangedTimes } from './replay-intervals.ts';

/** Times of one user that must be computed anew. */
export interface UserTimes extends ChangedTimes {
  readonly userId: number;
}

export interface UserWindow {
  readonly userId: number;
  readonly passes: readonly Pass[];
  readonly intervals: readonly Interval[];
  /** There are no passes behind these. */
  readonly complete: boolean;
}

/** Passes and intervals of users, from where a replay begins (replay-intervals.ts) to `reachMs` behind the latest change; null: to the end. */
export async function readWindows(
  transaction: Transaction,
  unitId: number,
  users: readonly UserTimes[],
  reachMs: number | null,
): Promise<UserWindow[]> {
  const rows = await transaction.query<WindowRow>({
    name: 'read-attendance-windows',
    // The orders are those of the indexes. Without them PostgreSQL, as long as it knows little of a new table, takes any index that begins with the unit.
    text: `with wanted as materialized (
             select u.user_id, u.reach, coalesce((
               select i.opened_at from intervals i
               where i.unit_id = $1 and i.user_id = u.user_id and i.opened_at < to_timestamp(u.earliest / 1000.0::float8) and not i.chained
               order by i.opened_at desc limit 1), '-infinity') as begin
             from (select user_id, earliest, coalesce(to_timestamp(reach / 1000.0::float8), 'infinity') as reach
               from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as v(user_id, earliest, reach)) u
           )
           select w.user_id as "userId",
             (select json_agg(json_build_array(e.id, (date_part('epoch', e.at) * 1000)::bigint, e.direction, e.device, e.event_key)) from (
                select * from time_entries e
                where e.unit_id = $1 and e.user_id = w.user_id and e.type = 'ATTENDANCE' and e.counts and e.at between w.begin and w.reach
                order by e.at) e) as passes,
             (select json_agg(json_build_array(i.id, (date_part('epoch', i.opened_at) * 1000)::bigint, (date_part('epoch', i.from_at) * 1000)::bigint,
                (date_part('epoch', i.to_at) * 1000)::bigint, i.state, i.day, i.seconds, i.second_entry, i.exit_pass_id,
                (date_part('epoch', i.closes_at) * 1000)::bigint, i.chained)) from (
                select * from intervals i where i.unit_id = $1 and i.user_id = w.user_id and i.opened_at between w.begin and w.reach
                order by i.opened_at) i) as intervals,
             (select e.id from time_entries e
              where e.unit_id = $1 and e.user_id = w.user_id and e.type = 'ATTENDANCE' and e.counts and e.at > w.reach
              order by e.at limit 1) is null as complete
           from wanted w`,
    values: [
      unitId,
      int8s(users.map(({ userId }) => userId)),
      int8s(users.map(({ earliest }) => earliest)),
      int8s(users.map(({ latest }) => (reachMs === null ? null : latest + reachMs))),
    ],
  });
  return rows.map(({ userId, passes, intervals, complete }) => ({
    userId,
    complete,
    passes: (passes ?? []).map(([id, at, direction, device, eventKey]) => ({ id, at, direction, device, eventKey })),
    intervals: (intervals ?? []).map(intervalOf),
  }));
}

interface WindowRow {
  readonly userId: number;
  readonly complete: boolean;
  readonly passes: (readonly [number, number, Direction | null, string, string])[] | null;
  readonly intervals: IntervalTuple[] | null;
}
type IntervalTuple = readonly [
  ...[id: number, openedAt: number, from: number | null, to: number | null, state: IntervalState, day: string],
  ...[
    seconds: number | null,
    secondEntry: boolean,
    exitPassId: number | null,
    closesAt: number | null,
    chained: boolean,
  ],
];

function intervalOf(tuple: IntervalTuple): Interval {
  const [id, openedAt, from, to, state, day, seconds, secondEntry, exitPassId, closesAt, chained] = tuple;
  return { id, openedAt, from, to, state, day, seconds, secondEntry, exitPassId, closesAt, chained };
}

export interface WrittenInterval extends Interval {
  readonly userId: number;
}

/** Takes away what is no more; before anything is written, because the interval of a pass may move to another user. */
export function deleteIntervals(unitId: number, gone: readonly number[]): Statement {
  return {
    name: 'delete-intervals',
    text: 'delete from intervals where unit_id = $1 and id = any($2::bigint[])',
    values: [unitId, int8s(gone)],
  };
}

/** Writes intervals that are new or other than before. */
export function writeIntervals(unitId: number, written: readonly WrittenInterval[]): Statement {
  return {
    name: 'write-intervals',
    text: `insert into intervals as i (unit_id, id, user_id, opened_at, from_at, to_at, state, day, seconds, second_entry, exit_pass_id, closes_at, chained)
           select $1, id, user_id, to_timestamp(opened_at / 1000.0::float8), to_timestamp(from_at / 1000.0::float8), to_timestamp(to_at / 1000.0::float8), state, day, seconds,
             second_entry, exit_pass_id, to_timestamp(closes_at / 1000.0::float8), chained
           from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::date[], $9::integer[], $10::boolean[],
             $11::bigint[], $12::bigint[], $13::boolean[])
             as v(id, user_id, opened_at, from_at, to_at, state, day, seconds, second_entry, exit_pass_id, closes_at, chained)
           on conflict (unit_id, id) do update set user_id = excluded.user_id, opened_at = excluded.opened_at, from_at = excluded.from_at,
             to_at = excluded.to_at, state = excluded.state, day = excluded.day, seconds = excluded.seconds, second_entry = excluded.second_entry,
             exit_pass_id = excluded.exit_pass_id, closes_at = excluded.closes_at, chained = excluded.chained, updated_at = now()`,
    values: [
      unitId,
      int8s(written.map(({ id }) => id)),
      int8s(written.map(({ userId }) => userId)),
      int8s(written.map(({ openedAt }) => openedAt)),
      int8s(written.map(({ from }) => from)),
      int8s(written.map(({ to }) => to)),
      texts(written.map(({ state }) => state)),
      written.map(({ day }) => day),
      int4s(written.map(({ seconds }) => seconds)),
      written.map(({ secondEntry }) => secondEntry),
      int8s(written.map(({ exitPassId }) => exitPassId)),
      int8s(written.map(({ closesAt }) => closesAt)),
      written.map(({ chained }) => chained),
    ],
  };
}

/** Open intervals whose time is over, of all units. */
export async function readOverdue(
  queryable: Queryable,
  now: Date,
  limit: number,
): Promise<(UserTimes & { readonly unitId: number })[]> {
  const rows = await queryable.query<{ unitId: number; userId: number; at: number }>({
    name: 'read-overdue-intervals',
    text: `select unit_id as "unitId", user_id as "userId", (date_part('epoch', opened_at) * 1000)::bigint as at from intervals
           where state = 'open' and closes_at < $1 order by closes_at limit $2`,
    values: [now.toISOString(), limit],
  });
  return rows.map(({ unitId, userId, at }) => ({ unitId, userId, earliest: at, latest: at }));
}
