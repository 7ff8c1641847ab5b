import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashToken } from '../../src/access/token.ts';
import { insertToken } from '../../src/access/token-store.ts';
import { type TestApp, testApp } from '../../test/support/app.ts';
import { newId } from '../database/uuid.ts';
import { routes } from './routes.ts';
import { tags } from './openapi.ts';

let server: TestApp;
beforeAll(async () => {
  server = await testApp({ start: false });
});
afterAll(() => server.close());

/** The route's address with something in place of each parameter. */
function addressOf(path: string, unit = '1'): string {
  const values: Record<string, string> = {
    unit,
    entity: 'documents',
    name: 'nothing',
    id: randomUUID(),
    code: 'not-found',
  };
  return path.replace(/:(\w+)/g, (_whole, name: string) => values[name] ?? 'x');
}

const guarded = routes.filter(({ need }) => need !== 'nobody');
const ofUnits = guarded.filter(({ path }) => path.includes(':unit'));
const named = (list: typeof routes) => list.map((route) => [`${route.method} ${route.path}`, route] as const);

describe('every address that asks for a token', () => {
  // What the parts of an address cannot be is refused too, and never a fault of ours.
  test.each(named(ofUnits))('%s answers nonsense with a problem, not with a fault', async (_name, { method, path }) => {
    const bodies =
      method === 'GET' || method === 'DELETE'
        ? [undefined]
        : [undefined, {}, [], 'null', '"x"', '{"name":5,"file":[],"there":"?"}'];
    for (const body of bodies) {
      const { status } = await server.call(method, `${addressOf(path)}?nonsense=1&limit=x&id='`, body);
      expect(status, JSON.stringify(body)).toBeLessThan(500);
    }
  });
});

describe('the table of routes', () => {
  test('holds no address twice, and no name of an operation twice', () => {
    const addresses = routes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(addresses).size).toBe(addresses.length);
    const ids = routes.map(({ operation }) => operation.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('describes every operation in a sentence, under a known tag', () => {
    for (const { operation } of routes) {
      expect(operation.summary, operation.id).toMatch(/^[A-Z].*\.$/);
      expect(Object.keys(tags), operation.id).toContain(operation.tag);
      expect(Object.keys(operation.answers).length, operation.id).toBeGreaterThan(0);
    }
  });

  test('names every parameter of a path in the schema, and no other', () => {
    for (const { method, path, operation } of routes) {
      const inPath = Array.from(path.matchAll(/:(\w+)/g), ([, name]) => name).sort();
      expect(Object.keys(operation.params?.properties ?? {}).sort(), `${method} ${path}`).toEqual(inPath);
    }
  });
});

test('a token is bound to its methods and paths', async () => {
  const token = 'a-token-for-one-thing-in-the-tests';
  await server.database.transaction((transaction) =>
    insertToken(transaction, 1, {
      ...{
        id: newId(),
        name: 'narrow',
        userId: 2,
        hash: hashToken(token),
        ipRanges: ['127.0.0.1'],
        createdBy: 'tests',
      },
      ...{ methods: ['GET'], paths: ['/rest/v1/1/users'], expiresAt: null, ratePerMinute: null },
    }),
  );
  const headers = { authorization: `Bearer ${token}` };
  expect((await server.call('GET', '/rest/v1/1/users?id=2', undefined, headers)).status).toBe(200);
  expect((await server.call('PATCH', '/rest/v1/1/users?id=2', {}, headers)).body).toMatchObject({
    detail: 'This token may not use PATCH, only GET.',
  });
  expect((await server.call('GET', '/rest/v1/1/documents?id=2', undefined, headers)).status).toBe(403);
});

test('the figures are open to this machine, and to a configurator from elsewhere', async () => {
  const here = await server.app.inject({ url: '/metrics' });
  expect([here.statusCode, here.headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  expect(here.body).toContain('gangway_lag_seconds 0');
  const passedOn = await server.app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.5' } });
  expect(passedOn.statusCode).toBe(401);
  // A page elsewhere whose name was made to mean this machine.
  const rebound = await server.app.inject({ url: '/metrics', headers: { host: 'evil.example' } });
  expect(rebound.statusCode).toBe(401);
  const reader = { authorization: `Bearer ${await server.tokenFor(['Readers'])}` };
  expect((await server.app.inject({ url: '/metrics', headers: reader })).statusCode).toBe(403);
});

test('the process is ready, and says how far it lags behind', async () => {
  expect((await server.call('GET', '/readyz')).body).toEqual({
    status: 'ready',
    lagMs: 0,
    roles: ['api', 'worker'],
    version: '0.1.0',
  });
});

test('the OpenAPI document names every address, and every $ref in it is there', async () => {
  const { body } = await server.call('GET', '/openapi.json');
  const { openapi, paths, components } = body as {
    openapi: string;
    paths: Record<string, object>;
    components: Record<string, object>;
  };
  expect(openapi).toBe('3.1.0');
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(
    routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`).sort(),
  );
  const references = new Set(
    Array.from(
      JSON.stringify(body).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g),
      ([, kind = '', name = '']) => [kind, name] as const,
    ),
  );
  for (const [kind, name] of references)
    expect(Object.hasOwn(components[kind] ?? {}, name), `${kind}/${name}`).toBe(true);
  expect(references.size).toBeGreaterThan(20);
});

test('every kind of problem is explained at its own address', async () => {
  expect((await server.call('GET', '/problems/invalid-record')).body).toMatchObject({
    type: '/problems/invalid-record',
    status: 422,
  });
  expect((await server.call('GET', '/problems/constructor')).status).toBe(404);
});
