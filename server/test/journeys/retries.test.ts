import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, answer } from '../receivers/behaviour.ts';
import { startReceiver } from '../receivers/receiver.ts';
import { testEngine, type TestEngine } from '../support/engine.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await testEngine();
});
afterAll(() => engine.close());

const outage = answer(500, 'out of order');
const gaps = (attempts: readonly { readonly startedAt: Date }[]): number[] =>
  attempts.slice(1).map(({ startedAt }, index) => startedAt.getTime() - (attempts[index]?.startedAt.getTime() ?? 0));
const openAlerts = async (connection: string) =>
  (await engine.alerts({ open: true })).filter((alert) => alert.connection === connection);

describe('a counterparty that does not work', () => {
  test('is asked four times by the schedule; then the record shows the error and a person is told once', async () => {
    const receiver = await startReceiver(outage);
    await engine.counterparty('four', receiver.url, {
      connection: { retry: { at: ['0s', '200ms', '600ms', '1s'], within: '1m' } },
      deliver: { mark: { property: 'properties.extStatus', delivered: 'EXT.SENT', failed: 'EXT.ERROR' } },
    });
    const delivery = await engine.send('four');
    const failed = await engine.ended(delivery.id);
    expect(failed).toMatchObject({ state: 'failed', attempts: 4, tries: 4 });
    expect(failed.reason).toBe(
      'Not delivered after 4 attempts within 1 min. Last: The counterparty answered 500: it is not working at the moment.',
    );
    const attempts = await engine.attempts(delivery.id);
    expect(attempts.map(({ number, counted, outcome, status }) => [number, counted, outcome, status])).toEqual(
      [1, 2, 3, 4].map((number) => [number, true, 'retry', 500]),
    );
    const [first = 0, second = 0, third = 0] = gaps(attempts);
    expect(first).toBeGreaterThanOrEqual(199);
    expect(second).toBeGreaterThanOrEqual(399);
    expect(third).toBeGreaterThanOrEqual(399);
    expect(receiver.requests.map(({ headers }) => headers['gangway-attempt'])).toEqual(['1', '2', '3', '4']);

    expect(await engine.record(delivery.recordId)).toMatchObject({
      data: { properties: { extStatus: 'EXT.ERROR' } },
      exports: { four: { state: 'failed', message: failed.reason, deliveryId: delivery.id } },
    });
    expect(await openAlerts('four')).toMatchObject([
      { kind: 'delivery-failed', recordId: delivery.recordId, deliveryId: delivery.id, text: failed.reason },
    ]);
    await receiver.close();
  });

  test('and is well again before the last attempt has the message, and nobody is told', async () => {
    const receiver = await startReceiver((_request, index) => (index < 2 ? outage : accepted));
    await engine.counterparty('recovers', receiver.url, {
      connection: { retry: { at: ['0s', '100ms', '200ms'], within: '1m' } },
    });
    const delivered = await engine.ended((await engine.send('recovers')).id);
    expect(delivered).toMatchObject({ state: 'delivered', attempts: 3 });
    expect(await openAlerts('recovers')).toEqual([]);
    await receiver.close();
  });

  test('shows on the record, between the attempts, what went wrong last', async () => {
    const receiver = await startReceiver(outage);
    await engine.counterparty('between', receiver.url, { connection: { retry: { at: ['0s', '1h'] } } });
    const delivery = await engine.send('between');
    const waiting = await engine.delivery(delivery.id, ({ state }) => state === 'waiting');
    expect(waiting.dueAt.getTime() - waiting.firstDueAt.getTime()).toBeGreaterThanOrEqual(3_600_000);
    // A tenth of the step at most is added at random.
    expect(waiting.dueAt.getTime() - waiting.firstDueAt.getTime()).toBeLessThan(3_600_000 * 1.1 + 1_000);
    expect((await engine.record(delivery.recordId)).exports['between']).toMatchObject({
      state: 'waiting',
      message: 'The counterparty answered 500: it is not working at the moment.',
    });
    await receiver.close();
  });
});

describe('the deadline', () => {
  test('moves the last attempt onto itself, and nothing comes behind it', async () => {
    const receiver = await startReceiver(outage);
    await engine.counterparty('deadline', receiver.url, {
      connection: { retry: { at: ['0s', '500ms'], within: '500ms' } },
    });
    const failed = await engine.ended((await engine.send('deadline')).id);
    expect(failed).toMatchObject({ state: 'failed', attempts: 2 });
    expect(receiver.requests).toHaveLength(2);
    await receiver.close();
  });

  test('stands still while a person has the connection paused, and goes on after', async () => {
    const receiver = await startReceiver((_request, index) => (index === 0 ? outage : accepted));
    await engine.counterparty('paused', receiver.url, {
      connection: { retry: { at: ['0s', '300ms'], within: '600ms' } },
    });
    const { id, recordId } = await engine.send('paused');
    await engine.delivery(id, ({ state }) => state === 'waiting');
    await engine.pause('paused');
    const held = await engine.delivery(id, ({ state }) => state === 'held');
    expect(held.heldBy).toBe('pause');
    expect(held.heldReason).toMatch(/^Paused by Admin since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC: maintenance$/);
    // Another one is made meanwhile; it waits as well.
    const other = await engine.send('paused');
    // The pause lasts longer than the deadline was.
    await engine.until(() => Date.now() > held.firstDueAt.getTime() + 900);
    expect(receiver.requests).toHaveLength(1);
    await engine.resume('paused');
    const delivered = await engine.ended(id);
    expect(delivered).toMatchObject({ state: 'delivered', attempts: 2 });
    expect(delivered.deadlineAt.getTime()).toBeGreaterThan(delivered.firstDueAt.getTime() + 900);
    expect((await engine.ended(other.id)).state).toBe('delivered');
    expect((await engine.record(recordId)).exports['paused']).toMatchObject({ state: 'delivered' });
    await receiver.close();
  });

  test('of a message that was made in a pause begins to count with its end', async () => {
    const receiver = await startReceiver(accepted);
    await engine.counterparty('born-paused', receiver.url, { connection: { retry: { at: ['0s'], within: '300ms' } } });
    await engine.pause('born-paused');
    const { id } = await engine.send('born-paused');
    const held = await engine.delivery(id, ({ state }) => state === 'held');
    await engine.until(() => Date.now() > held.firstDueAt.getTime() + 400);
    await engine.resume('born-paused');
    expect((await engine.ended(id)).state).toBe('delivered');
    await receiver.close();
  });
});
