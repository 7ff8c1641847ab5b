import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelDelivery, reportResult, resolveDelivery } from '../../src/deliveries/change-by-hand.ts';
import { outcomeSurroundings } from '../../src/deliveries/outcome-surroundings.ts';
import { resendDelivery } from '../../src/deliveries/resend-delivery.ts';
import { type ResendFilter, startResend } from '../../src/deliveries/resend-many.ts';
import type { VerdictValue } from '../../src/deliveries/verdict-value.ts';
import { readJob } from '../../src/jobs/store.ts';
import { accepted, answer, brokenJson } from '../receivers/behaviour.ts';
import { startReceiver, type Receiver } from '../receivers/receiver.ts';
import { startEngineProcess } from '../support/engine-process.ts';
import { administrator, testEngine, type TestEngine } from '../support/engine.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await testEngine();
});
afterAll(() => engine.close());

const refusal = answer(422, 'unknown customer');

const resend = async (id: string, force = false): Promise<string> => {
  const resent = await engine.within((transaction, plan) =>
    resendDelivery(transaction, plan, id, administrator, force),
  );
  engine.engine.wake(1, [resent.laneId]);
  return resent.id;
};
const byHand = async (
  change: (...known: Parameters<Parameters<TestEngine['within']>[0]>) => Promise<readonly number[]>,
) => engine.engine.wake(1, await engine.within(change));
const resolve = (id: string, word: { there: boolean; write?: VerdictValue['write'] }) =>
  byHand((transaction, plan) =>
    resolveDelivery(
      transaction,
      plan,
      id,
      administrator,
      word.write === undefined ? { there: word.there } : { ...word, write: word.write },
      outcomeSurroundings(plan),
    ),
  );
const cancel = (id: string) =>
  byHand((transaction, plan) => cancelDelivery(transaction, plan, id, administrator, outcomeSurroundings(plan)));
const result = (id: string, outcome: VerdictValue['outcome'], more: Partial<VerdictValue> = {}) =>
  byHand(async (transaction, plan) => {
    const value = { outcome, messages: [], ...more };
    return (await reportResult(transaction, plan, id, administrator, value, outcomeSurroundings(plan), 0)).wake;
  });
const keysOf = ({ requests }: Receiver): unknown[] =>
  requests.map(({ text }) => (JSON.parse(text) as { key?: unknown }).key);
const idsOf = ({ requests }: Receiver): unknown[] => requests.map(({ headers }) => headers['idempotency-key']);

