import type { Queryable, Transaction } from '../database/database.ts';
import { firstIdAt } from '../database/uuid.ts';

/** The quarter of an hour in which attempts are counted together. */
export const figureMinutes = 15;
/** No attempt takes as long: how far before its end its id may lie. */
const longestAttemptMs = 86_400_000;
/** Begin of all quarters, for date_bin. */
const origin = `timestamptz '2000-01-01T00:00:00Z'`;

export interface FigureWindow {
  readonly from: Date;
  readonly to: Date;
}

/**
 * Takes the next stretch of time of a unit's attempts to be counted, an hour at most, up to two seconds ago: what is written later than it was begun is
 * committed by then. Holds the unit's row until the transaction ends; undefined: somebody else counts, or there is nothing yet.
 */
export async function takeWindow(transaction: Transaction, unitId: number): Promise<FigureWindow | undefined> {
  await transaction.query({
    name: 'begin-figures',
    text: `insert into figure_progress (unit_id, until) values ($1, now() - interval '1 hour') on conflict do nothing`,
    values: [unitId],
  });
  const [row] = await transaction.query<FigureWindow & object>({
    name: 'take-figure-window',
    text: `with mine as (select until from figure_progress where unit_id = $1 for update skip locked)
           select until as from, least(now() - interval '2 seconds', until + interval '1 hour') as to from mine`,
    values: [unitId],
  });
  return row !== undefined && row.to.getTime() > row.from.getTime() ? row : undefined;
}

/** Adds the attempts of the window to the figures, and moves the unit's progress behind it. */
export async function addFigures(transaction: Transaction, unitId: number, { from, to }: FigureWindow): Promise<void> {
  await transaction.query({
    name: 'add-figures',
    text: `with attempted as (
             select d.connection, a.settled_at, a.duration_ms, a.request is not null as sent,
               case when a.outcome in ('accepted', 'refused') then a.outcome else 'failed' end as outcome
             from attempts a join deliveries d on d.unit_id = a.unit_id and d.id = a.delivery_id
             where a.unit_id = $1 and a.settled_at >= $2 and a.settled_at < $3 and a.id >= $4
               and a.outcome not in ('interrupted', 'late')
               -- A later answer: the message was counted when the counterparty took it.
               and not (a.outcome = 'accepted' and a.request is null)
           ), counted as (
             insert into connection_figures as f (unit_id, at, connection, delivered, refused, failed)
             select $1, date_bin('${figureMinutes} minutes', settled_at, ${origin}), connection, count(*) filter (where outcome = 'accepted'),
               count(*) filter (where outcome = 'refused'), count(*) filter (where outcome = 'failed')
             from attempted group by 2, 3
             on conflict (unit_id, at, connection) do update set delivered = f.delivered + excluded.delivered,
               refused = f.refused + excluded.refused, failed = f.failed + excluded.failed
           ), timed as (
             insert into connection_durations as t (unit_id, at, connection, ms_class, count)
             select $1, date_bin('1 hour', settled_at, ${origin}), connection, round(5 * ln(greatest(duration_ms, 1)::float8))::smallint, count(*)
             from attempted where sent and outcome <> 'failed' group by 2, 3, 4
             on conflict (unit_id, at, connection, ms_class) do update set count = t.count + excluded.count
           ), marked as (
             insert into connection_marks as m (unit_id, connection, last_success_at, last_failure_at)
             select $1, connection, max(settled_at) filter (where outcome = 'accepted'), max(settled_at) filter (where outcome <> 'accepted')
             from attempted group by connection
             on conflict (unit_id, connection) do update set
               last_success_at = greatest(m.last_success_at, excluded.last_success_at),
               last_failure_at = greatest(m.last_failure_at, excluded.last_failure_at)
           )
           update figure_progress set until = $3 where unit_id = $1`,
    values: [unitId, from, to, firstIdAt(from.getTime() - longestAttemptMs)],
  });
}

/** What is older than any range that can be asked for. A few rows per connection and hour: few enough to be deleted one by one. */
export async function forgetOldFigures(queryable: Queryable): Promise<void> {
  await queryable.query({ text: `delete from connection_figures where at < now() - interval '36 days'` });
  await queryable.query({ text: `delete from connection_durations where at < now() - interval '36 days'` });
}

export interface SeriesRow {
  readonly connection: string;
  readonly at: Date;
  readonly delivered: number;
  readonly refused: number;
  readonly failed: number;
}

/** Attempts per connection and bucket; buckets without any are missing. */
export async function readSeries(
  queryable: Queryable,
  unitId: number,
  since: Date,
  bucketMinutes: number,
  connection: string | null,
): Promise<SeriesRow[]> {
  return queryable.query<SeriesRow & object>({
    name: 'read-figures',
    text: `select connection, date_bin(make_interval(mins => $3), at, ${origin}) as at, sum(delivered)::int8 as delivered,
             sum(refused)::int8 as refused, sum(failed)::int8 as failed
           from connection_figures where unit_id = $1 and at >= $2 and ($4::text is null or connection = $4) group by 1, 2 order by 1, 2`,
    values: [unitId, since, bucketMinutes, connection],
  });
}

export interface DurationRow {
  readonly connection: string;
  readonly msClass: number;
  readonly count: number;
}

/** How long answered attempts took, in classes. */
export async function readDurations(
  queryable: Queryable,
  unitId: number,
  since: Date,
  connection: string | null,
): Promise<DurationRow[]> {
  return queryable.query<DurationRow & object>({
    name: 'read-durations',
    text: `select connection, ms_class as "msClass", sum(count)::int8 as count from connection_durations
           where unit_id = $1 and at >= date_bin('1 hour', $2, ${origin}) and ($3::text is null or connection = $3) group by 1, 2 order by 1, 2`,
    values: [unitId, since, connection],
  });
}

/** Delivered on these days of the unit's calendar, each up to the present time of day; 0 is today. `began`: whether anything was counted on it or before. */
export async function readDays(
  queryable: Queryable,
  unitId: number,
  zone: string,
  daysAgo: readonly number[],
): Promise<{ readonly daysAgo: number; readonly delivered: number; readonly began: boolean }[]> {
  return queryable.query<{ daysAgo: number; delivered: number; began: boolean }>({
    name: 'read-figure-days',
    text: `select ago as "daysAgo", counted.delivered, exists (select from connection_figures f where f.unit_id = $1 and f.at <= day.until) as began
           from unnest($3::int[]) as ago
           cross join lateral (select (date_trunc('day', now() at time zone $2) - make_interval(days => ago)) at time zone $2 as since,
             ((now() at time zone $2) - make_interval(days => ago)) at time zone $2 as until) day
           cross join lateral (select coalesce(sum(delivered), 0)::int8 as delivered from connection_figures
             where unit_id = $1 and at >= day.since and at <= day.until) counted
           order by ago`,
    values: [unitId, zone, daysAgo],
  });
}

export interface MarkRow {
  readonly connection: string;
  readonly lastSuccessAt: Date | null;
  readonly lastFailureAt: Date | null;
}

export async function readMarks(queryable: Queryable, unitId: number): Promise<MarkRow[]> {
  return queryable.query<MarkRow & object>({
    name: 'read-connection-marks',
    text: `select connection, last_success_at as "lastSuccessAt", last_failure_at as "lastFailureAt" from connection_marks where unit_id = $1`,
    values: [unitId],
  });
}
