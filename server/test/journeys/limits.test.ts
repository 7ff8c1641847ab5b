import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../support/app.ts';
import { open, type RawAnswer, readAnswer, sayRaw } from '../support/raw-http.ts';

let server: TestApp;
let port: number;
beforeAll(async () => {
  server = await testApp({
    start: false,
    app: { patience: { headersMs: 300, requestMs: 600, checkMs: 50, idleMs: 60_000 } },
  });
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  port = (server.app.server.address() as { port: number }).port;
});
afterAll(() => server.close());

const problemOf = ({ body }: RawAnswer) => JSON.parse(body) as { type: string; status: number; detail: string };

interface Saying {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One request by hand, with the administrator's token. */
function say(target: string, { method = 'GET', headers = {}, body = '' }: Saying = {}): Promise<RawAnswer> {
  const all = {
    host: 'gangway',
    authorization: `Bearer ${server.token}`,
    ...(body.length === 0 ? {} : { 'content-type': 'application/json', 'content-length': String(body.length) }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`);
  return sayRaw(port, Buffer.concat([head, Buffer.from(body)]));
}

const post = (body: string | Buffer, headers: Readonly<Record<string, string>> = {}) =>
  say('/rest/v1/1/tasks', { method: 'POST', body, headers });

describe('what is too much is refused with a sentence', () => {
  test('a body above the limit, before it has arrived', async () => {
    const answer = await say('/rest/v1/1/tasks', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '5000000000' },
    });
    expect(problemOf(answer)).toMatchObject({
      type: '/problems/too-large',
      status: 413,
      detail: expect.stringContaining('GANGWAY_BODY_LIMIT') as string,
    });
  });

  test('a body in chunks that grows above the limit', async () => {
    const socket = await open(port);
    socket.write(
      `POST /rest/v1/1/tasks HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${server.token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    for (let sent = 0; sent < 1_200_000; sent += 65_536) socket.write(chunk);
    const answer = await readAnswer(socket);
    socket.destroy();
    expect(problemOf(answer)).toMatchObject({ type: '/problems/too-large', status: 413 });
  });

  test('an address of more than 16,384 characters', async () => {
    const answer = await say(`/rest/v1/1/tasks?id=${'1'.repeat(17_000)}`);
    expect(problemOf(answer)).toMatchObject({ type: '/problems/address-too-long', status: 414 });
  });

  test('headers of more than 32 KB', async () => {
    const answer = await say('/healthz', { headers: { 'x-long': 'x'.repeat(40_000) } });
    expect(problemOf(answer)).toMatchObject({ type: '/problems/headers-too-large', status: 431 });
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  test('more than 100 parameters', async () => {
    const answer = await say(`/rest/v1/1/tasks?${'a&'.repeat(200)}`);
    expect(problemOf(answer)).toMatchObject({
      type: '/problems/invalid-parameter',
      detail: 'The query has more than 100 parameters. No address knows so many.',
    });
  });

  test('an answer above 10 MB', async () => {
    await server.database.query({
      text: `insert into alerts (unit_id, id, key, kind, text) select 1, gen_random_uuid(), n::text, 'test', repeat('x', 20000) from generate_series(1, 600) n`,
    });
    const answer = await say('/api/v1/1/alerts?limit=1000');
    expect(problemOf(answer)).toMatchObject({
      type: '/problems/too-large',
      detail: expect.stringMatching(/^The answer would be 11\.\d MB, and 10 MB is the most\. Ask for less/) as string,
    });
    expect((await say('/api/v1/1/alerts?limit=100')).status).toBe(200);
  });
});

describe('a caller who takes too long is told so and let go', () => {
  test('with its headers', async () => {
    const socket = await open(port);
    socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow:');
    const answer = await readAnswer(socket);
    expect(problemOf(answer)).toMatchObject({ type: '/problems/request-timeout', status: 408 });
    await new Promise((resolve) => socket.once('close', resolve));
  });

  test('with its body', async () => {
    const socket = await open(port);
    socket.write(
      `POST /rest/v1/1/tasks HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${server.token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    );
    const answer = await readAnswer(socket);
    expect(problemOf(answer)).toMatchObject({ type: '/problems/request-timeout', status: 408 });
    await new Promise((resolve) => socket.once('close', resolve));
  });

  test('while others are answered', async () => {
    const slow = await Promise.all(Array.from({ length: 200 }, () => open(port)));
    for (const socket of slow) socket.write('POST /rest/v1/1/tasks HTTP/1.1\r\n');
    const answers = await Promise.all(Array.from({ length: 50 }, () => say('/healthz')));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
    await Promise.all(slow.map((socket) => new Promise((resolve) => socket.once('close', resolve).resume())));
  });
});

describe('hostile JSON', () => {
  test.each([
    [
      '200,000 lists inside one another',
      '['.repeat(200_000),
      /^The body cannot be read as JSON: line 1, column 65: .*deeper than 64/,
    ],
    ['200,000 objects inside one another', '{"a":'.repeat(200_000), /deeper than 64 levels/],
    [
      'a key that comes twice',
      '{"name": "a",\n  "ownerId": 2, "name": "b"}',
      /line 2, column 17: The key "name" comes a second time/,
    ],
    ['a key that comes twice, once escaped', '{"name": "a", "n\\u0061me": "b"}', /The key "name" comes a second time/],
    ['a comment', '{"name": "a" /* ! */}', /line 1, column 14/],
    ['a number of a million digits', `{"name": ${'9'.repeat(900_000)}}`, /more digits than Gangway keeps/],
    ['an exponent that would fill the memory', '{"name": 1e999999999}', /more digits than Gangway keeps/],
    ['NaN', '{"name": NaN}', /line 1, column 10/],
    ['nothing but space', '   ', /The JSON is empty/],
  ])('%s: the place is named', async (_what, body, words) => {
    const answer = await post(body);
    expect(problemOf(answer)).toMatchObject({
      type: '/problems/invalid-json',
      detail: expect.stringMatching(words) as string,
    });
  });

  test.each([
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), /not UTF-8/],
    ['UTF-16', Buffer.from('{"name":"a"}', 'utf16le'), /line 1, column 2/],
  ])('%s', async (_what, body, words) => {
    expect(problemOf(await post(body))).toMatchObject({
      type: '/problems/invalid-json',
      detail: expect.stringMatching(words) as string,
    });
  });

  test.each([
    ['__proto__', '{"name":"a","ownerId":2,"__proto__":{"isDone":true}}', /__proto__/],
    ['constructor', '{"name":"a","ownerId":2,"constructor":{"prototype":{"x":1}}}', /constructor/],
    ['half a character', '{"name":"\\ud800","ownerId":2}', /name/],
    ['a NUL', '{"name":"a\\u0000b","ownerId":2}', /name/],
    ['a NUL in a name', '{"na\\u0000me":"a"}', /na/],
    ['1e400 for an id', '{"name":"a","ownerId":1e400}', /ownerId/],
    ['a list', '[[]]', /./],
    ['null', 'null', /./],
    ['a text', '"name"', /./],
  ])('%s in a record: 4xx with the place, and nothing is written', async (_what, body, place) => {
    const answer = await post(body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body).toMatch(place);
    expect(Object.hasOwn(Object.prototype, 'isDone')).toBe(false);
  });

  test('a name with a line break in configuration, behind which its value would not be looked at', async () => {
    const answer = await say('/api/v1/1/dictionaries', {
      method: 'POST',
      body: '{"name":"d","entries":{"a\\nb":null}}',
    });
    expect([answer.status, problemOf(answer)]).toMatchObject([
      400,
      { detail: expect.stringContaining('has a line break') as string },
    ]);
  });

  test('a time before all ids, and a unit beyond all numbers, in an address', async () => {
    expect((await say('/api/v1/1/deliveries?since=0800-01-01T00:00:00Z')).status).toBe(200);
    expect((await say('/api/v1/86708457272/hook-keys', { headers: { authorization: '' } })).status).toBe(400);
  });

  test('1e400 in configuration', async () => {
    const answer = await say('/api/v1/1/connections', {
      method: 'POST',
      body: '{"name":"a","url":"https://a.example","concurrency":1e400}',
    });
    expect([answer.status, problemOf(answer)]).toMatchObject([
      400,
      { detail: expect.stringContaining('too large') as string },
    ]);
  });

  test('every NUL and half character in any place of any body is refused, and none is a fault of ours', async () => {
    for (const text of ['\\u0000', '\\ud800', '\\udfff\\ud800']) {
      for (const [target, body] of [
        ['/api/v1/1/triggers', `{"name":"${text}","entity":"documents","deliver":[]}`],
        ['/api/v1/1/dictionaries', `{"name":"d","entries":{"${text}":"x"}}`],
        ['/api/v1/1/tokens', `{"name":"${text}","userId":2,"ipRanges":["127.0.0.1"]}`],
        ['/rest/v1/1/documents', `{"type":"${text}"}`],
      ] as const) {
        const { status } = await say(target, { method: 'POST', body });
        expect([target, text, status >= 400 && status < 500]).toEqual([target, text, true]);
      }
    }
  });
});

describe('how a body is sent', () => {
  const task = JSON.stringify({ name: 'sent', ownerId: 2 });

  test.each([
    ['no content type', { 'content-type': '' }],
    ['text/plain', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['two types', { 'content-type': 'application/json, text/plain' }],
    ['another charset', { 'content-type': 'application/json; charset=windows-1250' }],
    ['gzip', { 'content-encoding': 'gzip' }],
    ['two codings', { 'content-encoding': 'identity, br' }],
  ])('%s: 415 with a sentence', async (_what, headers) => {
    const answer = await post(task, headers);
    expect(problemOf(answer)).toMatchObject({ type: '/problems/unsupported-media-type', status: 415 });
  });

  test('really compressed: the sentence says to send it as it is', async () => {
    const answer = await post(gzipSync(task), { 'content-encoding': 'gzip' });
    expect(problemOf(answer).detail).toContain('Content-Encoding: gzip');
  });

  test.each([
    ['application/json'],
    ['Application/JSON; charset=UTF-8'],
    ['application/json; charset="utf-8"'],
    ['application/merge-patch+json'],
  ])('%s is taken', async (type) => {
    expect((await post(task, { 'content-type': type })).status).toBe(201);
  });

  test('a body that a GET brings along is left alone, and the next request on the connection is understood', async () => {
    const socket = await open(port);
    const head = `Host: a\r\nAuthorization: Bearer ${server.token}\r\n`;
    socket.write(`GET /healthz HTTP/1.1\r\n${head}Content-Type: application/json\r\nContent-Length: 5\r\n\r\n{"a":`);
    expect((await readAnswer(socket)).status).toBe(200);
    socket.write(`GET /readyz HTTP/1.1\r\n${head}\r\n`);
    expect((await readAnswer(socket)).status).toBe(200);
    socket.destroy();
  });

  test('a DELETE that says it sends JSON and sends none is no fault of the body', async () => {
    const answer = await say('/rest/v1/1/tasks?id=999', {
      method: 'DELETE',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(404);
  });
});

describe('tricks with the address', () => {
  test.each([
    ['//rest/v1/1/tasks?id=1', 404],
    ['/rest//v1/1/tasks?id=1', 404],
    ['/rest/v1/1/tasks/?id=1', 404],
    ['/rest/v1/1/../1/tasks?id=1', 404],
    ['/rest/v1/2/..%2f1/tasks?id=1', 404],
    ['/rest/v1/1%2ftasks?id=1', 404],
    ['/rest/v1/1/tasks%00?id=1', 400],
    ['/rest/v1/1/tasks%zz?id=1', 400],
    ['/rest/v1/1/%c0%ae?id=1', 400],
    ['/REST/v1/1/tasks?id=1', 404],
    ['/rest/v1/1/tasks;x=1?id=1', 404],
    ['/rest/v1/1/tasks?id=1&id=2', 400],
    ['/rest/v1/1/tasks?__proto__=1', 400],
    ['/rest/v1/01/tasks?id=1', 404],
    ['/rest/v1/1/tasks?id=0x1', 400],
    ['/rest/v1/1/tasks?id=1e0', 400],
    ['/rest/v1/1/tasks?id=1%00', 400],
    ['/rest/v1/99999999999999999999/tasks?id=1', 403],
    ['/rest/v1/1/constructor?id=1', 404],
    ['/rest/v1/1/__proto__?id=1', 404],
    ['/api/v1/1/connections/..', 404],
    ['/api/v1/1/connections/a%2Fb', 404],
    ['http://elsewhere.example/rest/v1/1/tasks?id=1', 404],
    ['*', 404],
  ])('%s: %i', async (target, status) => {
    const answer = await say(target);
    expect([answer.status, answer.headers['content-type']]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(problemOf(answer).status).toBe(status);
  });

  test('a token that is bound to a path does not come through by writing another one differently', async () => {
    const made = await say('/api/v1/1/tokens', {
      method: 'POST',
      body: JSON.stringify({ name: 'narrow', userId: 2, ipRanges: ['127.0.0.1'], paths: ['/rest/v1/1/tasks'] }),
    });
    const { token } = JSON.parse(made.body) as { token: string };
    const headers = { authorization: `Bearer ${token}` };
    for (const target of ['/rest/v1/1/users?id=2', '/rest/v1/1/%75sers?id=2', '/rest/v1/1/users?/rest/v1/1/tasks&id=2'])
      expect([target, (await say(target, { headers })).status]).toEqual([target, 403]);
  });
});

describe('methods', () => {
  test('nobody changes the method with a header or a parameter', async () => {
    const made = await post('{"name":"stays","ownerId":2}');
    const { id } = JSON.parse(made.body) as { id: number };
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override'])
      await say(`/rest/v1/1/tasks?id=${id}`, { headers: { [name]: 'DELETE' } });
    expect((await say(`/rest/v1/1/tasks?id=${id}&_method=DELETE`)).status).toBe(400);
    expect((await say(`/rest/v1/1/tasks?id=${id}`)).status).toBe(200);
  });

  test('HEAD answers as GET does, without the body', async () => {
    const get = await say('/healthz');
    const socket = await open(port);
    socket.write('HEAD /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await new Promise((resolve) => socket.once('close', resolve));
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(text.toLowerCase()).toContain(`content-length: ${get.headers['content-length'] ?? ''}`);
    expect(text.endsWith('\r\n\r\n')).toBe(true);
  });

  test.each(['OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'PATCH'])(
    '%s where there is none: 405 with those that there are',
    async (method) => {
      const answer = await say('/healthz', { method });
      expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, HEAD']);
      expect(problemOf(answer).type).toBe('/problems/method-not-allowed');
    },
  );

  test.each(['get', 'G\u0000T', 'NONSENSE'])('%j is no method: 400', async (method) => {
    expect(problemOf(await say('/healthz', { method })).type).toBe('/problems/malformed-request');
  });
});

describe('the Host header', () => {
  test.each([
    ['none', 'GET /healthz HTTP/1.1\r\n\r\n'],
    ['two', 'GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
    ['two in another case', 'GET /healthz HTTP/1.1\r\nHost: a\r\nhOST: a\r\n\r\n'],
  ])('%s: 400 with a sentence', async (_what, text) => {
    const answer = await sayRaw(port, text);
    expect(problemOf(answer)).toMatchObject({ type: '/problems/malformed-request', status: 400 });
  });
});

describe('what two readers could read differently is not read at all', () => {
  const head = 'POST /rest/v1/1/tasks HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
  test.each([
    ['a length and chunks', `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['two lengths', `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{"a":`],
    ['a negative length', `${head}Content-Length: -1\r\n\r\n`],
    ['a line of headers without its name', `${head} x\r\n: y\r\n\r\n`],
    ['a bare line feed', 'GET /healthz HTTP/1.1\nHost: a\n\n'],
    ['HTTP/2 in clear', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['TLS', Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, 1, 2, 3])],
  ])('%s: 400', async (_what, text) => {
    const answer = await sayRaw(port, text);
    expect(problemOf(answer)).toMatchObject({ type: '/problems/malformed-request', status: 400 });
    expect(answer.headers['connection']).toBe('close');
  });
});
