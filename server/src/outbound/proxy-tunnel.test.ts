import { afterEach, expect, test } from 'vitest';
import { accepted } from '../../test/receivers/behaviour.ts';
import { issue, makeAuthority } from '../../test/receivers/certificates.ts';
import { startProxy, type ProxyOptions } from '../../test/receivers/proxy.ts';
import { closedPort, startReceiver, startSilentServer, type ReceiverOptions } from '../../test/receivers/receiver.ts';
import type { Transport } from './outbound-request.ts';
import type { ResolveName } from './resolve-host.ts';
import { openOutbound, type OutboundOptions } from './send-request.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function receiver(options: ReceiverOptions = {}) {
  const started = await startReceiver(accepted, options);
  cleanups.push(() => started.close());
  return started;
}

async function proxy(options: ProxyOptions = {}) {
  const started = await startProxy(options);
  cleanups.push(() => started.close());
  return started;
}

function outbound(options: OutboundOptions) {
  const opened = openOutbound(options);
  cleanups.push(() => opened.close());
  return opened;
}

const resolvesTo =
  (address: string): ResolveName =>
  () =>
    Promise.resolve([{ address, family: 4 }]);
const transport = (url: string, more: Partial<Transport> = {}): Transport => ({
  key: 'proxied',
  concurrency: 2,
  allow: [],
  proxy: { url },
  ...more,
});
const get = (url: string, timeoutMs = 3_000) => ({ method: 'GET', url, headers: {}, timeoutMs });

test('goes through the proxy to the vetted address, and keeps the tunnel', async () => {
  const [target, way] = [await receiver(), await proxy()];
  const out = outbound({ allowRanges: ['127.0.0.1'], resolveName: resolvesTo('127.0.0.1') });
  const url = `http://named.example:${target.port}/a`;
  for (let count = 0; count < 2; count += 1)
    expect(await out.sendRequest(get(url), transport(way.url))).toMatchObject({ kind: 'answered', status: 200 });
  expect(way.tunnels).toEqual([{ authority: `127.0.0.1:${target.port}`, authorization: undefined }]);
  expect(target.requests[0]?.headers.host).toBe(`named.example:${target.port}`);
  expect(target.requests[0]?.headers['proxy-authorization']).toBeUndefined();
});

test('TLS is spoken with the target, through the tunnel', async () => {
  const authority = await makeAuthority('CA');
  const target = await receiver({ tls: await issue({ commonName: 'a', names: ['named.example'] }, authority) });
  const way = await proxy({ credentials: 'gangway:p@ss%' });
  const out = outbound({ allowRanges: ['127.0.0.1'], resolveName: resolvesTo('127.0.0.1') });
  const through = transport(way.url.replace('://', '://gangway:p%40ss%25@'), { ca: authority.cert });
  expect(await out.sendRequest(get(`https://named.example:${target.port}/`), through)).toMatchObject({
    kind: 'answered',
  });
});

test('the target is vetted although a proxy is set', async () => {
  const [target, way] = [await receiver(), await proxy()];
  const out = outbound({ allowRanges: [], resolveName: resolvesTo('10.0.0.1') });
  for (const resolves of ['gangway', 'proxy'] as const) {
    for (const url of [
      `http://127.0.0.1:${target.port}/`,
      'http://inner.example/',
      'http://169.254.169.254/',
      'http://localhost/',
    ]) {
      const result = await out.sendRequest(get(url), transport(way.url, { proxy: { url: way.url, resolves } }));
      expect(result, url).toMatchObject({ kind: 'failed', stage: 'address', sent: false });
    }
  }
  expect(way.tunnels).toHaveLength(0);
});

test('a proxy that resolves names is given the name, also one that is unknown here', async () => {
  const target = await receiver();
  const way = await proxy({ allLeadTo: target.port });
  const out = outbound({
    allowRanges: [],
    resolveName: () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })),
  });
  const resolving = transport(way.url, { proxy: { url: way.url, resolves: 'proxy' } });
  expect(await out.sendRequest(get('http://far.example:8080/'), resolving)).toMatchObject({ kind: 'answered' });
  expect(way.tunnels[0]?.authority).toBe('far.example:8080');
  const strict = await out.sendRequest(get('http://far.example:8080/'), transport(way.url));
  expect(strict).toMatchObject({ kind: 'failed', stage: 'dns', code: 'name-not-found' });
});

test('says what is wrong with the proxy', async () => {
  const out = outbound({ allowRanges: ['127.0.0.1'] });
  const target = await receiver();
  const wanting = await proxy({ credentials: 'a:b' });
  const refusing = await proxy({ refuseWith: 403 });
  const failing = await proxy({ refuseWith: 502 });
  for (const [url, code, passing, words] of [
    [wanting.url, 'proxy-refused', false, 'asks for another user name or password (407)'],
    [refusing.url, 'proxy-refused', false, `refused to connect to 127.0.0.1:${target.port} (403)`],
    [failing.url, 'proxy-refused', true, '(502)'],
    [`http://127.0.0.1:${await closedPort()}`, 'connection-refused', true, 'nothing is listening there'],
    ['socks5://127.0.0.1:1', 'invalid-url', false, 'The proxy of this connection is no URL'],
    ['http://169.254.169.254:3128', 'address-refused', false, 'metadata'],
  ] as const) {
    const result = await out.sendRequest(get(target.url), transport(url));
    expect(result, url).toMatchObject({ kind: 'failed', code, sent: false, retryAtOnce: passing });
    expect(result.kind === 'failed' ? result.sentence : '').toContain(words);
  }
  expect(target.connections).toBe(0);
});

test('a proxy that says nothing ends at the deadline', async () => {
  const silent = await startSilentServer();
  cleanups.push(() => silent.close());
  const out = outbound({ allowRanges: ['127.0.0.1'] });
  const result = await out.sendRequest(get('http://127.0.0.1:9/', 80), transport(`http://127.0.0.1:${silent.port}`));
  expect(result).toMatchObject({ kind: 'failed', stage: 'deadline', code: 'connect-time-out', sent: false });
});
