import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { call, control } from '../test/call.ts';
import type { OutageOrder } from './outage.ts';
import type { ReceivedRequest } from './received.ts';
import { startCounterparty, type Counterparty } from './start-counterparty.ts';

let worked = 0;
let counterparty: Counterparty;

beforeAll(async () => {
  counterparty = await startCounterparty({
    handle: () => {
      worked += 1;
      return Promise.resolve({ status: 200, contentType: 'text/plain', body: 'done' });
    },
    documents: () => Array.from({ length: worked }),
    reset: () => (worked = 0),
  });
});
afterEach(() => control(counterparty.url, 'reset', {}));
afterAll(() => counterparty.close());

const post = (body = ''): ReturnType<typeof call> => call(`${counterparty.url}/work`, { method: 'POST', body });
const order = (outage: OutageOrder): Promise<unknown> => control(counterparty.url, 'outage', outage);

test('refuses with 503 and Retry-After as often as it is told to', async () => {
  await order({ mode: 'refuse', times: 2, retryAfterSeconds: 7 });
  const refused = await post();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '7']);
  expect([(await post()).status, (await post()).status]).toEqual([503, 200]);
});

test('hangs until the outage ends, then cuts the connection', async () => {
  await order({ mode: 'hang' });
  const hanging = expect(post()).rejects.toThrow();
  // The request has arrived when it is listed.
  for (let seen = 0; seen === 0; seen = (await control<unknown[]>(counterparty.url, 'received')).length);
  await order({ mode: 'off' });
  await hanging;
  expect((await post()).status).toBe(200);
});

test('cuts the connection before the work, or after it', async () => {
  await order({ mode: 'close', times: 1 });
  await expect(post()).rejects.toThrow();
  expect(worked).toBe(0);
  await order({ mode: 'lose', times: 1 });
  await expect(post()).rejects.toThrow();
  expect(worked).toBe(1);
});

test('stalls after the work until the outage ends', async () => {
  await order({ mode: 'stall', times: 1 });
  const stalled = expect(post()).rejects.toThrow();
  for (let booked = 0; booked === 0; booked = (await control<unknown[]>(counterparty.url, 'documents')).length);
  await order({ mode: 'off' });
  await stalled;
  expect(worked).toBe(1);
});

test('answers something unreadable', async () => {
  await order({ mode: 'garble', times: 1 });
  expect((await post()).text).toContain('<html>');
});

test('lists what it received, without credentials', async () => {
  await call(`${counterparty.url}/work`, {
    method: 'POST',
    body: 'ahoj',
    headers: { Authorization: 'Basic x', 'X-Id': '1' },
  });
  const [received] = await control<ReceivedRequest[]>(counterparty.url, 'received?since=0');
  expect(received).toMatchObject({ number: 1, method: 'POST', path: '/work', body: 'ahoj', bodyBytes: 4, status: 200 });
  expect(received?.headers).toMatchObject({ authorization: '***', 'x-id': '1' });
  expect(await control(counterparty.url, 'received?since=1')).toEqual([]);
});

test('says what is wrong with an order', async () => {
  expect(await control(counterparty.url, 'outage', { mode: 'nap' })).toEqual({
    message: expect.stringContaining('refuse') as string,
  });
  expect(await control(counterparty.url, 'outage', { mode: 'refuse', times: 0 })).toHaveProperty('message');
  expect((await call(`${counterparty.url}/control/nothing`, { method: 'POST' })).status).toBe(404);
});

test('close ends requests that hang', async () => {
  const other = await startCounterparty({
    handle: () => Promise.reject(new Error('never')),
    documents: () => [],
    reset: () => undefined,
  });
  await control(other.url, 'outage', { mode: 'hang' });
  const hanging = expect(call(`${other.url}/work`)).rejects.toThrow();
  for (let seen = 0; seen === 0; seen = (await control<unknown[]>(other.url, 'received')).length);
  await other.close();
  await hanging;
});
