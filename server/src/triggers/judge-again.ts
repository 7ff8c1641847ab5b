import type { ValueObject } from '@gangway/language';
import type { Transaction } from '../database/database.ts';
import { refuse } from '../errors.ts';
import { openSnapshot } from '../records/snapshot.ts';
import { conditionRun } from './condition-run.ts';
import { testCondition } from './match-triggers.ts';
import { readSnapshot } from './store.ts';
import type { UnitPlan } from './unit-plan.ts';

/**
 * Whether the condition of a trigger, as it is now, is met by an event of the past, over what is stored of it: the record before and after, the event,
 * the user. For a delivery whose condition could not be evaluated: nobody has decided yet that it is to be sent. Refuses where it cannot be told still.
 */
export async function judgeAgain(
  transaction: Transaction,
  plan: UnitPlan,
  name: string,
  eventId: string,
): Promise<boolean> {
  const found = plan.triggers.find(({ trigger }) => trigger.name === name);
  const shown = JSON.stringify(name);
  if (!found) {
    refuse(
      'illegal-state',
      `The condition of the trigger ${shown} could not be evaluated, and there is no such trigger any more to decide whether this is to be sent. Create it again, then send.`,
    );
  }
  const snapshot = await readSnapshot(transaction, plan.unit.unitId, eventId);
  if (snapshot === undefined) {
    refuse(
      'illegal-state',
      `What the trigger ${shown} would decide by is not kept any more. Change the record, or ask for its export, so that it fires anew.`,
    );
  }
  const { context } = openSnapshot(snapshot, plan.definitions);
  const met = testCondition(found.when, conditionRun(context, plan, { id: eventId, at: momentOf(context) }));
  if (typeof met === 'boolean') return met;
  refuse(
    'illegal-state',
    `The condition of the trigger ${shown} still cannot be evaluated: ${met} Mend it, then send.`,
  );
}

/** The event's own facts are in its snapshot. */
function momentOf({ event }: ValueObject): Date {
  // eventFacts (records/context.ts) made it.
  const { at } = event as { readonly at: string };
  return new Date(at);
}
