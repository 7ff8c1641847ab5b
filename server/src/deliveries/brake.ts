import { resolveAlerts } from '../alerts/store.ts';
import { viewerOf } from '../access/rights.ts';
import type { Transaction } from '../database/database.ts';
import { refuse } from '../errors.ts';
import type { Actor } from '../records/types.ts';
import { releaseSuccessors } from '../triggers/order-store.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import type { OutcomeSurroundings } from './apply-outcomes.ts';
import { cancelDelivery, lockForChange } from './change-by-hand.ts';
import { countBrakedHeld, findBraked, moveDelivery } from './delivery-store.ts';

/** One call moves this many, so that a transaction stays short; the answer says how many are left. */
const stepSize = 200;

export interface BrakeMoved {
  readonly moved: number;
  /** Still held; call again. */
  readonly left: number;
  readonly wake: readonly number[];
}

/** A person has looked at what a trigger's brake holds and lets it go, or drops it, as far as they may see its records. Oldest first. */
export async function moveBraked(
  transaction: Transaction,
  plan: UnitPlan,
  trigger: string,
  actor: Actor,
  what: 'release' | 'cancel',
  surroundings: OutcomeSurroundings,
): Promise<BrakeMoved> {
  const { unitId } = plan.unit;
  const viewer = viewerOf(actor, plan.groupRights);
  const ids = await findBraked(transaction, unitId, trigger, viewer, stepSize);
  if (ids.length === 0) refuse('illegal-state', `The brake of the trigger "${trigger}" holds nothing.`);
  const wake: number[] = [];
  for (const id of ids) {
    if (what === 'cancel') {
      wake.push(...(await cancelDelivery(transaction, plan, id, actor, surroundings)));
      continue;
    }
    const { delivery } = await lockForChange(transaction, unitId, id, viewer);
    // Another person may have been faster.
    if (delivery.storedState !== 'held') continue;
    const { connection, entity, recordId } = delivery;
    const move = { reason: `Released by ${actor.name}.`, restart: true };
    if (recordId === null || plan.connections.get(connection)?.order === 'none') {
      await moveDelivery(transaction, unitId, id, { ...move, state: 'queued' });
      wake.push(delivery.laneId);
      continue;
    }
    // It takes its place among the record's messages; the one whose turn it is goes at once.
    await moveDelivery(transaction, unitId, id, { ...move, state: 'held', heldBy: 'order' });
    const released = await releaseSuccessors(transaction, unitId, [{ connection, entity, recordId }]);
    wake.push(...released.map(({ laneId }) => laneId));
  }
  const left = await countBrakedHeld(transaction, unitId, trigger, viewer);
  // Somebody else's records may still be held.
  if ((await countBrakedHeld(transaction, unitId, trigger, null)) === 0)
    await resolveAlerts(transaction, unitId, [`brake/${trigger}`], actor.name);
  return { moved: ids.length, left, wake };
}
