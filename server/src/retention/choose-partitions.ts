/** Tables whose months go with GANGWAY_RETENTION_MONTHS; the others (events, audit) with GANGWAY_HISTORY_MONTHS. */
const messageTables: ReadonlySet<string> = new Set(['attempts', 'calls', 'deliveries', 'snapshots', 'watched']);
/** A session lasts 60 days at most (config.ts): after two whole months and the begun one all of a month have ended. What was done in them stands in the audit. */
const sessionMonths = 3;
/** What came in has nothing to do with what is still to go out. */
const neededByNone: ReadonlySet<string> = new Set(['calls']);

export interface DroppablePartition {
  readonly table: string;
  readonly name: string;
  /** The first id that is no longer in it. */
  readonly to: string;
}

/**
 * Which months are dropped: those that ended longer ago than they are kept, and that hold nothing that an open delivery needs. A delivery that a
 * person paused for a year keeps its months, and all later ones, alive. Pure; `firstIdAt` is the lowest UUIDv7 of a moment.
 */
export function choosePartitions<P extends DroppablePartition>(
  partitions: readonly P[],
  keep: { readonly retentionMonths: number; readonly historyMonths: number },
  now: Date,
  oldestNeeded: string | undefined,
  firstIdAt: (ms: number) => string,
): P[] {
  return partitions.filter(({ table, to }) => {
    const isMessage = messageTables.has(table);
    const months = table === 'sessions' ? sessionMonths : isMessage ? keep.retentionMonths : keep.historyMonths;
    const limit = firstIdAt(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, now.getUTCDate()));
    if (to > limit) return false;
    return !isMessage || neededByNone.has(table) || oldestNeeded === undefined || to <= oldestNeeded;
  });
}
