import { type LaneRow, readLanes } from '../connections/lane-store.ts';
import type { Queryable } from '../database/database.ts';
import { isHookLane } from '../webhooks/hook.ts';
import { bucketsOf, percentile, type Span } from './figures.ts';
import { type MarkRow, readDurations, readMarks, readSeries, type SeriesRow } from './figures-store.ts';
import { type ConnectionCount, countFailed, countOpen, readHookLanes } from './overview-store.ts';

export interface ConnectionHealth {
  readonly name: string;
  /** Of a hook's lane. */
  readonly hookId: string | null;
  readonly state: 'ok' | 'failing' | 'paused' | 'idle';
  readonly reason: string | null;
  readonly since: Date | null;
  readonly lastSuccessAt: Date | null;
  /** Queued, being sent, waiting for the next attempt or a later answer. */
  readonly waiting: number;
  readonly held: number;
  /** Refused, failed or unknown within the span, and not sent again. */
  readonly failed: number;
  /** Attempts that were accepted within the span. */
  readonly sent: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly series: readonly Omit<SeriesRow, 'connection'>[];
}

export interface HealthFacts {
  readonly connections: readonly ConnectionHealth[];
  readonly open: readonly ConnectionCount[];
  readonly failed: readonly ConnectionCount[];
  readonly lanes: readonly LaneRow[];
}

/** How each connection (and hook whose owner is `hooksOf`, or all) has fared over the span; `only`: this one. */
export async function readHealth(
  queryable: Queryable,
  unitId: number,
  span: Span,
  filter: { readonly only: string | null; readonly hooksOf: number | 'all' },
): Promise<HealthFacts> {
  const { only } = filter;
  const [lanes, hooks, marks, series, durations, open, failed] = await Promise.all([
    readLanes(queryable, unitId, only ?? undefined),
    readHookLanes(queryable, unitId),
    readMarks(queryable, unitId),
    readSeries(queryable, unitId, span.since, span.bucketMinutes, only),
    readDurations(queryable, unitId, span.since, only),
    countOpen(queryable, unitId, only),
    countFailed(queryable, unitId, span.since, only),
  ]);
  const hookOf = new Map(hooks.map((hook) => [hook.lane, hook]));
  const isShown = (name: string): boolean =>
    !isHookLane(name) ||
    (hookOf.has(name) && (filter.hooksOf === 'all' || hookOf.get(name)?.userId === filter.hooksOf));
  const names = [...new Set(lanes.map(({ connection }) => connection))].filter(isShown);
  const markOf = new Map(marks.map((mark) => [mark.connection, mark]));
  const seriesOf = Map.groupBy(series, ({ connection }) => connection);
  const durationsOf = Map.groupBy(durations, ({ connection }) => connection);
  const buckets = bucketsOf(span);
  const connections = names.map((name): ConnectionHealth => {
    const own = seriesOf.get(name) ?? [];
    const took = durationsOf.get(name) ?? [];
    const mine = open.filter(({ connection }) => connection === name);
    return {
      name,
      hookId: hookOf.get(name)?.id ?? null,
      ...standing(
        lanes.filter(({ connection }) => connection === name),
        markOf.get(name),
        own.length > 0 || mine.length > 0,
      ),
      lastSuccessAt: markOf.get(name)?.lastSuccessAt ?? null,
      waiting: sum(mine.filter(({ state }) => state !== 'held')),
      held: sum(mine.filter(({ state }) => state === 'held')),
      failed: sum(failed.filter(({ connection }) => connection === name)),
      sent: own.reduce((all, { delivered }) => all + delivered, 0),
      p50Ms: percentile(took, 0.5),
      p99Ms: percentile(took, 0.99),
      series: fill(buckets, own),
    };
  });
  return { connections, open, failed, lanes };
}

function sum(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((all, { count }) => all + count, 0);
}

/** Shards are paused together; the first that has something to say speaks for all. */
function standing(
  lanes: readonly LaneRow[],
  mark: MarkRow | undefined,
  isBusy: boolean,
): Pick<ConnectionHealth, 'state' | 'reason' | 'since'> {
  const paused = lanes.find(({ pausedAt }) => pausedAt !== null);
  if (paused !== undefined) {
    const reason = `Paused by ${paused.pausedBy ?? 'somebody'}${paused.pausedReason === null ? '.' : `: ${paused.pausedReason}`}`;
    return { state: 'paused', reason, since: paused.pausedAt };
  }
  const failing = lanes.find(({ breaker, failingSince }) => breaker === 'open' || failingSince !== null);
  if (failing !== undefined) return { state: 'failing', reason: failing.breakerReason, since: failing.failingSince };
  return { state: isBusy || mark !== undefined ? 'ok' : 'idle', reason: null, since: null };
}

function fill(buckets: readonly Date[], rows: readonly SeriesRow[]): Omit<SeriesRow, 'connection'>[] {
  const found = new Map(rows.map((row) => [row.at.getTime(), row]));
  return buckets.map((at) => {
    const { delivered = 0, refused = 0, failed = 0 } = found.get(at.getTime()) ?? {};
    return { at, delivered, refused, failed };
  });
}
