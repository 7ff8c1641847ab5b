import { readVerdictValue } from '../deliveries/verdict-value.ts';
import { setTimeout } from 'node:timers/promises';
import { Type } from 'typebox';
import { configurators } from '../access/groups.ts';
import { readDelivery } from '../deliveries/delivery-store.ts';
import { refuse } from '../errors.ts';
import { readHook } from '../webhooks/hook-store.ts';
import type { Value, ValueObject } from '@gangway/language';
import { cancelDelivery, reportResult, resolveDelivery, refuseVerdict } from '../deliveries/change-by-hand.ts';
import { outcomeSurroundings } from '../deliveries/outcome-surroundings.ts';
import type { Transaction } from '../database/database.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import { detailOf } from './deliveries.ts';
import { DeliveryDetail } from './delivery-wire.ts';
import { type Answer, type Call, operation } from './operation.ts';
import { actorOf, IdPath } from './schemas.ts';

export const cancelDeliveryOperation = operation({
  id: 'cancelDelivery',
  tag: 'Deliveries',
  summary: 'Ends a delivery that is still on its way, without sending it.',
  params: IdPath,
  answers: { 200: DeliveryDetail },
  refusals: ['not-found', 'illegal-state'],
  handle: (call) =>
    changed(call, (transaction, plan) =>
      cancelDelivery(transaction, plan, call.params.id, actorOf(call.caller), outcomeSurroundings(plan)),
    ),
});

const Write = Type.Record(Type.String(), Type.Unknown(), {
  description: 'Fields of the record, as a response template would write them.',
  examples: [{ properties: { accountingNumber: '2610001' } }],
});

export const resolveDeliveryOperation = operation({
  id: 'resolveDelivery',
  tag: 'Deliveries',
  summary: 'Says what became of a delivery whose answer is unknown.',
  description:
    '`there: true`: the counterparty has it, and `write` may hold what it gave. `there: false`: it has not, and the same delivery is sent again with its id and bytes.',
  params: IdPath,
  body: Type.Object({ there: Type.Boolean(), write: Type.Optional(Write) }, { additionalProperties: false }),
  exactNumbers: true,
  answers: { 200: DeliveryDetail },
  refusals: ['not-found', 'illegal-state', 'invalid-record'],
  handle: (call) =>
    changed(call, (transaction, plan) => {
      const { there, write } = call.body;
      // Read by readJson: plain data with Decimals.
      const word = { there, ...(write === undefined ? {} : { write: write as ValueObject }) };
      return resolveDelivery(transaction, plan, call.params.id, actorOf(call.caller), word, outcomeSurroundings(plan));
    }),
});

export const reportResultOperation = operation({
  id: 'reportDeliveryResult',
  tag: 'Deliveries',
  summary: 'Takes the answer that a counterparty or a bridge gives later.',
  description:
    'For a delivery in the state `awaiting` or `unknown`. The body is what a response template would make: `outcome`, `messages` and `write`. Configurators report it, and the owner of the hook that was told.',
  params: IdPath,
  body: Type.Object(
    {
      outcome: Type.Optional(
        Type.String({ description: 'accepted, refused, retry or unknown.', examples: ['accepted'] }),
      ),
      accepted: Type.Optional(Type.Boolean({ description: 'Instead of `outcome`.' })),
      retry: Type.Optional(Type.Boolean({ description: 'With `accepted: false`: it may be tried again.' })),
      messages: Type.Optional(
        Type.Array(Type.Unknown(), { maxItems: 1000, examples: [[{ level: 'info', text: 'Booked.' }]] }),
      ),
      write: Type.Optional(Write),
      writeAlways: Type.Optional(Write),
    },
    { additionalProperties: false },
  ),
  exactNumbers: true,
  answers: { 200: DeliveryDetail },
  refusals: ['not-found', 'illegal-state', 'invalid-record'],
  handle: async (call) => {
    await checkReporter(call);
    const verdict = readVerdictValue(call.body as Value);
    if (!verdict.ok) return refuseVerdict(verdict.why);
    return changed(call, async (transaction, plan) => {
      const { wake } = await reportResult(
        transaction,
        plan,
        call.params.id,
        actorOf(call.caller),
        verdict.value,
        outcomeSurroundings(plan),
        Math.random(),
      );
      return wake;
    });
  },
});

/** A bridge may be quicker with its result than the queue with noting that the notice was taken: it is waited for, so long. */
const settlingMs = 5_000;

/** Only configurators, and the owner of the hook to which the notice went. */
async function checkReporter({ parts: { database }, caller, params: { id } }: Call<{ readonly id: string }>) {
  const until = performance.now() + settlingMs;
  const read = () => readDelivery(database, caller.unitId, id);
  let row = await read();
  while (row?.storedState === 'sending' && performance.now() < until) {
    await setTimeout(20);
    row = await read();
  }
  if (caller.administrator || caller.groups.includes(configurators)) return;
  const hook = row?.hookId ? await readHook(database, caller.unitId, row.hookId) : undefined;
  if (hook?.userId === caller.userId) return;
  refuse('forbidden', 'Only configurators report what became of a message, and the owner of a hook of its notices.');
}

type Change = (transaction: Transaction, plan: UnitPlan) => Promise<readonly number[]>;

/** Makes the change in a transaction, wakes the lanes that it has given something to do, and answers the delivery as it then is. */
async function changed({ parts, caller, params }: Call<{ readonly id: string }>, change: Change): Promise<Answer> {
  const { unitId } = caller;
  await parts.database.transaction(async (transaction) => {
    const plan = await parts.plans.current(transaction, unitId);
    const lanes = await change(transaction, plan);
    transaction.afterCommit(() => parts.wake(unitId, lanes));
  });
  return { body: await detailOf({ parts, caller }, params.id) };
}
