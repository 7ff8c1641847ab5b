import type { Run, ValueObject } from '@gangway/language';
import type { RecordEvent } from '../records/types.ts';
import type { UnitPlan } from './unit-plan.ts';

/** Conditions run inside the business transaction: they may not take long. */
const conditionSteps = 5_000;

/** What a condition is evaluated with, at an event. */
export function conditionRun(context: ValueObject, plan: UnitPlan, event: Pick<RecordEvent, 'id' | 'at'>): Run {
  return {
    context,
    dictionaries: Object.fromEntries([...plan.dictionaries.values()].map(({ name, entries }) => [name, entries])),
    now: event.at.toISOString(),
    seed: event.id,
    zone: plan.unit.zone,
    locale: plan.unit.locale,
    limits: { steps: conditionSteps },
  };
}
