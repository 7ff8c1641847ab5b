import type { Viewer } from '../access/rights.ts';
import { configurators } from '../access/groups.ts';
import type { LaneRow } from '../connections/lane-store.ts';
import type { Database } from '../database/database.ts';
import { readInstallation } from '../database/installation-store.ts';
import { isHookLane } from '../webhooks/hook.ts';
import { type ConnectionHealth, readHealth } from './connection-health.ts';
import { comparedDays, type Range, spanOf, usualOf } from './figures.ts';
import { readDays } from './figures-store.ts';
import {
  type BrakeRow,
  type ConnectionCount,
  countAlerts,
  countLimit,
  countUnassigned,
  readBrakes,
  readFirstSteps,
  readUnitLagMs,
} from './overview-store.ts';
import { rollUp } from './roll-up.ts';

/** Something that waits for a person. */
export interface Need {
  readonly kind: 'refused' | 'failed' | 'unknown' | 'brake' | 'failing' | 'paused' | 'unassigned' | 'alert' | 'copy';
  readonly count: number;
  readonly atLeast: boolean;
  readonly connection: string | null;
  readonly trigger: string | null;
  readonly text: string | null;
}

type Asked = { readonly range: Range; readonly now: Date; readonly zone: string; readonly viewer: Viewer };

/** What a person sees first: does anything need me now, and what flows. Everything here has an index or a limit. */
export async function readOverview(database: Database, unitId: number, { range, now, zone, viewer }: Asked) {
  await rollUp(database, unitId);
  const span = spanOf(range, now);
  const hooksOf = seesAllHooks(viewer) ? ('all' as const) : (viewer.userId ?? 0);
  const [health, lagMs, days, brakes, unassigned, alerts, steps, installation] = await Promise.all([
    readHealth(database, unitId, span, { only: null, hooksOf }),
    readUnitLagMs(database, unitId),
    readDays(database, unitId, zone, comparedDays),
    readBrakes(database, unitId),
    countUnassigned(database, unitId),
    countAlerts(database, unitId),
    readFirstSteps(database, unitId),
    readInstallation(database),
  ]);
  const { connections } = health;
  const names = new Set(connections.map(({ name }) => name));
  const isShown = ({ connection }: { readonly connection: string }): boolean => names.has(connection);
  const [open, failed, lanes] = [
    health.open.filter(isShown),
    health.failed.filter(isShown),
    health.lanes.filter(isShown),
  ];
  const copiedFrom = installation?.copiedFrom ?? null;
  const hasConnection = lanes.some(({ connection }) => !isHookLane(connection));
  return {
    range,
    ...span,
    lagMs,
    ...stateCounts(open, failed, connections),
    needsPerson: [
      ...(copiedFrom === null ? [] : [need('copy', 1, { text: copiedFrom })]),
      ...failedNeeds(failed),
      ...brakes.map(brakeNeed),
      ...laneNeeds(lanes, now),
      ...(unassigned === 0 ? [] : [need('unassigned', unassigned, { atLeast: unassigned >= countLimit })]),
      ...alertNeeds(alerts),
    ],
    connections,
    today: { delivered: days.find(({ daysAgo }) => daysAgo === 0)?.delivered ?? 0, usual: usualOf(days) },
    slowest: slowestOf(connections),
    checklist: [
      { step: 'connection', done: hasConnection },
      { step: 'template', done: steps.template },
      { step: 'trigger', done: steps.trigger },
      { step: 'record', done: steps.record },
      { step: 'delivered', done: steps.delivered },
    ],
  };
}

export function seesAllHooks({ administrator, groups }: Pick<Viewer, 'administrator' | 'groups'>): boolean {
  return administrator || groups.includes(configurators);
}

function need(kind: Need['kind'], count: number, more: Partial<Need> = {}): Need {
  return { kind, count, atLeast: false, connection: null, trigger: null, text: null, ...more };
}

function stateCounts(
  open: readonly ConnectionCount[],
  failed: readonly ConnectionCount[],
  connections: readonly ConnectionHealth[],
): { readonly counts: Readonly<Record<string, number>>; readonly atLeast: readonly string[] } {
  const counts: Record<string, number> = {};
  for (const { state, count } of [...open, ...failed]) counts[state] = (counts[state] ?? 0) + count;
  counts['delivered'] = connections.reduce((all, { sent }) => all + sent, 0);
  return {
    counts,
    atLeast: [...new Set([...open, ...failed].filter(({ capped }) => capped).map(({ state }) => state))],
  };
}

function failedNeeds(failed: readonly ConnectionCount[]): Need[] {
  const kinds = ['unknown', 'failed', 'refused'] as const;
  return kinds.flatMap((kind) =>
    failed
      .filter(({ state }) => state === kind)
      .map(({ connection, count, capped }) => need(kind, count, { connection, atLeast: capped })),
  );
}

function brakeNeed({ trigger, held }: BrakeRow): Need {
  return need('brake', held, { trigger, atLeast: held >= countLimit });
}

/** What fails for so long is worth a person's eye, even where too little is sent for its breaker to open (deliveries/hook-upkeep.ts raises its alert then). */
const failingForMs = 5 * 60_000;

function laneNeeds(lanes: readonly LaneRow[], now: Date): Need[] {
  const named = [...Map.groupBy(lanes, ({ connection }) => connection)];
  return named.flatMap(([connection, own]) => {
    const paused = own.find(({ pausedAt }) => pausedAt !== null);
    if (paused !== undefined) return [need('paused', 1, { connection, text: paused.pausedReason })];
    const longAgo = now.getTime() - failingForMs;
    const failing = own.find(
      ({ breaker, failingSince }) => breaker === 'open' || (failingSince !== null && failingSince.getTime() <= longAgo),
    );
    return failing === undefined ? [] : [need('failing', 1, { connection, text: failing.breakerReason })];
  });
}

/** Alerts whose matter does not stand here already by itself. */
const toldElsewhere: ReadonlySet<string> = new Set([
  ...['delivery-failed', 'delivery-refused', 'delivery-unknown', 'brake', 'connection-failing', 'hook-failing'],
  ...['hook-paused', 'time-unassigned', 'installation-copied'],
]);

function alertNeeds(alerts: readonly { readonly kind: string; readonly count: number }[]): Need[] {
  return alerts
    .filter(({ kind }) => !toldElsewhere.has(kind))
    .map(({ kind, count }) => need('alert', count, { text: kind }));
}

const mostSlow = 5;

function slowestOf(connections: readonly ConnectionHealth[]) {
  return connections
    .flatMap(({ name, p50Ms, p99Ms, sent }) =>
      p50Ms === null || p99Ms === null ? [] : [{ name, count: sent, p50Ms, p99Ms }],
    )
    .sort((a, b) => b.p99Ms - a.p99Ms)
    .slice(0, mostSlow);
}