describe('sending again', () => {
  test('what was refused makes a new delivery of the record as it is now; each names the other, the key stays', async () => {
    const receiver = await startReceiver((_request, index) => (index === 0 ? refusal : accepted));
    await engine.counterparty('refused', receiver.url, {
      template: { body: '{ "name": "${input.name}", "key": "${message.key}" }' },
    });
    const refused = await engine.ended((await engine.send('refused', { name: 'wrong' })).id);
    expect(refused.state).toBe('refused');
    await engine.change(refused.recordId ?? 0, { name: 'right' });
    const newer = await engine.ended(await resend(refused.id));
    expect(newer).toMatchObject({ state: 'delivered', resendOf: refused.id, attempts: 1 });
    expect(newer.id).not.toBe(refused.id);
    expect(await engine.ended(refused.id)).toMatchObject({ state: 'refused', resentAs: newer.id });
    expect(receiver.requests.map(({ text }) => (JSON.parse(text) as { name: string }).name)).toEqual([
      'wrong',
      'right',
    ]);
    expect(new Set(keysOf(receiver)).size).toBe(1);
    expect(idsOf(receiver)).toEqual([refused.id, newer.id]);
    expect((await engine.record(refused.recordId ?? 0)).exports['refused']).toMatchObject({
      state: 'delivered',
      deliveryId: newer.id,
    });
    await expect(resend(refused.id)).rejects.toThrow(`It was sent again already, as delivery ${newer.id}.`);
    expect((await engine.alerts({ open: true })).filter(({ connection }) => connection === 'refused')).toEqual([]);
    await receiver.close();
  });

  test('what is unknown goes out with its own id and bytes, so that a counterparty that has it recognises it', async () => {
    const receiver = await startReceiver((_request, index) => (index === 0 ? brokenJson : accepted));
    await engine.counterparty('unknown', receiver.url);
    const unknown = await engine.ended((await engine.send('unknown')).id);
    expect(unknown.state).toBe('unknown');
    await engine.change(unknown.recordId ?? 0, { name: 'changed' });
    expect(await resend(unknown.id)).toBe(unknown.id);
    expect(await engine.delivery(unknown.id, ({ state }) => state === 'delivered')).toMatchObject({ tries: 2 });
    expect(idsOf(receiver)).toEqual([unknown.id, unknown.id]);
    expect(receiver.requests[1]?.text).toBe(receiver.requests[0]?.text);
    await receiver.close();
  });

  test('what was delivered needs an explicit word', async () => {
    const receiver = await startReceiver(accepted);
    await engine.counterparty('delivered', receiver.url);
    const delivered = await engine.ended((await engine.send('delivered')).id);
    await expect(resend(delivered.id)).rejects.toThrow('say so with "force": true');
    const again = await engine.ended(await resend(delivered.id, true));
    expect(again).toMatchObject({ state: 'delivered', resendOf: delivered.id });
    expect(new Set(keysOf(receiver)).size).toBe(1);
    await receiver.close();
  });

  test('what still waits is tried at once, as the same delivery', async () => {
    const receiver = await startReceiver((_request, index) => (index === 0 ? answer(500) : accepted));
    await engine.counterparty('waiting', receiver.url, { connection: { retry: { at: ['0s', '1h'] } } });
    const { id } = await engine.send('waiting');
    await engine.delivery(id, ({ state }) => state === 'waiting');
    expect(await resend(id)).toBe(id);
    expect(await engine.ended(id)).toMatchObject({ state: 'delivered', attempts: 2 });
    await receiver.close();
  });

  test('what was cancelled makes a new one; what is held is not sent past its turn', async () => {
    const receiver = await startReceiver(accepted);
    await engine.counterparty('cancelled', receiver.url, {
      deliver: { repeat: 'always' },
      trigger: { on: ['created', 'updated'] },
    });
    await engine.pause('cancelled');
    const first = await engine.send('cancelled');
    await engine.change(first.recordId, { name: 'second' });
    const [second] = await engine.deliveries({ recordId: first.recordId });
    await expect(resend(second?.id ?? '')).rejects.toThrow('It has not been sent yet');
    await cancel(first.id);
    expect(await engine.ended(first.id)).toMatchObject({ state: 'cancelled', reason: 'Cancelled by Admin.' });
    await expect(cancel(first.id)).rejects.toThrow('It is cancelled already');
    // The next one of the record is free to go.
    expect((await engine.delivery(second?.id ?? '', () => true)).storedState).toBe('queued');
    await engine.resume('cancelled');
    await engine.ended(second?.id ?? '');
    expect((await engine.ended(await resend(first.id))).state).toBe('delivered');
    expect(receiver.requests).toHaveLength(2);
    await receiver.close();
  });

  test('what is being sent has to be waited for', async () => {
    const receiver = await startReceiver({ kind: 'hang' });
    await engine.counterparty('sending', receiver.url, { connection: { timeout: '10s' } });
    const { id } = await engine.send('sending');
    await receiver.received(1);
    await expect(resend(id)).rejects.toThrow('It is on its way at this moment');
    await expect(cancel(id)).rejects.toThrow('It is being sent at this moment.');
    await receiver.close();
  });

  test('a deleted record’s message is sent as it was last', async () => {
    const receiver = await startReceiver((_request, index) => (index === 0 ? refusal : accepted));
    await engine.counterparty('deleted', receiver.url);
    const { id, recordId } = await engine.send('deleted');
    await engine.ended(id);
    await engine.save({ kind: 'delete', entity: 'documents', key: { id: recordId } });
    expect((await engine.ended(await resend(id))).state).toBe('delivered');
    await receiver.close();
  });
});

