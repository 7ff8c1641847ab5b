import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApp, testApp } from '../../test/support/app.ts';
import { givePassword, visitor } from '../../test/support/visitor.ts';

const password = 'seven grey herons at dusk';
let server: TestApp;
const now = new Date();
beforeAll(async () => {
  server = await testApp({ start: false, now: () => now });
  await givePassword(server.database, 2, password);
});
afterAll(() => server.close());

test('login and password open a session that acts with the rights of the user, until it is signed out', async () => {
  const jana = visitor(server.app);
  const before = await jana.call('GET', '/api/v1/session');
  expect(before.body).toMatchObject({ state: 'signed-out', password: true, oidc: null, me: null, copyPaused: false });
  expect(before.headers['set-cookie']).toMatch(
    /^gangway_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800$/,
  );
  const { status, body, headers } = await jana.call('POST', '/api/v1/session', { login: 'ADMIN', password });
  expect([status, body]).toMatchObject([200, { state: 'signed-in' }]);
  expect(body).toMatchObject({
    me: {
      ...{ id: 2, login: 'admin', name: 'Ada Admin', email: 'admin@example.com', organisation: 'Test s.r.o.', unit: 1 },
      ...{ groups: ['Administrators'], administrator: true, units: [{ id: 1, name: 'Test s.r.o.' }] },
      ...{ secondFactor: false, rights: { '*': ['read', 'create', 'change', 'delete', 'transition'] } },
    },
  });
  expect(headers['set-cookie']).toMatch(/^gangway_session=1\.[0-9a-f-]{36}\.[\w-]{43};/);
  expect((await jana.call('GET', '/api/v1/me')).body).toMatchObject({ id: 2, scopes: ['Administrators'] });
  expect((await jana.call('PATCH', '/api/v1/1/users/2', { lastName: 'Adminová' })).status).toBe(200);
  const old = jana.cookie;
  expect((await jana.call('DELETE', '/api/v1/session')).body).toMatchObject({ state: 'signed-out', me: null });
  jana.cookie = old;
  expect(await jana.call('GET', '/api/v1/me')).toMatchObject({
    status: 401,
    body: { type: '/problems/unauthenticated', detail: 'Your session has ended. You have signed out. Sign in again.' },
  });
});
