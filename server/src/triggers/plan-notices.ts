import type { Run } from '@gangway/language';
import type { Alert } from '../alerts/store.ts';
import type { RecordEvent } from '../records/types.ts';
import { filterHeard, type Heard, type ListeningHook } from '../webhooks/listening-hooks.ts';
import { noticeTo } from './build-delivery.ts';
import type { Emitted } from './match-triggers.ts';
import type { PlannedDelivery } from './store.ts';
import type { UnitPlan } from './unit-plan.ts';

export interface PlannedNotices {
  readonly notices: readonly PlannedDelivery[];
  readonly alerts: readonly (Alert & { readonly unitId: number })[];
}

/**
 * The notices of an event to the hooks that hear of it and whose filters it passes. A filter that cannot be evaluated loses nothing: the notice is kept as
 * failed, and an alert says why, once for the hook. `notTo`: lanes to which a trigger sends a notice of this event itself.
 */
export function planNotices(
  plan: UnitPlan,
  event: RecordEvent,
  heard: readonly Heard[],
  run: () => Run,
  notTo: ReadonlySet<string>,
): PlannedNotices {
  const notices: PlannedDelivery[] = [];
  const alerts: (Alert & { readonly unitId: number })[] = [];
  for (const one of filterHeard(heard, run)) {
    const { hook, type } = one;
    if (notTo.has(hook.lane)) continue;
    if (!('failed' in one)) {
      if (one.passes) notices.push(noticeTo(hook, event, type));
      continue;
    }
    const reason = `The filter of the hook cannot be evaluated: ${one.failed} Mend it and send the notice again.`;
    notices.push({ ...noticeTo(hook, event, type), state: 'failed', reason });
    alerts.push(filterAlert(plan, hook, reason));
  }
  return { notices, alerts };
}

function filterAlert(plan: UnitPlan, hook: ListeningHook, text: string): Alert & { readonly unitId: number } {
  return { unitId: plan.unit.unitId, key: `hook/${hook.id}/filter`, kind: 'hook-filter', text, hookId: hook.id };
}

/** Hooks that hear of an event only because triggers gave it these names. */
export function hearingEmitted(
  plan: UnitPlan,
  event: RecordEvent,
  heard: readonly Heard[],
  emitted: readonly Emitted[],
): Heard[] {
  const known = new Set(heard.map(({ hook }) => hook.id));
  return plan.hooks.hearing(event, emitted).filter(({ hook }) => !known.has(hook.id));
}
