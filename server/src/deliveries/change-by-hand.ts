import { requireRight } from '../access/require-right.ts';
import { type Viewer, viewerOf } from '../access/rights.ts';
import type { Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { type Fault, refuse } from '../errors.ts';
import { changeProblem } from '../records/judge-access.ts';
import type { Actor } from '../records/types.ts';
import { checkWriteBack } from '../records/write-back.ts';
import { scheduleOfConnection } from '../connections/schedule.ts';
import type { RouteContent } from '../triggers/route.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import { scheduleOfHook } from '../webhooks/hook.ts';
import { applyOutcomes, lockRecordsOf, type LockedRecords, type OutcomeSurroundings } from './apply-outcomes.ts';
import { decideFate, type Fate } from './decide-fate.ts';
import { type DeliveryRow, lockDelivery, moveDelivery, readDelivery } from './delivery-store.ts';
import { markOf } from './mark-of.ts';
import { type VerdictValue, wordsOf } from './verdict-value.ts';
import { insertAttempts } from './settle-store.ts';
import { noDelivery, seesDelivery } from './visible-delivery.ts';

/** A delivery under the locks that every change of it needs: its record first, then its own row. */
export interface LockedDelivery {
  readonly delivery: DeliveryRow;
  readonly records: LockedRecords;
}

/** Refuses with `not-found`, also where the viewer may not see its record; null: Gangway itself. */
export async function lockForChange(
  transaction: Transaction,
  unitId: number,
  id: string,
  viewer: Viewer | null,
): Promise<LockedDelivery> {
  const seen = await readDelivery(transaction, unitId, id);
  if (seen === undefined) return noDelivery(unitId, id);
  const records = await lockRecordsOf(transaction, unitId, [{ delivery: { ...seen, unitId } }]);
  if (viewer !== null && !seesDelivery(seen, [...records.values()][0], viewer)) return noDelivery(unitId, id);
  const delivery = await lockDelivery(transaction, unitId, id);
  return delivery === undefined ? noDelivery(unitId, id) : { delivery, records };
}

/** Ends an open delivery without sending it. One that is being sent just now has to be waited for. */
export async function cancelDelivery(
  transaction: Transaction,
  plan: UnitPlan,
  id: string,
  actor: Actor,
  surroundings: OutcomeSurroundings,
): Promise<readonly number[]> {
  const { unitId } = plan.unit;
  const viewer = viewerOf(actor, plan.groupRights);
  const { delivery, records } = await lockForChange(transaction, unitId, id, viewer);
  if (delivery.storedState === 'sending') {
    refuse('illegal-state', 'It is being sent at this moment. Try again in a few seconds, when its answer is known.');
  }
  if (!['queued', 'waiting', 'held', 'awaiting'].includes(delivery.storedState)) {
    refuse(
      'illegal-state',
      `It is ${delivery.storedState} already; only a delivery that is still on its way can be cancelled.`,
    );
  }
  const reason = `Cancelled by ${actor.name}.`;
  await moveDelivery(transaction, unitId, id, { state: 'cancelled', reason });
  return endByHand(transaction, unitId, { delivery, records }, { state: 'cancelled', reason }, {}, null, surroundings);
}

/**
 * A person's word on an unknown delivery: it is there (and what to write onto the record), or it is not, and then the same delivery goes out again
 * with its id and bytes.
 */
export async function resolveDelivery(
  transaction: Transaction,
  plan: UnitPlan,
  id: string,
  actor: Actor,
  word: { readonly there: boolean; readonly write?: VerdictValue['write'] },
  surroundings: OutcomeSurroundings,
): Promise<readonly number[]> {
  const { unitId } = plan.unit;
  const viewer = viewerOf(actor, plan.groupRights);
  const locked = await lockForChange(transaction, unitId, id, viewer);
  if (locked.delivery.storedState !== 'unknown') {
    refuse('illegal-state', `It is ${locked.delivery.state}, not unknown, so there is nothing to resolve.`);
  }
  judgeWrite(plan, locked, word, viewer);
  if (!word.there) {
    const reason = `${actor.name} said that it is not there; it is sent again.`;
    await moveDelivery(transaction, unitId, id, { state: 'queued', reason, restart: true });
    const wake = await endByHand(transaction, unitId, locked, { state: 'queued', reason }, {}, null, surroundings);
    return [locked.delivery.laneId, ...wake];
  }
  const reason = `${actor.name} said that it is there.`;
  await moveDelivery(transaction, unitId, id, { state: 'delivered', reason });
  const mark = await markOf(transaction, unitId, locked.delivery.routeId);
  const write = word.write === undefined ? {} : { write: word.write };
  return endByHand(transaction, unitId, locked, { state: 'delivered', reason }, write, mark, surroundings);
}

/** The answer that a bridge or a counterparty reports later. It settles a delivery that waits for it, or one whose fate was unknown. */
export async function reportResult(
  transaction: Transaction,
  plan: UnitPlan,
  id: string,
  actor: Actor,
  answer: VerdictValue,
  surroundings: OutcomeSurroundings,
  random: number,
): Promise<{ readonly state: string; readonly wake: readonly number[] }> {
  const { unitId } = plan.unit;
  const viewer = viewerOf(actor, plan.groupRights);
  const locked = await lockForChange(transaction, unitId, id, viewer);
  const { delivery } = locked;
  if (delivery.storedState !== 'awaiting' && delivery.storedState !== 'unknown') {
    refuse('illegal-state', `It is ${delivery.state}; a later answer is taken only while it is awaiting or unknown.`);
  }
  judgeWrite(plan, locked, answer, viewer);
  const fate = fateOf(plan, delivery, answer, random);
  const finished = fate.state === 'waiting' ? {} : { dueAtMs: null };
  await moveDelivery(transaction, unitId, id, {
    state: fate.state,
    reason: fate.reason,
    dueAtMs: fate.dueAtMs,
    ...finished,
  });
  await insertAttempts(transaction, unitId, [lateAttempt(delivery, answer, fate.reason)]);
  const mark = await markOf(transaction, unitId, delivery.routeId);
  const wake = await endByHand(transaction, unitId, locked, fate, answer, mark, surroundings);
  return { state: fate.state, wake: [delivery.laneId, ...wake] };
}

/**
 * Names that no answer may write are refused to whoever is there to mend them; values are judged when they are written. Whoever gives an answer by hand
 * writes the record, so they need the right to change it.
 */
function judgeWrite(
  plan: UnitPlan,
  { delivery: { entity }, records }: LockedDelivery,
  words: { readonly write?: VerdictValue['write']; readonly writeAlways?: VerdictValue['writeAlways'] },
  viewer: Viewer,
): void {
  const definition = plan.definitions.get(entity);
  if (definition === undefined || (words.write === undefined && words.writeAlways === undefined)) return;
  requireRight(viewer, entity, 'change');
  for (const record of records.values()) {
    const kept = changeProblem(definition, record, viewer);
    if (kept !== undefined) refuse(kept.code, kept.fault.message, [kept.fault]);
  }
  const faults = (['write', 'writeAlways'] as const).flatMap((part) =>
    words[part] === undefined ? [] : checkWriteBack(definition, words[part], part),
  );
  if (faults[0] !== undefined)
    refuse('invalid-record', `This cannot be written onto the record: ${faults[0].message}`, faults);
}

function fateOf(plan: UnitPlan, delivery: DeliveryRow, answer: VerdictValue, random: number): Fate {
  const reason =
    wordsOf(answer.messages) ||
    {
      accepted: 'Accepted.',
      refused: 'Refused without a reason.',
      retry: 'Asked to try again.',
      unknown: 'The counterparty does not know.',
    }[answer.outcome];
  const nowMs = Date.now();
  const hook = plan.hooks.ofLane(delivery.connection);
  return decideFate(
    { attempts: Math.max(delivery.attempts - 1, 0), probe: false, deadlineMs: delivery.deadlineAt.getTime() },
    { ...answer, reason, counted: true, available: undefined, unreachable: false },
    {
      schedule: hook ? scheduleOfHook(hook.settings) : scheduleOfConnection(plan.connections.get(delivery.connection)),
      answerWithinMs: undefined,
      ...{ startedAtMs: nowMs, nowMs, random },
    },
  );
}

function lateAttempt(delivery: DeliveryRow, answer: VerdictValue, reason: string) {
  return {
    ...{
      id: newId(),
      deliveryId: delivery.id,
      number: delivery.tries,
      counted: false,
      startedAtMs: Date.now(),
      durationMs: 0,
    },
    ...{
      outcome: answer.outcome,
      reason,
      status: null,
      request: null,
      requestBody: null,
      response: { later: true },
      responseBody: null,
    },
    ...{ timing: null, messages: answer.messages },
  };
}

function endByHand(
  transaction: Transaction,
  unitId: number,
  { delivery, records }: LockedDelivery,
  fate: Pick<Fate, 'reason'> & { readonly state: Fate['state'] | 'cancelled' },
  verdict: Pick<VerdictValue, 'write' | 'writeAlways'>,
  mark: RouteContent['mark'],
  surroundings: OutcomeSurroundings,
): Promise<number[]> {
  return applyOutcomes(
    transaction,
    unitId,
    [{ delivery: { ...delivery, unitId }, verdict, fate, route: { mark } }],
    records,
    surroundings,
  );
}

/** Checks `later` answers before they are taken: a body that is no verdict is refused with its place. */
export function refuseVerdict(why: string): never {
  const faults: Fault[] = [{ path: 'outcome', message: why }];
  refuse(
    'invalid-body',
    'Send { "outcome": "accepted" | "refused" | "retry" | "unknown", "messages": [...], "write": {...} }.',
    faults,
  );
}
