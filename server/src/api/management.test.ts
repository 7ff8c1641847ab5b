import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../../test/support/app.ts';
import { recogniseInstallation } from '../database/installation-store.ts';

let server: TestApp;
const api = '/api/v1/1';
beforeAll(async () => {
  server = await testApp({ start: false });
});
afterAll(() => server.close());

interface Created {
  readonly id: string;
  readonly token: string;
}

describe('a token', () => {
  test('is answered once, acts as its user, and ends at once when it is revoked', async () => {
    const user = await server.call('POST', '/rest/v1/1/users', { login: 'gate', groups: ['Readers'] });
    const created = await server.call('POST', `${api}/tokens`, {
      name: 'gate',
      login: 'GATE',
      ipRanges: ['127.0.0.0/8'],
    });
    const { id, token } = created.body as Created;
    expect([created.status, token]).toEqual([201, expect.stringMatching(/^gw_\w{38}$/) as string]);
    const headers = { authorization: `Bearer ${token}` };
    expect((await server.call('GET', '/api/v1/me', undefined, headers)).body).toMatchObject({
      id: (user.body as { id: number }).id,
      scopes: ['Readers'],
    });
    expect((await server.call('GET', '/api/v1/me?unit=1', undefined, headers)).status).toBe(200);
    expect((await server.call('GET', '/api/v1/me?unit=2', undefined, headers)).body).toMatchObject({
      status: 403,
      detail: 'This token is for unit 1, not for unit 2.',
    });
    const list = await server.call('GET', `${api}/tokens`);
    expect(JSON.stringify(list.body)).not.toContain(token);
    expect((list.body as { data: object[] }).data[0]).toMatchObject({
      id,
      name: 'gate',
      createdBy: 'Ada Admin',
      revokedAt: null,
    });
    expect((await server.call('DELETE', `${api}/tokens/${id}`)).body).toEqual({ revoked: true });
    expect((await server.call('GET', '/api/v1/me', undefined, headers)).body).toMatchObject({
      status: 401,
      detail: expect.stringMatching(/revoked/) as string,
    });
  });

  test('is refused where it would be good for nobody or for too much', async () => {
    const create = async (body: object, headers = {}) =>
      (await server.call('POST', `${api}/tokens`, { name: 'x', ...body }, headers)).body;
    expect(await create({ ipRanges: [] })).toMatchObject({ errors: [{ path: 'ipRanges' }] });
    expect(await create({ ipRanges: ['10.0.0.0/99', 'x'], expiresAt: '2020-01-01T00:00:00Z' })).toMatchObject({
      errors: [{ path: 'ipRanges[0]' }, { path: 'ipRanges[1]' }, { path: 'expiresAt' }],
    });
    expect(await create({ ipRanges: ['127.0.0.1'], login: 'nobody' })).toMatchObject({ status: 404 });
    const configurator = { authorization: `Bearer ${await server.tokenFor(['Configurator'])}` };
    expect(await create({ ipRanges: ['127.0.0.1'], userId: 2 }, configurator)).toMatchObject({ status: 403 });
    expect(await create({ ipRanges: ['127.0.0.1'] }, configurator)).toMatchObject({
      token: expect.stringMatching(/^gw_/) as string,
    });
  });

  test('that is made or revoked stands in the audit, without itself', async () => {
    const { body } = await server.call('GET', `${api}/audit`);
    const whats = (body as { data: { what: string }[] }).data.map(({ what }) => what);
    expect(whats).toEqual(expect.arrayContaining(['token-created', 'token-revoked']));
    expect(JSON.stringify(body)).not.toContain('gw_');
  });
});

describe('the settings', () => {
  test('of the unit are changed by administrators', async () => {
    const changed = await server.call('PATCH', `${api}/settings`, {
      name: 'Nová s.r.o.',
      zone: 'Europe/Vienna',
      locale: 'de-AT',
    });
    expect(changed.body).toMatchObject({
      unit: { id: 1, name: 'Nová s.r.o.', zone: 'Europe/Vienna', locale: 'de-AT' },
      installation: { copiedFrom: null },
    });
    const wrong = await server.call('PATCH', `${api}/settings`, { zone: 'Europe/Viena', locale: '?' });
    expect([wrong.status, wrong.body]).toMatchObject([400, { errors: [{ path: 'zone' }, { path: 'locale' }] }]);
    const configurator = { authorization: `Bearer ${await server.tokenFor(['Configurator'])}` };
    expect((await server.call('PATCH', `${api}/settings`, {}, configurator)).status).toBe(403);
  });

  test('a copy of a database sends nothing until an administrator confirms it', async () => {
    expect((await server.call('POST', `${api}/settings/confirm-copy`)).body).toMatchObject({
      type: '/problems/illegal-state',
    });
    await server.database.query({ text: `update installation set cluster = 'elsewhere'` });
    expect(await recogniseInstallation(server.database, { name: 'tests' })).toMatchObject({
      kind: 'copied',
      from: 'elsewhere',
    });
    await server.call('PUT', `${api}/connections/born`, { name: 'born', url: 'https://born.example.com' });
    const status = () => server.call('GET', `${api}/connections/born/status`);
    expect((await status()).body).toMatchObject({ paused: true, pausedBy: 'Gangway' });
    const confirmed = await server.call('POST', `${api}/settings/confirm-copy`);
    expect(confirmed.body).toMatchObject({ installation: { copiedFrom: null } });
    expect((await status()).body).toMatchObject({ paused: false });
    expect((await recogniseInstallation(server.database, { name: 'tests' })).kind).toBe('same');
  });
});

