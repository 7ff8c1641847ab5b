import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, testApp } from '../support/app.ts';

const page = 'https://intranet.example.com';
let named: TestApp;
let closed: TestApp;
beforeAll(async () => {
  named = await testApp({ start: false, app: { corsOrigins: [page] } });
  closed = await testApp({ start: false });
});
afterAll(async () => {
  await named.close();
  await closed.close();
});

const preflight = (server: TestApp, origin: string, url = '/rest/v1/1/tasks') =>
  server.app.inject({
    method: 'OPTIONS',
    url,
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
  });
const corsHeaders = (headers: object): string[] =>
  Object.keys(headers).filter((name) => name.startsWith('access-control-'));

test('no page of another origin may read anything unless it is named', async () => {
  const asked = await preflight(closed, page);
  expect([asked.statusCode, corsHeaders(asked.headers)]).toEqual([405, []]);
  const answer = await closed.call('GET', '/api/v1/me', undefined, { origin: page });
  expect([answer.status, corsHeaders(answer.headers), answer.headers['vary']]).toEqual([200, [], undefined]);
  expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
});

test('a named origin is answered before and with its call, and told nothing of credentials', async () => {
  const asked = await preflight(named, page);
  expect([asked.statusCode, asked.body]).toEqual([204, '']);
  expect(asked.headers).toMatchObject({
    'access-control-allow-origin': page,
    'access-control-allow-methods': 'DELETE, GET, HEAD, PATCH, POST, PUT',
    'access-control-allow-headers': 'authorization, content-type, idempotency-key, if-match',
    'access-control-max-age': '600',
    vary: 'origin',
  });
  const answer = await named.call('GET', '/api/v1/me', undefined, { origin: page });
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': page,
    'access-control-expose-headers': expect.stringContaining('etag') as string,
    'cross-origin-resource-policy': 'cross-origin',
  });
  expect(corsHeaders({ ...asked.headers, ...answer.headers })).not.toContain('access-control-allow-credentials');
});

test('a refusal can be read by a named origin too', async () => {
  const answer = await named.app.inject({ url: '/rest/v1/1/tasks?id=1', headers: { origin: page } });
  expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([401, page]);
});

test.each([
  'https://intranet.example.com.evil.example',
  'http://intranet.example.com',
  'https://intranet.example.com:8443',
  'https://INTRANET.example.com',
  'null',
  '*',
])('the origin %s is another one', async (origin) => {
  const asked = await preflight(named, origin);
  expect([asked.statusCode, corsHeaders(asked.headers), asked.headers['vary']]).toEqual([405, [], 'origin']);
  const answer = await named.call('GET', '/api/v1/me', undefined, { origin });
  expect(corsHeaders(answer.headers)).toEqual([]);
});

test('an address that is not there is not there for a preflight either', async () => {
  expect((await preflight(named, page, '/nowhere')).statusCode).toBe(404);
});
