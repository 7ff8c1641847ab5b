import { may, type Viewer } from '../access/rights.ts';
import { type AlertColumns, type AlertRow, listAlerts } from '../alerts/store.ts';
import { listEntries, type ListedEntry } from '../attendance/entry-list-store.ts';
import type { Queryable } from '../database/database.ts';
import type { DeliveryRow } from '../deliveries/delivery-columns-store.ts';
import { countByShownState, listDeliveries } from '../deliveries/delivery-list-store.ts';
import { type Bind, visibleCondition } from '../records/acl-store.ts';
import { listRecovered } from './inbox-store.ts';
import { type BrakeRow, countLimit, countUnassigned, readBrakes } from './overview-store.ts';

const mostRows = 20;

export interface Inbox {
  readonly counts: Readonly<Record<'alerts' | 'unknown' | 'failures' | 'brakes' | 'passes' | 'total', number>>;
  readonly atLeast: readonly string[];
  readonly alerts: readonly AlertRow[];
  readonly recovered: readonly AlertRow[];
  readonly unknown: readonly DeliveryRow[];
  readonly failures: readonly DeliveryRow[];
  readonly brakes: readonly BrakeRow[];
  readonly passes: readonly ListedEntry[];
}

/** Everything that waits for a person, with the newest rows of each kind: only what this one may see. */
export async function readInbox(queryable: Queryable, unitId: number, viewer: Viewer): Promise<Inbox> {
  const visible = (columns: AlertColumns, bind: Bind): string | undefined => visibleCondition(viewer, columns, bind);
  const asked = { viewer, notResent: true } as const;
  const seesTime = may(viewer.rights, 'time', 'read');
  const [alerts, recovered, unknown, failures, counted, brakes, passes, unassigned] = await Promise.all([
    listAlerts(queryable, unitId, { open: true, limit: 1_001, visible }),
    listRecovered(queryable, unitId, visible, mostRows),
    listDeliveries(queryable, unitId, { ...asked, states: ['unknown'], limit: mostRows }),
    listDeliveries(queryable, unitId, { ...asked, states: ['refused', 'failed'], limit: mostRows }),
    countByShownState(queryable, unitId, { ...asked, states: ['unknown', 'refused', 'failed'] }),
    readBrakes(queryable, unitId),
    seesTime ? listEntries(queryable, unitId, viewer, { unassigned: true, limit: mostRows }) : [],
    seesTime ? countUnassigned(queryable, unitId) : 0,
  ]);
  // What failed or is unknown, what a brake holds and passes have rows of their own here.
  const own = alerts.filter(({ kind }) => !toldElsewhere.has(kind));
  const { unknown: unknowns = 0, refused = 0, failed = 0 } = counted.counts;
  const held = brakes.length;
  const counts = {
    alerts: own.length,
    unknown: unknowns,
    failures: refused + failed,
    brakes: held,
    passes: unassigned,
  };
  const isCapped: Readonly<Record<string, boolean>> = {
    alerts: alerts.length > 1_000,
    unknown: counted.atLeast.includes('unknown'),
    failures: counted.atLeast.length > 0,
    passes: unassigned >= countLimit,
  };
  return {
    counts: { ...counts, total: Object.values(counts).reduce((sum, count) => sum + count, 0) },
    atLeast: Object.keys(isCapped).filter((name) => isCapped[name] === true),
    ...{ alerts: own.slice(0, mostRows), recovered, unknown, failures, brakes: brakes.slice(0, mostRows), passes },
  };
}

const toldElsewhere: ReadonlySet<string> = new Set([
  ...['delivery-failed', 'delivery-refused', 'delivery-unknown', 'brake', 'time-unassigned'],
]);
