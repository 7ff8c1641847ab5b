import { gzipSync, gunzipSync, deflateSync, deflateRawSync, brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import {
  answered,
  ask,
  failed,
  outboundHere,
  post,
  receiverThat,
  textOf,
  transport,
} from '../../test/receivers/ask.ts';
import {
  accepted,
  answer,
  brokenJson,
  noContent,
  redirectTo,
  tooMany,
  unavailable,
  type Behaviour,
} from '../../test/receivers/behaviour.ts';
import { keptAnswerBytes, type SendFailed, type SendResult, type Transport } from './outbound-request.ts';
import { retryAfterMs } from './retry-after.ts';

test('hands over method, path, query, headers and bytes as they are, and the answer as it is', async () => {
  const receiver = await receiverThat(accepted);
  const body = Buffer.from([0, 255, 128, 13, 10]);
  const result = answered(
    await outboundHere().sendRequest(
      {
        method: 'PUT',
        url: `${receiver.url}/a%20b/č?x=1&y=%26#part`,
        headers: { 'X-One': 'é 1' },
        body,
        timeoutMs: 5_000,
      },
      transport,
    ),
  );
  expect(result.status).toBe(200);
  expect(result.headers['content-type']).toBe('application/json');
  expect(textOf(result)).toBe('{"id":"4711","number":"FV-2026-0042"}');
  expect(result.truncated).toBe(false);
  const [request] = receiver.requests;
  expect(request).toMatchObject({ method: 'PUT', path: '/a%20b/%C4%8D?x=1&y=%26', body });
  expect(request?.headers).toMatchObject({
    'x-one': 'é 1',
    'content-length': '5',
    'user-agent': 'Gangway',
    connection: 'keep-alive',
  });
  expect(request?.rawHeaders).toContain('X-One');
});

test('any status is an answer, a redirect too, and nothing is followed', async () => {
  const inner = await receiverThat(accepted);
  const redirected = answered(await ask(redirectTo(`${inner.url}/secret`)));
  expect(redirected).toMatchObject({ status: 302, headers: { location: `${inner.url}/secret` } });
  expect(inner.requests).toHaveLength(0);
  expect(answered(await ask(noContent))).toMatchObject({ status: 204, truncated: false });
  expect(textOf(answered(await ask(brokenJson)))).toBe('{"id": "4711", ');
  const slow = answered(await ask(tooMany('120')));
  expect(retryAfterMs(slow.headers['retry-after'], 0)).toBe(120_000);
  expect(answered(await ask(unavailable('Mon, 23 Nov 2026 12:05:00 GMT'))).status).toBe(503);
});

test('keeps no cookies, and a header that came twice is a list', async () => {
  const receiver = await receiverThat(answer(200, '', { 'set-cookie': ['a=1', 'b=2'] }));
  const outbound = outboundHere();
  const first = answered(await outbound.sendRequest(post(receiver.url), transport));
  expect(first.headers['set-cookie']).toEqual(['a=1', 'b=2']);
  await outbound.sendRequest(post(receiver.url), transport);
  expect(receiver.requests[1]?.headers.cookie).toBeUndefined();
});

test('keeps connections, opens no more than allowed, and says what each phase took', async () => {
  const receiver = await receiverThat({ kind: 'answer', status: 200, delayMs: 5 });
  const outbound = outboundHere();
  const results = await Promise.all(
    Array.from({ length: 40 }, () => outbound.sendRequest(post(receiver.url), transport)),
  );
  expect(results.every(({ kind }) => kind === 'answered')).toBe(true);
  expect(receiver.connections).toBe(4);
  const last = await outbound.sendRequest(post(receiver.url), transport);
  expect(last.timing).toMatchObject({ dnsMs: 0, connectMs: 0, tlsMs: 0 });
  expect(last.timing.firstByteMs).toBeGreaterThan(3);
  expect(results[0]?.timing.connectMs).toBeGreaterThan(0);
  expect(last.timing.totalMs).toBeGreaterThanOrEqual(last.timing.firstByteMs);
});

test('connections are kept apart by key, and closed when settings change', async () => {
  const receiver = await receiverThat(accepted);
  const outbound = outboundHere();
  const send = (which: Transport) => outbound.sendRequest(post(receiver.url), which);
  await send(transport);
  await send({ ...transport });
  expect(receiver.connections).toBe(1);
  await send({ ...transport, key: 'other' });
  expect(receiver.connections).toBe(2);
  await send({ ...transport, concurrency: 5 });
  expect(receiver.connections).toBe(3);
  outbound.forget('test');
  await send({ ...transport, concurrency: 5 });
  expect(receiver.connections).toBe(4);
});

test('compresses the body when asked to', async () => {
  const receiver = await receiverThat(accepted);
  const outbound = outboundHere();
  for (const size of [1_000, 200_000]) {
    const body = 'abc'.repeat(size);
    answered(await outbound.sendRequest(post(receiver.url, { body, gzip: true }), transport));
    const request = receiver.requests.at(-1);
    expect(request?.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(request?.body ?? '').toString()).toBe(body);
  }
  answered(await outbound.sendRequest(post(receiver.url, { body: '', gzip: true }), transport));
  expect(receiver.requests.at(-1)?.headers['content-encoding']).toBeUndefined();
});

test.each([
  ['gzip', (text: string) => gzipSync(text)],
  ['x-gzip', (text: string) => gzipSync(text)],
  ['deflate', (text: string) => deflateSync(text)],
  ['deflate', (text: string) => deflateRawSync(text)],
  ['br', (text: string) => brotliCompressSync(text)],
])('decompresses %s, small and large', async (encoding, compress) => {
  for (const text of ['{"ok":true}', `${Math.random()}`.repeat(30_000)]) {
    const result = answered(await ask(answer(200, compress(text), { 'content-encoding': encoding })));
    expect(textOf(result)).toBe(text);
    expect(result.truncated).toBe(false);
  }
});

test('a body that claims a compression it does not have keeps its status and fails as unreadable', async () => {
  for (const encoding of ['gzip', 'deflate', 'br', 'snappy', 'gzip, gzip']) {
    const result = failed(await ask(answer(502, 'plain text', { 'content-encoding': encoding })));
    expect(result, encoding).toMatchObject({
      stage: 'body',
      code: 'unreadable-body',
      sent: true,
      answer: { status: 502 },
    });
  }
  const cut = failed(
    await ask(answer(200, gzipSync('x'.repeat(50_000)).subarray(0, 40), { 'content-encoding': 'gzip' })),
  );
  expect(cut).toMatchObject({ code: 'unreadable-body', answer: { status: 200 } });
});

test('keeps the first megabyte of a hundred and does not read the rest', async () => {
  const receiver = await receiverThat({ kind: 'large', bytes: 100_000_000 });
  const result = answered(await outboundHere().sendRequest(post(receiver.url), transport));
  expect(result.body.byteLength).toBe(keptAnswerBytes);
  expect(result.truncated).toBe(true);
  await receiver.quiet();
  // What the operating system holds between the two is a few megabytes.
  expect(receiver.bytesSent).toBeLessThan(20_000_000);
});

test('an answer of exactly a megabyte is whole', async () => {
  const result = answered(await ask({ kind: 'large', bytes: keptAnswerBytes }));
  expect(result).toMatchObject({ truncated: false });
  expect(result.body.byteLength).toBe(keptAnswerBytes);
});

test('a gzip bomb costs no more than the megabyte that is kept', async () => {
  const before = process.memoryUsage().rss;
  const result = answered(await ask({ kind: 'gzip-bomb' }));
  expect(result.body.byteLength).toBe(keptAnswerBytes);
  expect(result.truncated).toBe(true);
  expect(process.memoryUsage().rss - before).toBeLessThan(80_000_000);
  const noise = failed(await ask({ kind: 'large', bytes: 50_000_000, compressed: true }).then(asFailure));
  expect(noise.answer?.status ?? 200).toBe(200);
});

/** Noise that is called gzip either fails or is cut to nothing, never read to its end. */
function asFailure(result: SendResult): SendResult {
  if (result.kind === 'failed') return result;
  expect(result.truncated).toBe(true);
  return {
    kind: 'failed',
    stage: 'body',
    code: 'unreadable-body',
    sentence: '',
    sent: true,
    retryAtOnce: false,
    staleConnection: false,
    answer: null,
    timing: result.timing,
  };
}

test.each<[string, Behaviour, Partial<SendFailed>]>([
  ['hangs', { kind: 'hang' }, { code: 'answer-time-out', answer: null }],
  ['hangs after its headers', { kind: 'hang-after-headers' }, { code: 'body-time-out' }],
  ['drips', { kind: 'drip', everyMs: 20 }, { code: 'body-time-out' }],
])('the one deadline ends a receiver that %s', async (_title, behaviour, expected) => {
  const startedAt = performance.now();
  const result = failed(await ask(behaviour, { timeoutMs: 400 }));
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect(result).toMatchObject({ stage: 'deadline', sent: true, retryAtOnce: false, ...expected });
  expect(result.sentence).toContain('within 0.4 s');
  if (expected.code === 'body-time-out') expect(result.answer?.status).toBe(200);
});

test('the deadline covers the wait for a free connection too', async () => {
  const receiver = await receiverThat({ kind: 'hang' });
  const outbound = outboundHere();
  const narrow = { ...transport, concurrency: 1 };
  const first = outbound.sendRequest(post(receiver.url, { timeoutMs: 400 }), narrow);
  const second = failed(await outbound.sendRequest(post(receiver.url, { timeoutMs: 100 }), narrow));
  expect(second).toMatchObject({ stage: 'deadline', code: 'queue-time-out', sent: false });
  failed(await first);
  expect(receiver.requests).toHaveLength(1);
});

test.each<[string, Behaviour, Partial<SendFailed>]>([
  ['resets', { kind: 'reset' }, { stage: 'headers', code: 'connection-closed' }],
  ['closes', { kind: 'close' }, { stage: 'headers', code: 'connection-closed' }],
  ['speaks something else', { kind: 'not-http' }, { stage: 'headers', code: 'invalid-answer' }],
  ['sends huge headers', { kind: 'huge-headers' }, { stage: 'headers', code: 'invalid-answer' }],
])(
  'a receiver that %s on a fresh connection: the request was sent, nothing is repeated',
  async (_title, behaviour, expected) => {
    const result = failed(await ask(behaviour));
    expect(result).toMatchObject({ sent: true, retryAtOnce: false, staleConnection: false, answer: null, ...expected });
  },
);

test('an answer that breaks off says how far it came', async () => {
  const result = failed(await ask({ kind: 'close-mid-body', status: 201 }));
  expect(result).toMatchObject({ stage: 'body', code: 'answer-cut', sent: true, answer: { status: 201 } });
  expect(Buffer.from(result.answer?.body ?? []).toString()).toBe('{"id":');
  expect(result.sentence).toContain('after 6 bytes');
});

test('early hints are no answer', async () => {
  expect(answered(await ask({ kind: 'early-hints' })).status).toBe(200);
});
