import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AttemptView, DeliveryRow } from '../../src/deliveries/delivery-store.ts';
import {
  accepted,
  answer,
  type Behaviour,
  brokenJson,
  brokenXml,
  doctypeXml,
  noContent,
  redirectTo,
  tooMany,
  unavailable,
} from '../receivers/behaviour.ts';
import { closedPort, startReceiver } from '../receivers/receiver.ts';
import type { CounterpartyParts } from '../support/counterparty.ts';
import { testEngine, type TestEngine } from '../support/engine.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await testEngine();
});
afterAll(() => engine.close());

interface Sent {
  readonly delivery: DeliveryRow;
  readonly attempts: AttemptView[];
  readonly requests: number;
  readonly bytesSent: number;
}

/** One invoice to a receiver that behaves like this; one attempt unless the schedule says more. */
async function sendTo(name: string, behaviour: Behaviour, parts: CounterpartyParts = {}): Promise<Sent> {
  const receiver = await startReceiver(behaviour);
  const retry = { at: ['0s'], within: '1m', ...parts.connection?.retry };
  const connection = { ...parts.connection, retry };
  await engine.counterparty(name, receiver.url, { ...parts, connection });
  const { id } = await engine.send(name);
  const delivery = await engine.ended(id);
  const requests = receiver.requests.length;
  await receiver.close();
  return { delivery, attempts: await engine.attempts(id), requests, bytesSent: receiver.bytesSent };
}

