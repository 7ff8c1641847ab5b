import { expect, onTestFinished, test } from 'vitest';
import { answered, failed, outboundHere, post, receiverThat, transport } from '../../test/receivers/ask.ts';
import { accepted, answer, type Behaviour } from '../../test/receivers/behaviour.ts';
import { closedPort, startSilentServer } from '../../test/receivers/receiver.ts';
import type { OutboundRequest } from './outbound-request.ts';
import { openOutbound } from './send-request.ts';

test('a refused connection is told from a request that may have arrived', async () => {
  const port = await closedPort();
  const result = failed(await outboundHere().sendRequest(post(`http://127.0.0.1:${port}/`), transport));
  expect(result).toMatchObject({ stage: 'connect', code: 'connection-refused', sent: false, retryAtOnce: true });
  expect(result.sentence).toBe(
    `The server 127.0.0.1 refused the connection on port ${port}: nothing is listening there.`,
  );
});

test('every address of a name is tried, and their common refusal told as one', async () => {
  const receiver = await receiverThat(accepted);
  const outbound = openOutbound({
    allowRanges: ['127.0.0.0/8', '::1'],
    resolveName: () =>
      Promise.resolve([
        { address: '::1', family: 6 },
        { address: '127.0.0.2', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]),
  });
  onTestFinished(() => outbound.close());
  answered(await outbound.sendRequest(post(`http://many.example:${receiver.port}/`), transport));
  const nowhere = failed(await outbound.sendRequest(post(`http://many.example:${await closedPort()}/`), transport));
  expect(nowhere).toMatchObject({ stage: 'connect', code: 'connection-refused', sent: false });
});

test('a kept connection that the peer closed before a byte was written is replaced unnoticed', async () => {
  const receiver = await receiverThat(accepted);
  const outbound = outboundHere();
  answered(await outbound.sendRequest(post(receiver.url), transport));
  await receiver.closeIdleConnections();
  answered(await outbound.sendRequest(post(receiver.url), transport));
  expect(receiver.requests).toHaveLength(2);
  expect(receiver.connections).toBe(2);
});

test('a kept connection that the peer closes at the second request is a stale one, and honest about it', async () => {
  const receiver = await receiverThat({ kind: 'close-when-reused' });
  const outbound = outboundHere();
  answered(await outbound.sendRequest(post(receiver.url), transport));
  const result = failed(await outbound.sendRequest(post(receiver.url), transport));
  expect(result).toMatchObject({ code: 'connection-closed', sent: true, retryAtOnce: false, staleConnection: true });
  answered(await outbound.sendRequest(post(receiver.url), transport));
});

test('a server that closes after each answer is served over new connections', async () => {
  const receiver = await receiverThat(answer(200, 'ok', { connection: 'close' }));
  const outbound = outboundHere();
  const narrow = { ...transport, concurrency: 2 };
  const results = await Promise.all(Array.from({ length: 20 }, () => outbound.sendRequest(post(receiver.url), narrow)));
  expect(results.filter(({ kind }) => kind === 'answered')).toHaveLength(20);
  expect(receiver.connections).toBe(20);
});

test('after a fault the next request finds a way again', async () => {
  const receiver = await receiverThat((_request, index) => (index % 2 === 0 ? { kind: 'reset' } : accepted));
  const outbound = outboundHere();
  const narrow = { ...transport, concurrency: 1 };
  const results = await Promise.all(Array.from({ length: 10 }, () => outbound.sendRequest(post(receiver.url), narrow)));
  expect(results.filter(({ kind }) => kind === 'answered')).toHaveLength(5);
});

test('a signal stops a request, also one that waits or that comes too late', async () => {
  const receiver = await receiverThat({ kind: 'hang' });
  const outbound = outboundHere();
  const narrow = { ...transport, concurrency: 1 };
  const stop = new AbortController();
  const running = outbound.sendRequest(post(receiver.url), narrow, stop.signal);
  const waiting = outbound.sendRequest(post(receiver.url), narrow, stop.signal);
  await receiver.received(1);
  stop.abort();
  expect(failed(await running)).toMatchObject({ stage: 'stopped', code: 'stopped', sent: true, retryAtOnce: false });
  expect(failed(await waiting)).toMatchObject({ code: 'stopped', sent: false });
  expect(failed(await outbound.sendRequest(post(receiver.url), narrow, stop.signal)).code).toBe('stopped');
});

test('closing ends everything that is under way', async () => {
  const receiver = await receiverThat({ kind: 'hang' });
  const outbound = outboundHere();
  const running = outbound.sendRequest(post(receiver.url), transport);
  await receiver.received(1);
  outbound.close();
  expect(failed(await running)).toMatchObject({ code: 'stopped', sent: true });
  expect(failed(await outbound.sendRequest(post(receiver.url), transport))).toMatchObject({
    code: 'stopped',
    sent: false,
  });
});

test.each<[Partial<OutboundRequest>, string]>([
  [{ url: 'ftp://8.8.8.8/' }, 'only http:// and https://'],
  [{ url: 'nonsense' }, 'is no URL'],
  [{ url: 'http://user:pass@127.0.0.1/' }, 'user name or password'],
  [{ method: 'CONNECT' }, 'method CONNECT'],
  [{ method: 'BAD METHOD' }, 'method BAD METHOD'],
  [{ headers: { 'x-one': 'a\r\nx-two: b' } }, 'line break'],
  [{ headers: { 'x-one': 'Žluť' } }, 'beyond Latin-1'],
  [{ headers: { 'bad name': 'a' } }, 'cannot be the name'],
  [{ headers: { 'Content-Length': '5' } }, 'Gangway sets itself'],
  [{ headers: { Host: 'inner.example' } }, 'Gangway sets itself'],
])('a request that cannot be sent is refused in a sentence: %j', async (more, sentence) => {
  const receiver = await receiverThat(accepted);
  const result = failed(await outboundHere().sendRequest({ ...post(receiver.url), ...more }, transport));
  expect(result).toMatchObject({ stage: 'request', sent: false, retryAtOnce: false });
  expect(result.sentence).toContain(sentence);
  expect(receiver.requests).toHaveLength(0);
});

test('a port that accepts and says nothing ends at the deadline, over TLS already in the handshake', async () => {
  const silent = await startSilentServer();
  onTestFinished(() => silent.close());
  const outbound = outboundHere();
  const plain = failed(
    await outbound.sendRequest(post(`http://127.0.0.1:${silent.port}`, { timeoutMs: 300 }), transport),
  );
  expect(plain).toMatchObject({ code: 'answer-time-out', sent: true });
  const tls = failed(
    await outbound.sendRequest(post(`https://127.0.0.1:${silent.port}`, { timeoutMs: 300 }), transport),
  );
  expect(tls).toMatchObject({ code: 'tls-time-out', stage: 'deadline', sent: false });
  expect(tls.timing.totalMs).toBeLessThan(2_000);
});

test('whatever receivers do in turn, every request settles and the connection works on', async () => {
  const behaviours: readonly Behaviour[] = [
    accepted,
    { kind: 'reset' },
    { kind: 'hang' },
    { kind: 'close-mid-body' },
    { kind: 'large', bytes: 3_000_000 },
    answer(200, 'bye', { connection: 'close' }),
    { kind: 'drip', everyMs: 10 },
    { kind: 'not-http' },
    { kind: 'close' },
    answer(503, 'down'),
  ];
  const receiver = await receiverThat((_request, index) => behaviours[(index * 7) % behaviours.length] ?? accepted);
  const outbound = outboundHere();
  const narrow = { ...transport, concurrency: 6 };
  const results = await Promise.all(
    Array.from({ length: 120 }, (_, index) =>
      outbound.sendRequest(post(receiver.url, { timeoutMs: 300 + (index % 7) * 50 }), narrow),
    ),
  );
  expect(results).toHaveLength(120);
  expect(results.some(({ kind }) => kind === 'answered')).toBe(true);
  receiver.behave(accepted);
  const after = await Promise.all(Array.from({ length: 12 }, () => outbound.sendRequest(post(receiver.url), narrow)));
  expect(after.map(({ kind }) => kind)).toEqual(Array.from({ length: 12 }, () => 'answered'));
});
