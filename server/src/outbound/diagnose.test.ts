import { afterEach, expect, test } from 'vitest';
import { accepted, answer, redirectTo, unavailable, type Behaviour } from '../../test/receivers/behaviour.ts';
import { issue, makeAuthority } from '../../test/receivers/certificates.ts';
import { startProxy } from '../../test/receivers/proxy.ts';
import {
  closedPort,
  startReceiver,
  startSilentServer,
  type Behaving,
  type ReceiverOptions,
} from '../../test/receivers/receiver.ts';
import type { Authentication } from './authentication.ts';
import { testConnection, type TestReport } from './diagnose.ts';
import { createTokenSource } from './oauth2-tokens.ts';
import type { Transport } from './outbound-request.ts';
import type { ResolveName } from './resolve-host.ts';
import { openOutbound } from './send-request.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const here: ResolveName = (hostname) =>
  hostname.startsWith('missing')
    ? Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }))
    : Promise.resolve([{ address: hostname.startsWith('private') ? '10.0.0.9' : '127.0.0.1', family: 4 }]);
const dayMs = 86_400_000;

async function receiverThat(behaving: Behaving, options: ReceiverOptions = {}) {
  const receiver = await startReceiver(behaving, options);
  cleanups.push(() => receiver.close());
  return receiver;
}

async function tryOut(
  url: string,
  more: {
    transport?: Partial<Transport>;
    authentication?: Authentication;
    timeoutMs?: number;
    paths?: readonly string[];
  } = {},
): Promise<TestReport> {
  const outbound = openOutbound({ allowRanges: ['127.0.0.1'], resolveName: here });
  cleanups.push(() => outbound.close());
  const transport: Transport = { key: 'test', concurrency: 1, allow: [], ...more.transport };
  const context = { secrets: () => undefined, tokens: createTokenSource(outbound), transport, nowMs: Date.now() };
  const request = { method: 'GET', url, headers: {}, timeoutMs: more.timeoutMs ?? 3_000 };
  return testConnection(outbound, request, more.authentication ?? { kind: 'none' }, context, more.paths);
}

function fault(report: TestReport): string {
  expect(report.ok).toBe(false);
  const last = report.steps.at(-1);
  expect(report.steps.filter(({ ok }) => !ok)).toEqual([last]);
  return last === undefined ? '' : `${last.step}: ${last.sentence}`;
}

test('a connection that works is told step by step', async () => {
  const receiver = await receiverThat(accepted);
  const report = await tryOut(`http://accounting.example:${receiver.port}/api`, {
    authentication: { kind: 'basic', username: 'a', password: 'b' },
  });
  expect(report.ok).toBe(true);
  expect(report.steps.map(({ step }) => step)).toEqual(['address', 'name', 'connection', 'authentication', 'answer']);
  const sentences = report.steps.map(({ sentence }) => sentence).join('\n');
  expect(sentences).toContain('accounting.example is 127.0.0.1.');
  expect(sentences).toContain(`accepts connections on port ${receiver.port}`);
  expect(sentences).toContain('accepted the user name and password');
  expect(sentences).toContain('answered 200');
});

test('an address that may not be called is refused with the way to allow it', async () => {
  expect(fault(await tryOut('http://10.0.0.1:8090/'))).toMatch(
    /^address: 10\.0\.0\.1 is a private address .* An administrator can allow 10\.0\.0\.1:8090/,
  );
  expect(fault(await tryOut('http://private.example/'))).toMatch(
    /^address: private\.example is 10\.0\.0\.9, which is a private address/,
  );
  expect(fault(await tryOut('ftp://example.com/'))).toMatch(/^address: The address begins with ftp:/);
});

test('a name that does not exist, a port where nothing listens, a host that says nothing', async () => {
  expect(fault(await tryOut('http://missing.example/'))).toBe(
    "name: There is no host named missing.example. Check the connection's URL for a slip of the pen.",
  );
  const port = await closedPort();
  const refused = await tryOut(`http://accounting.example:${port}/`);
  expect(fault(refused)).toBe(
    `connection: The server accounting.example refused the connection on port ${port}: nothing is listening there.`,
  );
  expect(refused.steps.map(({ step }) => step)).toEqual(['address', 'name', 'connection']);
  const silent = await startSilentServer();
  cleanups.push(() => silent.close());
  expect(fault(await tryOut(`http://127.0.0.1:${silent.port}/`, { timeoutMs: 300 }))).toBe(
    'answer: The server 127.0.0.1 did not answer within 0.3 s.',
  );
  expect(fault(await tryOut(`https://127.0.0.1:${silent.port}/`, { timeoutMs: 300 }))).toMatch(
    /^tls: .* TLS handshake within 0\.3 s/,
  );
});