describe('a receiver that', () => {
  test('hangs is given up after the time-out, and the attempt counts', async () => {
    const { delivery, attempts, requests } = await sendTo(
      'hangs',
      { kind: 'hang' },
      {
        connection: { timeout: '300ms', retry: { at: ['0s', '100ms'] } },
      },
    );
    expect(delivery).toMatchObject({ state: 'failed', attempts: 2 });
    expect(delivery.reason).toMatch(/^Not delivered after 2 attempts within 1 min. Last: .*within 0\.3 s\.$/);
    expect(attempts.map(({ outcome, counted }) => [outcome, counted])).toEqual([
      ['retry', true],
      ['retry', true],
    ]);
    expect(attempts[0]?.durationMs).toBeGreaterThanOrEqual(295);
    expect(attempts[0]?.durationMs).toBeLessThan(2_000);
    expect(requests).toBe(2);
  });

  test('drips one byte a second is held to the same time-out', async () => {
    const { delivery, attempts } = await sendTo('drips', { kind: 'drip' }, { connection: { timeout: '400ms' } });
    expect(delivery.state).toBe('failed');
    expect(attempts[0]?.durationMs).toBeLessThan(2_000);
  });

  test.each([
    ['resets', { kind: 'reset' }],
    ['closes', { kind: 'close' }],
    ['closes-in-the-answer', { kind: 'close-mid-body' }],
    ['is-no-web-server', { kind: 'not-http' }],
  ] as const)('%s the connection is tried again', async (name, behaviour) => {
    const { delivery, attempts } = await sendTo(name, behaviour, { connection: { retry: { at: ['0s', '50ms'] } } });
    expect(delivery).toMatchObject({ state: 'failed', attempts: 2 });
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['retry', 'retry']);
    expect(delivery.reason).toMatch(/ 127\.0\.0\.1/);
  });

  test('closes, and cannot recognise a repeat, leaves the delivery unknown', async () => {
    const { delivery, requests } = await sendTo('unsafe', { kind: 'close' }, { connection: { repeats: 'unsafe' } });
    expect(delivery.state).toBe('unknown');
    expect(delivery.reason).toContain('The message may have arrived, and this connection cannot recognise a repeat.');
    expect(requests).toBe(1);
  });

  test('had given up an idle connection gets the request at once on a new one', async () => {
    const receiver = await startReceiver({ kind: 'close-when-reused' });
    await engine.counterparty('stale', receiver.url, { connection: { concurrency: 1 } });
    for (let count = 0; count < 3; count += 1) {
      expect(await engine.ended((await engine.send('stale')).id)).toMatchObject({ state: 'delivered', attempts: 1 });
    }
    await receiver.close();
  });

  test('is not there is asked twice at once, and the attempt counts once', async () => {
    const port = await closedPort();
    await engine.counterparty('gone', `http://127.0.0.1:${String(port)}`, {
      connection: { retry: { at: ['0s'] } },
    });
    const delivery = await engine.ended((await engine.send('gone')).id);
    expect(delivery).toMatchObject({ state: 'failed', attempts: 1, tries: 1 });
    expect(delivery.reason).toContain('refused');
  });

  test.each([
    ['sends-100-MB', { kind: 'large' }],
    ['sends-noise-as-gzip', { kind: 'large', compressed: true }],
    ['sends-a-gzip-bomb', { kind: 'gzip-bomb' }],
  ] as const)('%s fills no memory: its 2xx is not understood', async (name, behaviour) => {
    const before = process.memoryUsage().rss;
    const { delivery, attempts } = await sendTo(name, behaviour);
    expect(['unknown', 'failed']).toContain(delivery.state);
    expect(attempts.every(({ responseBody }) => (responseBody?.byteLength ?? 0) <= 1_048_576)).toBe(true);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  test.each([
    ['answers-broken-json', brokenJson],
    ['answers-broken-xml', brokenXml],
    ['answers-a-doctype', doctypeXml],
    ['answers-nothing', noContent],
    ['answers-a-web-page', answer(200, '<html><body>Log in</body></html>', { 'content-type': 'text/html' })],
  ])('%s leaves the delivery unknown, to be looked at and never sent blindly', async (name, behaviour) => {
    const { delivery, attempts, requests } = await sendTo(name, behaviour, {
      connection: { retry: { at: ['0s', '50ms'] } },
    });
    expect(delivery).toMatchObject({ state: 'unknown', attempts: 1 });
    expect(delivery.reason).toMatch(
      /^The answer cannot be understood: .* Look there whether the message was accepted\.$/,
    );
    expect(attempts[0]).toMatchObject({ outcome: 'unknown' });
    expect(requests).toBe(1);
    expect(await engine.alerts({ open: true })).toContainEqual(
      expect.objectContaining({ kind: 'delivery-unknown', connection: name }),
    );
  });

  test('answers 204 has accepted, where nothing of the answer is read', async () => {
    const { delivery } = await sendTo('silent', noContent, { template: { response: '{ "outcome": "accepted" }' } });
    expect(delivery).toMatchObject({ state: 'delivered', reason: 'Accepted.' });
  });

  test('answers entities of a document type reads no file of ours', async () => {
    const { attempts } = await sendTo('reads-files', doctypeXml);
    expect(attempts[0]?.reason).not.toContain('root:');
  });

  test('redirects to this machine is not followed', async () => {
    const inner = await startReceiver(accepted);
    const { delivery, attempts } = await sendTo('redirects', redirectTo(`${inner.url}/admin`));
    expect(delivery.state).toBe('failed');
    expect(delivery.reason).toContain('Redirects are never followed');
    expect(attempts[0]).toMatchObject({ status: 302, outcome: 'retry' });
    expect(inner.requests).toEqual([]);
    await inner.close();
  });

  test('speaks in control characters and half letters is quoted without them', async () => {
    const words = JSON.stringify({ id: 'A', text: 'unknown\u0000 VAT\u001b[31m code \ud800!' });
    const { delivery, attempts } = await sendTo(
      'hostile-words',
      answer(200, words, { 'content-type': 'application/json' }),
      {
        template: {
          response: '{ "outcome": "refused", "messages": [{ "level": "error", "text": "${response.text}" }] }',
        },
      },
    );
    expect(delivery).toMatchObject({ state: 'refused', reason: 'unknown  VAT [31m code \ufffd!' });
    expect(attempts).toHaveLength(1);
  });

  test('puts what no record can hold into its answer is delivered all the same', async () => {
    const words = JSON.stringify({ id: 'A\u0000B', number: 'N' });
    const { delivery } = await sendTo('hostile-value', answer(200, words, { 'content-type': 'application/json' }));
    expect(delivery.state).toBe('delivered');
    const record = await engine.record(delivery.recordId ?? 0);
    expect(record.exports['hostile-value']?.message).toContain('NUL character');
    expect(record.data['properties']).toBeUndefined();
  });
});

describe('a receiver that asks to be left alone', () => {
  const inASecond = (): string => new Date(Date.now() + 1_000).toUTCString();

  test.each([
    ['429 with seconds', () => tooMany('1')],
    ['429 with a date', () => tooMany(inASecond())],
    ['503 with seconds', () => unavailable('1')],
  ])('%s is left alone, the whole lane, and no attempt is lost', async (title, behaviour) => {
    const name = title.replaceAll(' ', '-');
    const receiver = await startReceiver((_request, index) => (index === 0 ? behaviour() : accepted));
    await engine.counterparty(name, receiver.url, {
      connection: { concurrency: 1, retry: { at: ['0s'], within: '30s' } },
    });
    const first = await engine.send(name);
    await receiver.received(1);
    const second = await engine.send(name);
    const waiting = await engine.delivery(first.id, ({ state }) => state === 'waiting');
    expect(waiting.attempts).toBe(0);
    expect(waiting.reason).toMatch(/It asked to come back in 1 s\.$/);
    expect(await engine.ended(first.id)).toMatchObject({ state: 'delivered', attempts: 1, tries: 2 });
    expect(await engine.ended(second.id)).toMatchObject({ state: 'delivered', attempts: 1, tries: 1 });
    const [asked, ...after] = receiver.requests;
    // HTTP dates have no milliseconds.
    for (const request of after)
      expect(request.at - (asked?.at ?? 0)).toBeGreaterThan(title.endsWith('date') ? 0 : 950);
    expect((await engine.attempts(first.id)).map(({ counted }) => counted)).toEqual([false, true]);
    await receiver.close();
  });

  test('without saying how long is an outage like any other', async () => {
    const { delivery } = await sendTo('503-plain', unavailable(), { connection: { retry: { at: ['0s', '50ms'] } } });
    expect(delivery).toMatchObject({ state: 'failed', attempts: 2 });
    expect(delivery.reason).toContain('The counterparty answered 503: it is not working at the moment.');
  });

  test('for ever is asked no longer than the deadline', async () => {
    const { delivery, attempts } = await sendTo('for-ever', tooMany('0.3'), {
      connection: { retry: { at: ['0s'], within: '1s' } },
    });
    expect(delivery).toMatchObject({ state: 'failed', attempts: 0 });
    expect(attempts.length).toBeGreaterThanOrEqual(3);
    expect(attempts.every(({ counted }) => !counted)).toBe(true);
    expect((delivery.finishedAt?.getTime() ?? 0) - delivery.firstDueAt.getTime()).toBeLessThan(3_000);
  });

  test('for a day is asked once more when the deadline has come', async () => {
    const { delivery, requests } = await sendTo('for-a-day', tooMany('86400'), {
      connection: { retry: { at: ['0s'], within: '1s' } },
    });
    expect(delivery).toMatchObject({ state: 'failed', attempts: 0 });
    expect(requests).toBe(2);
  });
});

test('a name that leads to a private address is not called, whatever else it leads to', async () => {
  const calls: string[] = [];
  const server = createServer((request) => calls.push(request.url ?? '')).listen(0, '127.0.0.1');
  const guarded = await testEngine({
    allowRanges: [],
    resolveName: () =>
      Promise.resolve([
        { address: '93.184.215.14', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]),
  });
  await guarded.counterparty('rebinding', 'http://accounting.example.com');
  const delivery = await guarded.ended((await guarded.send('rebinding')).id);
  expect(delivery.state).toBe('refused');
  expect(delivery.reason).toContain('127.0.0.1');
  expect(calls).toEqual([]);
  await guarded.close();
  server.close();
});