describe('a person’s word on what is unknown', () => {
  const unknownOne = async (name: string, receiver: Receiver) => {
    await engine.counterparty(name, receiver.url, {
      connection: { repeats: 'unsafe' },
      deliver: { mark: { property: 'properties.extStatus', delivered: 'EXT.SENT', failed: 'EXT.ERROR' } },
    });
    const unknown = await engine.ended((await engine.send(name)).id);
    expect(unknown.state).toBe('unknown');
    expect((await engine.record(unknown.recordId ?? 0)).data['properties']).toMatchObject({ extStatus: 'EXT.ERROR' });
    return unknown;
  };

  test('"it is there, under this number" writes the number and ends it', async () => {
    const receiver = await startReceiver({ kind: 'close' });
    const { id, recordId } = await unknownOne('there', receiver);
    await resolve(id, { there: true, write: { properties: { accountingNumber: 'N-7' } } });
    expect(await engine.ended(id)).toMatchObject({ state: 'delivered', reason: 'Admin said that it is there.' });
    expect(await engine.record(recordId ?? 0)).toMatchObject({
      data: { properties: { accountingNumber: 'N-7', extStatus: 'EXT.SENT' } },
      exports: { there: { state: 'delivered' } },
    });
    expect(await engine.alerts({ open: true })).not.toContainEqual(expect.objectContaining({ connection: 'there' }));
    await expect(resolve(id, { there: true })).rejects.toThrow('It is delivered, not unknown');
    expect(receiver.requests).toHaveLength(1);
    await receiver.close();
  });

  test('"it is not" sends it again, the same', async () => {
    const receiver = await startReceiver((_request, index) => (index === 0 ? { kind: 'close' } : accepted));
    const { id } = await unknownOne('not-there', receiver);
    await resolve(id, { there: false });
    expect(await engine.delivery(id, ({ state }) => state === 'delivered')).toMatchObject({ attempts: 1, tries: 2 });
    expect(idsOf(receiver)).toEqual([id, id]);
    expect(receiver.requests[1]?.text).toBe(receiver.requests[0]?.text);
    await receiver.close();
  });
});

describe('an answer that comes later', () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver(answer(202, '', {}));
    await engine.counterparty('later', receiver.url, {
      connection: { answer: { later: true, within: '1h' }, retry: { at: ['0s', '1h'] } },
      template: { response: '{ "outcome": "accepted" }' },
    });
  });
  afterAll(() => receiver.close());
  const awaiting = async () => {
    const sent = await engine.send('later');
    const row = await engine.delivery(sent.id, ({ state }) => state === 'awaiting');
    expect(row.reason).toBe('Received; the answer comes later.');
    expect((await engine.record(sent.recordId)).exports['later']).toMatchObject({ state: 'awaiting' });
    return sent;
  };

  test('and accepts delivers, with what it writes', async () => {
    const { id, recordId } = await awaiting();
    await result(id, 'accepted', { write: { properties: { accountingNumber: 'L-1' } } });
    expect((await engine.ended(id)).state).toBe('delivered');
    expect((await engine.record(recordId)).data['properties']).toEqual({ accountingNumber: 'L-1' });
    expect((await engine.attempts(id)).map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
    await expect(result(id, 'accepted')).rejects.toThrow('only while it is awaiting or unknown');
  });

  test('and refuses refuses, in its words', async () => {
    const { id } = await awaiting();
    await result(id, 'refused', { messages: [{ level: 'error', text: 'The period is closed.' }] });
    expect(await engine.ended(id)).toMatchObject({ state: 'refused', reason: 'The period is closed.' });
  });

  test('and asks to try again waits by the schedule', async () => {
    const { id } = await awaiting();
    await result(id, 'retry', { messages: [{ level: 'info', text: 'We are closed.' }] });
    const waiting = await engine.delivery(id, ({ state }) => state === 'waiting');
    expect(waiting).toMatchObject({ attempts: 1, reason: 'We are closed.' });
    expect(waiting.dueAt.getTime() - Date.now()).toBeGreaterThan(3_000_000);
    await engine.fallDue(id);
    await engine.delivery(id, ({ state, tries }) => state === 'awaiting' && tries === 2);
  });

  test('and never comes ends as unknown; what comes after that still counts', async () => {
    const { id } = await awaiting();
    await engine.database.query({ text: 'update deliveries set due_at = now() where id = $1', values: [id] });
    const unknown = await engine.delivery(id, ({ state }) => state === 'unknown');
    expect(unknown.reason).toContain('did not come in time');
    await result(id, 'accepted');
    expect((await engine.ended(id)).state).toBe('delivered');
  });

  test('holds the next message of the record until it is here', async () => {
    const { id, recordId } = await awaiting();
    const second = await resendNow(id, recordId);
    expect(second.heldBy).toBe('order');
    await result(id, 'accepted');
    await engine.delivery(second.id, ({ state }) => state === 'awaiting');
  });

  async function resendNow(id: string, recordId: number) {
    await engine.apply([
      {
        kind: 'triggers',
        name: 'later-changes',
        body: {
          ...{ name: 'later-changes', entity: 'documents', on: ['updated'], when: `input.id = ${String(recordId)}` },
          deliver: [{ connection: 'later', template: 'later', repeat: 'always' }],
        },
      },
    ]);
    await engine.change(recordId, { name: 'changed' });
    const [newest] = await engine.deliveries({ recordId });
    if (newest === undefined || newest.id === id) throw new Error('nothing was made');
    return newest;
  }
});