test('a trigger is fired for the records that are there, and its brake holds nothing', async () => {
  const file = {
    connections: [{ name: 'a', url: 'https://a.example.com' }],
    triggers: [
      { name: 'live', entity: 'documents', on: ['requested'], deliver: [{ connection: 'a' }] },
      { name: 'off', entity: 'documents', mode: 'off', deliver: [{ connection: 'a' }] },
    ],
  };
  expect((await server.call('POST', `${api}/apply`, { file })).status).toBe(200);
  const fired = await server.call('POST', `${api}/triggers/live/fire`, { since: '2026-01-01T00:00:00Z' });
  expect([fired.status, fired.body]).toMatchObject([202, { kind: 'fire', state: 'queued' }]);
  const { id } = fired.body as { id: string };
  expect((await server.call('POST', `${api}/jobs/${id}/cancel`)).body).toMatchObject({ state: 'cancelled' });
  expect((await server.call('GET', `${api}/jobs`)).body).toMatchObject({ data: [{ id }] });
  expect((await server.call('POST', `${api}/triggers/off/fire`)).body).toMatchObject({
    type: '/problems/illegal-state',
  });
  expect((await server.call('POST', `${api}/triggers/lve/fire`)).body).toMatchObject({
    detail: 'There is no trigger "lve". Did you mean "live"?',
  });
  expect((await server.call('POST', `${api}/triggers/live/release`)).body).toMatchObject({
    type: '/problems/illegal-state',
  });
});

test('what a watching trigger would have sent is listed, page by page', async () => {
  const file = {
    connections: [{ name: 'a', url: 'https://a.example.com' }],
    triggers: [{ name: 'watch', entity: 'companies', mode: 'watch', deliver: [{ connection: 'a' }] }],
  };
  expect((await server.call('POST', `${api}/apply`, { file })).status).toBe(200);
  const ids: number[] = [];
  for (const name of ['one', 'two']) {
    const { body } = await server.call('POST', '/rest/v1/1/companies', { name });
    ids.unshift((body as { id: number }).id);
  }
  const page = async (query: string) =>
    (await server.call('GET', `${api}/triggers/watch/watched${query}`)).body as {
      data: object[];
      nextCursor: string | null;
    };
  const watched = ids.map((recordId) => ({ connection: 'a', template: null, entity: 'companies', recordId }));
  expect((await page('')).data).toMatchObject(watched);
  const first = await page('?limit=1');
  expect(first.data).toMatchObject(watched.slice(0, 1));
  expect(await page(`?limit=1&cursor=${first.nextCursor ?? ''}`)).toMatchObject({
    data: watched.slice(1),
    nextCursor: null,
  });
  expect((await server.call('GET', `${api}/triggers/wach/watched`)).status).toBe(404);
});

test('a database that does not answer is 503 with Retry-After, and says nothing else', async () => {
  const lost = await testApp({ start: false });
  await lost.database.query({ text: 'select 1' });
  const { app, token } = lost;
  // Whatever is asked now finds every connection ended, and the name leads to nothing.
  const { database: name } = lost.connection;
  const rename = (from: string, to: string) =>
    server.database.transaction(async (transaction) => {
      await transaction.query({
        text: `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${from}'`,
      });
      await transaction.query({ text: `alter database ${from} rename to ${to}` });
    });
  await rename(name, `${name}_away`);
  for (const url of ['/readyz', '/api/v1/me']) {
    const answer = await app.inject({ url, headers: { authorization: `Bearer ${token}` } });
    expect([answer.statusCode, answer.headers['retry-after'], answer.json<{ type: string }>().type], url).toEqual([
      503,
      '5',
      '/problems/database-unavailable',
    ]);
  }
  expect((await app.inject({ url: '/healthz' })).statusCode).toBe(200);
  await rename(`${name}_away`, name);
  await lost.close();
});
