import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../test/support/app.ts';
import { newToken, tokenBytes } from './access/token.ts';

let server: TestApp;
let app: FastifyInstance;
beforeAll(async () => {
  server = await testApp();
  app = server.app;
});
afterAll(() => server.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('what cannot be answered is answered with a problem document', () => {
  test('an unknown address, whatever its content type', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/nowhere?x=1',
      headers: { 'content-type': 'text/xml' },
      body: '<a/>',
    });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toEqual({
      type: '/problems/not-found',
      title: 'Not there',
      status: 404,
      detail: 'There is no address /nowhere. GET /openapi.json lists every address.',
      instance: '/nowhere',
      errors: [],
    });
  });

  test('a wrong method, with those that there are', async () => {
    const answer = await app.inject({ method: 'DELETE', url: '/healthz' });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers['allow']).toBe('GET, HEAD');
    expect(answer.json()).toMatchObject({
      type: '/problems/method-not-allowed',
      detail: '/healthz has no DELETE. It has GET, HEAD.',
    });
  });

  test('a malformed escape in the path', async () => {
    const answer = await app.inject({ method: 'GET', url: '/healthz/%zz' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ type: '/problems/invalid-parameter' });
  });

  test('headers that are too long, and what is no HTTP, on the socket itself', async () => {
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as { port: number };
    const say = (text: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(text));
        let answer = '';
        socket
          .on('data', (chunk) => (answer += chunk.toString()))
          .on('end', () => resolve(answer))
          .on('error', reject);
      });
    const long = await say(`GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`);
    expect(long).toMatch(/^HTTP\/1\.1 431 [^]*application\/problem\+json[^]*"type":"\/problems\/headers-too-large"/);
    expect(await say('\x16\x03\x01 hello\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 [^]*"type":"\/problems\/malformed-request"/,
    );
  });
});

describe('a caller without a good token', () => {
  test.each([
    ['no token', {}, /Send a token/],
    ['another scheme', { authorization: 'Basic YTpi' }, /Authorization: Bearer TOKEN/],
    ['a token that was not copied whole', bearer(newToken(randomBytes(tokenBytes)).slice(0, -2)), /not copied whole/],
    ['a token of somewhere else', bearer(newToken(randomBytes(tokenBytes))), /not known here/],
    ['a very long one', bearer('x'.repeat(10_000)), /not known here/],
  ])('%s: 401 with a sentence', async (_title, headers, words) => {
    const answer = await app.inject({ url: '/api/v1/me', headers });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="Gangway"');
    expect(answer.json()).toMatchObject({
      type: '/problems/unauthenticated',
      detail: expect.stringMatching(words) as string,
    });
  });

  test('from another address: 403 that names the address; and the same through a proxy that is not trusted', async () => {
    const far = await app.inject({ url: '/api/v1/me', headers: bearer(server.token), remoteAddress: '203.0.113.9' });
    expect(far.statusCode).toBe(403);
    expect(far.json<{ detail: string }>().detail).toContain('203.0.113.9');
    const passedOn = await app.inject({
      url: '/api/v1/me',
      headers: { ...bearer(server.token), 'x-forwarded-for': '127.0.0.1' },
    });
    expect(passedOn.statusCode).toBe(403);
  });
});

describe('every answer', () => {
  test('says whose token it is', async () => {
    const answer = await app.inject({ url: '/api/v1/me', headers: bearer(server.token) });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ unit: 1, units: [{ id: 1 }], scopes: ['Administrators'], apiVersion: 'v1' });
  });

  test('carries headers that keep browsers from doing anything with it', async () => {
    const answer = await app.inject({ url: '/healthz' });
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    });
  });

  test('is the same when a GET says that it sends JSON, and sends none', async () => {
    const answer = await app.inject({ url: '/healthz', headers: { 'content-type': 'application/json' } });
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ok' }]);
  });
});