describe('sending everything again that failed', () => {
  const start = (filter: ResendFilter, preview = false) =>
    engine.within((transaction, plan) => startResend(transaction, plan, filter, administrator, preview));
  const job = (id: string | null) => readJob(engine.database, 1, id ?? '');

  test('is a job with progress that leaves alone what came after it', async () => {
    const receiver = await startReceiver(refusal);
    await engine.counterparty('many', receiver.url);
    const failed = await Promise.all(Array.from({ length: 60 }, () => engine.send('many')));
    for (const { id } of failed) await engine.ended(id);
    expect(await start({ connection: 'many' }, true)).toEqual({ total: 60, jobId: null });
    expect(await start({ connection: 'nobody' })).toEqual({ total: 0, jobId: null });
    await expect(start({ state: ['delivered'] })).rejects.toThrow('Many can be sent again only from the states');

    receiver.behave(accepted);
    // One of them was sent again by hand already: it is neither counted nor sent.
    await engine.ended(await resend(failed[0]?.id ?? ''));
    const { total, jobId } = await start({ connection: 'many' });
    expect(total).toBe(59);
    engine.engine.jobMade();
    const done = await engine.until(async () => {
      const row = await job(jobId);
      return row?.state === 'done' && row;
    });
    expect(done.progress).toMatchObject({ total: 59, done: 59, skipped: 0 });
    for (const { id } of failed) {
      const { resentAs } = await engine.ended(id);
      expect((await engine.ended(resentAs ?? '')).state).toBe('delivered');
    }
    await receiver.close();
  });

  test('goes on behind its last step when the process that did it is killed', async () => {
    const apart = await testEngine({ sends: false });
    const receiver = await startReceiver(refusal);
    await apart.counterparty('resumed', receiver.url, { connection: { concurrency: 16 } });
    const first = await startEngineProcess({ url: apart.url, alone: true });
    const failed = await Promise.all(Array.from({ length: 160 }, () => apart.send('resumed')));
    for (const { id } of failed) await apart.ended(id);
    receiver.behave(accepted);
    const { jobId } = await apart.within((transaction, plan) =>
      startResend(transaction, plan, { connection: 'resumed' }, administrator, false),
    );
    const progress = async () => (await readJob(apart.database, 1, jobId ?? ''))?.progress['done'] as number;
    await apart.until(async () => (await progress()) > 0);
    await first.kill();
    await startEngineProcess({ url: apart.url, alone: true });
    await apart.until(async () => (await readJob(apart.database, 1, jobId ?? ''))?.state === 'done');
    expect(await progress()).toBe(160);
    const newer = (await apart.deliveries()).filter(({ resendOf }) => resendOf !== null);
    expect(newer).toHaveLength(160);
    for (const { id } of newer) expect((await apart.ended(id)).state).toBe('delivered');
    await apart.close();
    await receiver.close();
  });
});
