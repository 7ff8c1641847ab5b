import type { Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import { applyOutcomes, lockRecordsOf, type OutcomeSurroundings } from './apply-outcomes.ts';
import { findInterrupted, type InterruptedDelivery, type LeasedLane, moveInterrupted } from './lease-store.ts';
import { markOf } from './mark-of.ts';
import { type AttemptRow, insertAttempts } from './settle-store.ts';

/** After so many interruptions the message itself is under suspicion of bringing the process down. */
const mostInterruptions = 10;
const batchSize = 500;

interface Rescue {
  readonly row: InterruptedDelivery;
  readonly state: 'queued' | 'failed' | 'unknown';
  readonly reason: string;
}

/**
 * Rescues what a former holder of these lanes was sending when it was killed or lost its lease, and what we claimed without learning of it. Whether the request had left is not known; it costs
 * no attempt and goes out again at once with the same id and bytes, at most 10 times. Where the counterparty cannot recognise a repeat, a person
 * has to look. Resolves to how many were found; there may be more while it is not 0.
 */
export async function rescueInterrupted(
  transaction: Transaction,
  plan: UnitPlan,
  lanes: readonly LeasedLane[],
  inHand: readonly string[],
  surroundings: OutcomeSurroundings,
): Promise<number> {
  const { unitId } = plan.unit;
  const found = await findInterrupted(transaction, unitId, lanes, inHand, batchSize);
  if (found.length === 0) return 0;
  const rescues = found.map((row) => decide(row, plan));
  const records = await lockRecordsOf(
    transaction,
    unitId,
    found.map((row) => ({ delivery: { ...row, unitId } })),
  );
  const moves = rescues.map(({ row, state, reason }) => ({ id: row.id, state, reason }));
  const moved = await moveInterrupted(transaction, unitId, moves, lanes);
  const fresh = rescues.filter(({ row }) => moved.has(row.id));
  await insertAttempts(transaction, unitId, fresh.map(interruptedAttempt));
  const outcomes = [];
  for (const { row, state, reason } of fresh) {
    if (state === 'queued') continue;
    const mark = await markOf(transaction, unitId, row.routeId);
    outcomes.push({ delivery: { ...row, unitId }, verdict: {}, fate: { state, reason }, route: { mark } });
  }
  if (outcomes.length > 0) await applyOutcomes(transaction, unitId, outcomes, records, surroundings);
  return found.length;
}

function decide(row: InterruptedDelivery, plan: UnitPlan): Rescue {
  if (plan.connections.get(row.connection)?.repeats === 'unsafe') {
    const reason =
      'Gangway was interrupted while it was sending. The message may have arrived, and this connection cannot recognise a repeat.';
    return { row, state: 'unknown', reason };
  }
  if (row.interruptions + 1 >= mostInterruptions) {
    return {
      row,
      state: 'failed',
      reason: `Sending was interrupted ${mostInterruptions} times. Look at the log of the server before you send it again.`,
    };
  }
  return { row, state: 'queued', reason: 'Sending was interrupted; it is sent again at once.' };
}

function interruptedAttempt({ row, reason }: Rescue): AttemptRow {
  return {
    ...{
      id: newId(),
      deliveryId: row.id,
      number: row.tries,
      counted: false,
      startedAtMs: row.startedAt.getTime(),
      durationMs: 0,
    },
    ...{
      outcome: 'interrupted',
      reason,
      status: null,
      request: null,
      requestBody: null,
      response: null,
      responseBody: null,
    },
    ...{ timing: null, messages: [] },
  };
}
