import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accepted, answer } from '../receivers/behaviour.ts';
import { startReceiver, type Receiver } from '../receivers/receiver.ts';
import { testApp, type TestApp } from '../support/app.ts';

let app: TestApp;
let receiver: Receiver;

beforeAll(async () => {
  app = await testApp();
  receiver = await startReceiver(accepted);
});
afterAll(async () => {
  await app.close();
  await receiver.close();
});

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...{ name: `line ${String(index)}`, quantity: '1', unitPrice: '1.00', vatRate: '21' },
  }));
/** Five million steps, the most that any part of a message has: a few tenths of a second. */
const costly = "${count(map(input.lines, count(filter(input.lines, item.name = 'x'))))}";

test('a message of many million steps holds nothing up: others are made, sent and answered meanwhile', async () => {
  const headers = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`X-${String(index)}`, costly]));
  await app.counterparty('costly', receiver.url, { template: { request: { headers } } });
  await app.counterparty('quick', receiver.url);
  const { inThreads } = app.engine.messages.statistics;
  const slow = await app.send('costly', { lines: lines(6_000) });
  await app.until(() => app.engine.messages.statistics.inThreads > inThreads);

  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  for (let round = 0; round < 20; round++) {
    const { id } = await app.send('quick');
    expect((await app.ended(id)).state).toBe('delivered');
  }
  // Twenty deliveries came and went, and the costly one is still being made.
  expect((await app.delivery(slow.id, () => true)).state).toBe('sending');
  lag.disable();
  expect(await app.ended(slow.id)).toMatchObject({ state: 'failed', attempts: 0 });
  const [attempt] = await app.attempts(slow.id);
  expect(attempt?.reason).toMatch(
    /takes too many steps\. .*\(headers\.X-5, line 1, column \d+\)|takes longer than 10 s/,
  );
  // Made by the event loop, it would have held it up for all of this time.
  expect(lag.max / 1_000_000).toBeLessThan((attempt?.durationMs ?? 0) / 2);
});

test('a large message is the same as a small one: delivered, answered, previewed', async () => {
  const many = lines(2_000);
  await app.counterparty('large', receiver.url, {
    template: {
      body: '{ "note": "${input.note}", "lines": [{ "$for": "l in input.lines", "n": "${l.name}", "p": ${l.unitPrice} }] }',
    },
  });
  const { inThreads } = app.engine.messages.statistics;
  const delivery = await app.send('large', { lines: many });
  expect(await app.ended(delivery.id)).toMatchObject({ state: 'delivered' });
  // To make it, and to read its answer: the response template may ask for the record too.
  expect(app.engine.messages.statistics.inThreads - inThreads).toBe(2);
  const sent = receiver.requests.at(-1)?.text ?? '';
  expect(JSON.parse(sent)).toMatchObject({ note: 'large', lines: many.map(({ name }) => ({ n: name, p: 1 })) });

  const record = { entity: 'documents', id: delivery.recordId };
  const preview = await app.call('POST', '/api/v1/1/preview', { template: 'large', record });
  expect(preview.body).toMatchObject({ request: { body: sent }, faults: [] });
});

test('a preview shows every fault, whether it is made here or by a thread', async () => {
  const template = {
    ...{ name: 'faulty', format: 'json' },
    request: { headers: { 'X-A': "${input.name | required('No X-A.')}", 'X-B': '${1 / 0}' } },
    body: '{\n"a": "${input.name | required(\'No a.\')}",\n"b": ${input.total / 0},\n"c": [{ "$for": "l in input.lines", "n": ${l.name + 1} }] }',
  };
  const small = await app.invoice({ note: 'nobody' });
  const large = await app.invoice({ note: 'nobody', lines: lines(2_000) });
  for (const { id } of [small, large]) {
    const answered = await app.call('POST', '/api/v1/1/preview', { template, record: { entity: 'documents', id } });
    const { request, faults } = answered.body as {
      request: unknown;
      faults: { path: string; line: number; message: string }[];
    };
    expect(request).toBeNull();
    expect(faults.map(({ path, line }) => `${path} ${String(line)}`)).toEqual([
      ...['body 2', 'body 3', 'body 4', 'headers.X-A 1', 'headers.X-B 1'],
    ]);
    expect(faults[2]?.message).toContain('(Round 1 of "l in input.lines".)');
  }
});

test('a large answer is read without holding anything up, and written back', async () => {
  const items = '<item><text>Přijato</text><price>1.10</price></item>'.repeat(15_000);
  const talkative = await startReceiver(() =>
    answer(200, `<pack id="P-7">${items}</pack>`, { 'content-type': 'application/xml' }),
  );
  await app.counterparty('talkative', talkative.url, {
    template: {
      response:
        '{ "outcome": "accepted", "write": { "properties": { "accountingId": "${response.pack.@id}", "accountingNumber": "${sum(response.pack.item.price)}" } } }',
    },
  });
  const { inThreads } = app.engine.messages.statistics;
  const delivery = await app.send('talkative');
  expect(await app.ended(delivery.id)).toMatchObject({ state: 'delivered' });
  expect(app.engine.messages.statistics.inThreads - inThreads).toBe(1);
  expect((await app.record(delivery.recordId)).data['properties']).toMatchObject({
    ...{ accountingId: 'P-7', accountingNumber: '16500.00' },
  });
  await talkative.close();
});
