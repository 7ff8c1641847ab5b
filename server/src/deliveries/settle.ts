import type { Database, Transaction } from '../database/database.ts';
import type { SeenRecord } from '../records/types.ts';
import type { RouteContent } from '../triggers/route.ts';
import { applyOutcomes, lockRecordsOf, type OutcomeSurroundings } from './apply-outcomes.ts';
import type { Fate } from './decide-fate.ts';
import type { ClaimedDelivery } from './delivery.ts';
import type { Verdict } from './judge-answer.ts';
import { type AttemptRow, type DeliveryUpdate, insertAttempts, updateSettled } from './settle-store.ts';

/** An ended attempt, on its way into the database. */
export interface Settlement {
  readonly delivery: ClaimedDelivery;
  readonly verdict: Verdict;
  readonly fate: Fate;
  readonly route: Pick<RouteContent, 'mark'>;
  readonly attempt: AttemptRow;
  /** The record that the message was made of. */
  readonly seen?: SeenRecord | null;
}

export interface Settled {
  /** Deliveries whose row was no longer this worker's: nothing of them was moved, the attempt is kept as a late result. */
  readonly stale: ReadonlySet<string>;
  /** Lanes that have something to do now. */
  readonly wake: readonly number[];
}

/** Settles the ended attempts of one unit in one transaction: attempts, states, write-backs, marks, next attempts (invariant 1). */
export async function settleBatch(
  database: Database,
  unitId: number,
  settlements: readonly Settlement[],
  surroundingsIn: (transaction: Transaction) => Promise<OutcomeSurroundings>,
): Promise<Settled> {
  return database.transaction(async (transaction) => {
    // Sent together, carried out in this order: the records are locked before the deliveries move.
    const [surroundings, records, moved] = await Promise.all([
      surroundingsIn(transaction),
      lockRecordsOf(transaction, unitId, settlements),
      updateSettled(transaction, unitId, settlements.map(updateOf)),
    ]);
    const fresh = settlements.filter(({ delivery }) => moved.has(delivery.id));
    const attempts = settlements.map(({ attempt, delivery }): AttemptRow =>
      moved.has(delivery.id) ? attempt : { ...attempt, outcome: 'late' },
    );
    const [wake] = await Promise.all([
      applyOutcomes(transaction, unitId, fresh, records, surroundings),
      insertAttempts(transaction, unitId, attempts),
    ]);
    const stale = settlements.filter(({ delivery }) => !moved.has(delivery.id)).map(({ delivery }) => delivery.id);
    return { stale: new Set(stale), wake };
  });
}

function updateOf({ delivery, fate, attempt }: Settlement): DeliveryUpdate {
  const { state, reason, attempts, dueAtMs } = fate;
  return {
    id: delivery.id,
    lease: delivery.lease,
    state,
    reason,
    attempts,
    dueAtMs,
    bodyKept: attempt.requestBody !== null,
  };
}
