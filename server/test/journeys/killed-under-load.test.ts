import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer } from '../receivers/behaviour.ts';
import { type ReceivedRequest, startReceiver, type Receiver } from '../receivers/receiver.ts';
import { prepareEngineProcess, startEngineProcess } from '../support/engine-process.ts';
import { testEngine, type TestEngine } from '../support/engine.ts';

let engine: TestEngine;
let receiver: Receiver;

beforeAll(async () => {
  engine = await testEngine({ sends: false });
  // Every number is another, so that a write-back that happens twice would change the record twice.
  receiver = await startReceiver((request, index) =>
    index % 17 === 0
      ? answer(500, 'out of order')
      : { ...acceptance(index), ...(request.path === '/slow' ? { delayMs: 40 } : {}) },
  );
  const retry = { at: ['0s', '50ms', '100ms', '150ms', '200ms', '250ms', '300ms', '350ms'], within: '10m' };
  const connection = { timeout: '5s', concurrency: 8, retry };
  await engine.counterparty('quick', `${receiver.url}/quick`, { connection });
  await engine.counterparty('slow', `${receiver.url}/slow`, { connection });
  await engine.apply([
    {
      kind: 'triggers',
      name: 'load',
      body: {
        ...{ name: 'load', entity: 'documents', on: ['created'], when: "input.note = 'load'" },
        deliver: [
          { connection: 'quick', template: 'quick' },
          { connection: 'slow', template: 'slow' },
        ],
      },
    },
  ]);
});
afterAll(async () => {
  await engine.close();
  await receiver.close();
});

const acceptance = (index: number) => ({
  ...{ kind: 'answer' as const, status: 200, headers: { 'content-type': 'application/json' } },
  body: JSON.stringify({ id: `id-${String(index)}`, number: `number-${String(index)}` }),
});

/** Numbers between 0 and 1, the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const kills = 25;

test('killed 25 times at random moments under load, it loses nothing, repeats only what is the same, and writes back once', async () => {
  const random = seeded(20_261_123);
  const acknowledged: number[] = [];
  const prepare = () => prepareEngineProcess({ url: engine.url, alone: true, load: { note: 'load', parallel: 2 } });
  let start = prepare();
  for (let kill = 0; kill < kills; kill += 1) {
    const running = await start();
    start = prepare();
    // The moment is counted in what happened, not in time, so that a slow machine is killed in the middle of its work too.
    await running.saved(1 + Math.floor(random() * 8));
    const seen = receiver.requests.length + Math.floor(random() * 6);
    await Promise.race([receiver.received(seen), running.saved(20)]);
    await running.kill();
    acknowledged.push(...running.acknowledged);
  }
  await startEngineProcess({ url: engine.url, alone: true });

  const open = () =>
    engine.database.query<{ id: string }>({
      text: `select id from deliveries where state in ('queued', 'sending', 'waiting', 'held', 'awaiting') limit 1`,
    });
  await engine.until(async () => (await open()).length === 0);

  const deliveries = await engine.deliveries();
  // Every acknowledged change has its deliveries, and so has every other that was committed.
  expect(acknowledged.length).toBeGreaterThan(kills);
  const records = await engine.database.query<{ id: number }>({
    text: `select id from records where data->>'note' = 'load' order by id`,
  });
  expect(records.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged));
  const byRecord = Map.groupBy(deliveries, ({ recordId }) => recordId);
  for (const { id } of records) {
    expect(
      byRecord
        .get(id)
        ?.map(({ connection }) => connection)
        .sort(),
    ).toEqual(['quick', 'slow']);
  }
  expect(deliveries).toHaveLength(2 * records.length);

  // Each has arrived, and each repeat was the same message.
  expect(new Set(deliveries.map(({ state }) => state))).toEqual(new Set(['delivered']));
  const byId = Map.groupBy(receiver.requests, ({ headers }) => headers['idempotency-key']);
  expect([...byId.keys()].sort()).toEqual(deliveries.map(({ id }) => id).sort());
  for (const [, repeats] of byId) expect(new Set(repeats.map(withoutNumber)).size).toBe(1);
  expect(receiver.requests.length).toBeGreaterThan(deliveries.length);
  // Some of the kills did hit a message on its way.
  const interrupted = await engine.database.query({ text: `select id from attempts where outcome = 'interrupted'` });
  expect(interrupted.length).toBeGreaterThan(3);

  // One write-back for each delivery, and what stands on the record is what the accepted attempt was answered.
  const writeBacks = await engine.database.query<{ recordId: number; connection: string; count: number }>({
    text: `select record_id as "recordId", user_name as connection, count(*) as count from events
           where origin = 'write-back' group by 1, 2`,
  });
  expect(writeBacks).toHaveLength(deliveries.length);
  expect(new Set(writeBacks.map(({ count }) => count))).toEqual(new Set([1]));
  const accepted = await engine.database.query({
    text: `select delivery_id from attempts where outcome = 'accepted' group by 1 having count(*) > 1`,
  });
  expect(accepted).toEqual([]);
}, 120_000);

function withoutNumber({ path, headers, text }: ReceivedRequest): string {
  const { 'gangway-attempt': _number, connection: _connection, ...same } = headers;
  return JSON.stringify([path, same, text]);
}