test.each<[string, Behaviour, Authentication, RegExp]>([
  [
    '401 without authentication',
    answer(401, '', { 'www-authenticate': 'Basic realm="books"' }),
    { kind: 'none' },
    /^authentication: .*no authentication\. It asks for: Basic realm="books"\.$/,
  ],
  [
    '401 of basic',
    answer(401),
    { kind: 'basic', username: 'a', password: 'b' },
    /^authentication: .*does not accept the user name and password\.$/,
  ],
  [
    '401 of an API key',
    answer(401),
    { kind: 'apiKey', in: 'query', name: 'k', value: 'v' },
    /does not accept the API key/,
  ],
  ['403', answer(403), { kind: 'none' }, /^authentication: The server answered 403: it knows who is asking/],
  [
    'a redirect',
    redirectTo('https://new.example/'),
    { kind: 'none' },
    /^answer: .*302: it points to https:\/\/new\.example\/\. Redirects are never followed/,
  ],
  ['503', unavailable(), { kind: 'none' }, /^answer: The server answered 503/],
  ['a reset', { kind: 'reset' }, { kind: 'none' }, /^answer: .* closed the connection without an answer/],
  ['not HTTP', { kind: 'not-http' }, { kind: 'none' }, /^answer: .* is not HTTP/],
  [
    'a missing secret',
    accepted,
    { kind: 'bearer', token: '{{secret:gone}}' },
    /^authentication: The secret "gone" is not set/,
  ],
])('says what is wrong: %s', async (_title, behaviour, authentication, sentence) => {
  const receiver = await receiverThat(behaviour);
  expect(fault(await tryOut(`${receiver.url}/api/v2?x=1`, { authentication }))).toMatch(sentence);
});

test('404 where messages do not go still means that the server is there', async () => {
  const receiver = await receiverThat((request) => (request.path === '/xml' ? accepted : answer(404)));
  const last = async (url: string, paths?: readonly string[]) => {
    const { ok, steps } = await tryOut(url, paths === undefined ? {} : { paths });
    return `${String(ok)} ${steps.at(-1)?.sentence ?? ''}`;
  };
  expect(await last(receiver.url)).toMatch(
    /^true The server is there \(404 in \d+ ms\): .* Pohoda, for one, answers at \/xml only\.$/,
  );
  expect(await last(`${receiver.url}/base`, ['/xml', '/more'])).toMatch(
    /^true .* messages go to \/xml, \/more below it\./,
  );
  // Here messages go to the very address.
  for (const paths of [[''], ['/xml', '']])
    expect(await last(receiver.url, paths)).toMatch(/^false .* nothing at the path \/\./);
  expect(await last(`${receiver.url}/api/v2`)).toMatch(/^false .* nothing at the path \/api\/v2\./);
});

test('405, 400 and 429 still mean that the server is there', async () => {
  for (const status of [405, 400, 429]) {
    const receiver = await receiverThat(answer(status));
    const report = await tryOut(receiver.url, { authentication: { kind: 'bearer', token: 't' } });
    expect(report.ok).toBe(true);
    expect(report.steps.at(-1)?.sentence).toContain(`The server is there (${status} in`);
    expect(report.steps.some(({ step }) => step === 'authentication')).toBe(false);
  }
});

test('names the certificate and what is wrong with it', async () => {
  const authority = await makeAuthority('Own CA');
  const names = ['accounting.example'];
  const fine = await issue({ commonName: 'fine', names }, authority);
  const expired = await issue(
    { commonName: 'old', names, notBefore: new Date(Date.now() - 9 * dayMs), notAfter: new Date(Date.now() - dayMs) },
    authority,
  );
  const selfSigned = await issue({ commonName: 'self', names });
  const other = await issue({ commonName: 'other', names: ['other.example'] }, authority);
  const under = async (tls: ReceiverOptions['tls'], ca: string | undefined = authority.cert) => {
    const receiver = await receiverThat(accepted, {
      ...(tls === undefined ? {} : { tls }),
      host: 'accounting.example',
    });
    return tryOut(`${receiver.url}/`, { transport: { ca } });
  };
  const good = await under(fine);
  expect(good.ok).toBe(true);
  const day = (date: Date) => date.toISOString().slice(0, 10);
  expect(good.steps.find(({ step }) => step === 'tls')?.sentence).toContain(
    `The certificate is fine: CN=fine; issued by CN=Own CA, O=Gangway tests; valid from ${day(new Date(Date.now() - dayMs))} to ${day(new Date(Date.now() + 30 * dayMs))}; for accounting.example.`,
  );
  expect(fault(await under(expired))).toMatch(
    new RegExp(`^tls: .* has expired.*The certificate: CN=old; .* to ${day(new Date(Date.now() - dayMs))}`),
  );
  expect(fault(await under(selfSigned))).toMatch(
    /^tls: .* signed by itself.*The certificate: CN=self; issued by CN=self;/,
  );
  expect(fault(await under(fine, ''))).toMatch(
    /^tls: .* not known here.*The certificate: CN=fine; issued by CN=Own CA/,
  );
  expect(fault(await under(other))).toMatch(
    /^tls: .* made for another host: other\.example\..*; for other\.example\.$/,
  );
});

test('tells that a client certificate is wanted, also when that shows only after the handshake', async () => {
  const authority = await makeAuthority('Own CA');
  const server = await issue({ commonName: 'a', names: ['127.0.0.1'] }, authority);
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const tls = { ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: true, maxVersion };
    const receiver = await receiverThat(accepted, { tls });
    expect(fault(await tryOut(receiver.url, { transport: { ca: authority.cert } }))).toMatch(
      /^tls: .* asks for a client certificate/,
    );
  }
});

test('goes through a proxy, and says when the proxy is what is wrong', async () => {
  const receiver = await receiverThat(accepted);
  const proxy = await startProxy();
  cleanups.push(() => proxy.close());
  const report = await tryOut(receiver.url, { transport: { proxy: { url: proxy.url } } });
  expect(report.ok).toBe(true);
  expect(report.steps.some(({ sentence }) => sentence.includes('through the proxy'))).toBe(true);
  const wrong = await tryOut(receiver.url, { transport: { proxy: { url: 'nonsense' } } });
  expect(fault(wrong)).toMatch(/^connection: The proxy of this connection is no URL/);
});
