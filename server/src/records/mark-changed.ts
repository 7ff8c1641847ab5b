import type { Exports, ExportState, Origin } from './types.ts';

/** States of a delivery whose message is made of the record before this change: arrived, or on its way. */
const carriesEarlier = new Set(['queued', 'sending', 'waiting', 'held', 'awaiting', 'delivered', 'unknown']);

/** A change by a person or a caller makes what was delivered old: `changedSince: true`. A write-back is the delivery's own trace. */
export function markChanged(exports: Exports, origin: Origin): Exports {
  if (origin === 'write-back') return exports;
  const marked = Object.entries(exports).map(([connection, state]): [string, ExportState] =>
    carriesEarlier.has(state.state) && state.changedSince !== true
      ? [connection, { ...state, changedSince: true }]
      : [connection, state],
  );
  return Object.fromEntries(marked);
}
