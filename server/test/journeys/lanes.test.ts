import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLanes } from '../../src/connections/lane-store.ts';
import { accepted, acceptedAfter, answer } from '../receivers/behaviour.ts';
import { type ReceivedRequest, startReceiver } from '../receivers/receiver.ts';
import { testEngine, type TestEngine } from '../support/engine.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await testEngine();
});
afterAll(() => engine.close());

const outage = answer(502, '<html>Bad gateway</html>', { 'content-type': 'text/html' });
const isOpen = async (connection: string): Promise<boolean> =>
  (await readLanes(engine.database, 1, connection)).some(({ breaker }) => breaker === 'open');
const times = <T>(count: number, make: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, make));

/** How many requests were under way when each of them came in, if each takes so long. */
const underWay = (requests: readonly ReceivedRequest[], tookMs: number): number[] =>
  requests.map(({ at }) => requests.filter((other) => other.at <= at && other.at > at - tookMs).length);

describe('the breaker', () => {
  test('is not opened by one sick message, however often it fails', async () => {
    const receiver = await startReceiver(outage);
    await engine.counterparty('sick', receiver.url, {
      connection: { retry: { at: ['0s', '20ms', '40ms', '60ms', '80ms', '100ms', '120ms', '140ms'], within: '1m' } },
    });
    expect(await engine.ended((await engine.send('sick')).id)).toMatchObject({ state: 'failed', attempts: 8 });
    expect(await isOpen('sick')).toBe(false);
    await receiver.close();
  });

  test('opens when five different ones fail; what waits is held, loses nothing, and goes when a probe gets through', async () => {
    const receiver = await startReceiver(outage);
    await engine.counterparty('outage', receiver.url, {
      connection: { concurrency: 8, retry: { at: ['0s', '1h'] } },
    });
    const first = await times(5, () => engine.send('outage'));
    await engine.until(() => isOpen('outage'));
    const later = await times(20, () => engine.send('outage'));
    const [some] = later;
    const held = await engine.delivery(some?.id ?? '', ({ state }) => state === 'held');
    expect(held).toMatchObject({ heldBy: 'breaker', attempts: 0 });
    expect(held.heldReason).toContain(
      'The counterparty is not available; asked again soon: The counterparty answered 502',
    );
    expect(receiver.requests).toHaveLength(5);
    const alerts = async () =>
      (await engine.alerts({ open: true })).filter((alert) => alert.key === 'connection/outage');
    expect(await alerts()).toMatchObject([{ kind: 'connection-failing' }]);

    const tookMs = 100;
    receiver.behave(acceptedAfter(tookMs));
    for (const { id } of [...first, ...later]) expect((await engine.ended(id)).state).toBe('delivered');
    expect(await isOpen('outage')).toBe(false);
    expect(await alerts()).toEqual([]);
    // The probe, alone; then one at a time, two, four: what came back is not run over.
    const concurrency = underWay(receiver.requests.slice(5), tookMs * 0.8);
    expect(concurrency.slice(0, 2)).toEqual([1, 1]);
    expect(Math.max(...concurrency.slice(2, 4))).toBeLessThanOrEqual(2);
    expect(Math.max(...concurrency)).toBeGreaterThan(2);
    // Those that had failed were pulled forward, an hour before their time.
    for (const { id } of first)
      expect((await engine.attempts(id)).map(({ outcome }) => outcome)).toEqual(['retry', 'accepted']);
    // The probe's attempt counts neither way.
    const counted = await Promise.all([...first, ...later].map(({ id }) => engine.attempts(id)));
    expect(counted.flat().filter((attempt) => !attempt.counted)).toHaveLength(1);
    await receiver.close();
  });

  test('lets pass the last attempt of what has reached its deadline', async () => {
    const receiver = await startReceiver(outage);
    await engine.counterparty('last-words', receiver.url, {
      connection: { concurrency: 8, retry: { at: ['0s', '1s'], within: '1s' } },
    });
    const sent = await times(6, () => engine.send('last-words'));
    await engine.until(() => isOpen('last-words'));
    for (const { id } of sent) {
      const failed = await engine.ended(id);
      expect(failed.state).toBe('failed');
      expect((failed.finishedAt?.getTime() ?? 0) - failed.firstDueAt.getTime()).toBeLessThan(4_500);
      const attempts = await engine.attempts(id);
      expect(attempts.at(-1)?.startedAt.getTime()).toBeGreaterThanOrEqual(failed.deadlineAt.getTime() - 20);
    }
    expect(await isOpen('last-words')).toBe(true);
    await receiver.close();
  });
});

describe('a lane', () => {
  test('never delays another: one of twenty counterparties hangs', async () => {
    const receiver = await startReceiver((request) => (request.path === '/hanging' ? { kind: 'hang' } : accepted));
    const names = Array.from({ length: 19 }, (_, index) => `well-${String(index)}`);
    await engine.counterparty('hanging', `${receiver.url}/hanging`, {
      connection: { timeout: '20s', concurrency: 2, retry: { at: ['0s'], within: '1m' } },
    });
    for (const name of names) await engine.counterparty(name, `${receiver.url}/${name}`);
    const hanging = await times(4, () => engine.send('hanging'));
    const startedAt = Date.now();
    const sent = (await Promise.all(names.map((name) => times(2, () => engine.send(name))))).flat();
    for (const { id } of sent) {
      const delivered = await engine.ended(id);
      expect(delivered.state).toBe('delivered');
    }
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    const states = await Promise.all(hanging.map(({ id }) => engine.delivery(id, () => true)));
    expect(states.map(({ state }) => state).sort()).toEqual(['queued', 'queued', 'sending', 'sending']);
    await receiver.close();
  });

  test('keeps its concurrency', async () => {
    const receiver = await startReceiver(acceptedAfter(60));
    await engine.counterparty('two-at-once', receiver.url, { connection: { concurrency: 2 } });
    for (const { id } of await times(8, () => engine.send('two-at-once'))) await engine.ended(id);
    expect(Math.max(...underWay(receiver.requests, 50))).toBe(2);
    await receiver.close();
  });

  test('keeps its rate', async () => {
    const receiver = await startReceiver(accepted);
    await engine.counterparty('ten-a-second', receiver.url, { connection: { concurrency: 8, ratePerSecond: 10 } });
    await engine.pause('ten-a-second');
    const sent = await times(8, () => engine.send('ten-a-second'));
    const letGoAt = Date.now();
    await engine.resume('ten-a-second');
    for (const { id } of sent) await engine.ended(id);
    const attempts = await Promise.all(sent.map(({ id }) => engine.attempts(id)));
    const starts = attempts.flatMap((own) => own.map(({ startedAt }) => startedAt.getTime())).sort((a, b) => a - b);
    // One at once and ten a second: the n-th starts no earlier than (n - 1) times 100 ms after they were let go, whatever else takes its time.
    expect(starts).toHaveLength(8);
    expect(starts.map((at, index) => at - letGoAt >= index * 100)).toEqual(starts.map(() => true));
    await receiver.close();
  });
});
