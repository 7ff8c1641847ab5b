import { newId } from '../../src/database/uuid.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../support/app.ts';

/** Versions, golden records, secrets and the system page: what configurators and administrators ask of the server through the console. */
let app: TestApp;

beforeAll(async () => {
  app = await testApp({ start: false });
  await app.counterparty('books', 'http://127.0.0.1:9');
});
afterAll(() => app.close());

const call = async <T>(method: string, path: string, body?: unknown, status = 200, token = app.token): Promise<T> => {
  const answered = await app.call(method, `/api/v1/1/${path}`, body, { authorization: `Bearer ${token}` });
  expect(answered.status, `${method} ${path}: ${JSON.stringify(answered.body)}`).toBe(status);
  return answered.body as T;
};

interface Version {
  readonly version: number;
  readonly by: string;
  readonly reason: string | null;
  readonly body: Readonly<Record<string, unknown>> | null;
}
const dictionary = (entries: Readonly<Record<string, string>>) => ({ name: 'vat', entries });

describe('versions', () => {
  test('say who changed it and why, and one of them can be had back, also after a deletion', async () => {
    await call('PUT', 'dictionaries/vat', dictionary({ '21': 'high' }));
    await call('PUT', 'dictionaries/vat?reason=The%20law%20has%20changed.', dictionary({ '21': 'high', '12': 'low' }));
    await call('DELETE', 'dictionaries/vat?reason=Nobody%20needs%20it.');
    const { data } = await call<{ data: readonly Version[] }>('GET', 'dictionaries/vat/versions');
    expect(data.map(({ version, by, reason }) => [version, by, reason])).toEqual([
      [3, 'Ada Admin', 'Nobody needs it.'],
      [2, 'Ada Admin', 'The law has changed.'],
      [1, 'Ada Admin', null],
    ]);
    await call('POST', 'dictionaries/vat/versions/3/restore', {}, 409);
    await call('POST', 'dictionaries/vat/versions/9/restore', {}, 404);
    const restored = await call<Version>('POST', 'dictionaries/vat/versions/1/restore');
    expect(restored).toMatchObject({ version: 4, body: { entries: { '21': 'high' } } });
    expect(await call('GET', 'dictionaries/vat/versions/4')).toMatchObject({ reason: 'Version 1 restored.' });
    expect(await call('GET', 'audit?search=Nobody%20needs')).toMatchObject({
      data: [{ what: 'configuration-applied' }],
    });
  });

  test('that something else does not allow any more is refused as if it were saved anew', async () => {
    const connection = { name: 'bank', url: 'http://127.0.0.1:9' };
    await call('PUT', 'connections/bank', connection);
    await call('PUT', 'connections/bank', { ...connection, url: 'http://127.0.0.1:10' });
    // Another way to write it, as an earlier release may have taken it.
    await app.database.query({
      text: `update configuration_versions set body = body || '{"timeout": "never"}' where kind = 'connections' and name = 'bank' and version = 1`,
    });
    expect(await call('POST', 'connections/bank/versions/1/restore', {}, 422)).toMatchObject({
      errors: [{ path: 'connections[0].timeout' }],
    });
  });
});

describe('golden records', () => {
  const id = '019ab2c3-0000-7000-8000-000000000001';
  const url = `templates/books/golden`;
  interface Golden {
    readonly id: string;
    readonly title: string;
    readonly same: boolean;
    readonly expected: { readonly body: string };
    readonly actual: { readonly body: string } | null;
    readonly run: { readonly context: { readonly input: Readonly<Record<string, unknown>> } };
  }
  const list = async (token?: string) =>
    (await call<{ data: readonly Golden[] }>('GET', url, undefined, 200, token)).data;
  const template = (body: string) => ({ name: 'books', format: 'json', body });
  const first = '{ "number": "${input.registration}", "total": ${input.total}, "id": "${uuid()}", "at": "${now}" }';
  let recordId = 0;

  beforeAll(async () => {
    await call('PUT', 'templates/books', template(first));
    recordId = (await app.invoice()).id;
    await call('PUT', `${url}/${id}`, { title: 'Czech invoice', record: { entity: 'documents', id: recordId } });
  });

  test('keep the record as it was, so that the same template makes the same message for ever', async () => {
    const [pinned] = await list();
    expect(pinned).toMatchObject({ id, title: 'Czech invoice', same: true });
    expect(pinned?.run.context.input['total']).toBe(2755.66);
    await app.change(recordId, { lines: [] });
    const [later] = await list();
    expect(later).toMatchObject({ same: true, expected: pinned?.expected, actual: pinned?.expected });
    await call('PUT', 'templates/books', { ...template(first), title: 'Books' });
  });

  test('show what a template that is not saved would make of them', async () => {
    const other = template(first.replace('"total"', '"amount"'));
    const check = await call<{ differing: number; data: readonly Golden[] }>('POST', `${url}/check`, {
      template: other,
    });
    expect(check).toMatchObject({ differing: 1, data: [{ id, same: false }] });
    expect(check.data[0]?.actual?.body).toContain('"amount":2755.66');
    const broken = await call('POST', `${url}/check`, { template: template('{ "x": ${input.total + } }') });
    expect(broken).toMatchObject({ differing: 1, data: [{ actual: null, faults: [{ path: 'body', line: 1 }] }] });
    expect(await call('POST', `${url}/check`)).toMatchObject({ differing: 0 });
  });

  test('let a template that differs be saved only with a reason, and today’s message be taken as the right one', async () => {
    const other = template(first.replace('"total"', '"amount"'));
    const refused = await call('PUT', 'templates/books', other, 422);
    expect(refused).toMatchObject({ type: '/problems/invalid-configuration', errors: [{ path: 'body' }] });
    expect(JSON.stringify(refused)).toContain('Czech invoice');
    await call('POST', 'apply', { templates: [other] }, 422);
    expect(await call('POST', 'apply', { templates: [other], dryRun: true })).toMatchObject({
      warnings: [expect.stringContaining('golden records') as unknown],
    });
    const saved = await call<Version>('PUT', 'templates/books?reason=Renamed%20by%20the%20counterparty.', other);
    expect(await call('GET', `templates/books/versions/${saved.version}`)).toMatchObject({
      reason: 'Renamed by the counterparty.',
    });
    expect(await list()).toMatchObject([{ same: false }]);
    const accepted = await call<Golden>('PUT', `${url}/${id}`, { accept: true });
    expect(accepted).toMatchObject({ same: true, title: 'Czech invoice' });
    expect(accepted.expected.body).toContain('"amount"');
    await call('PUT', 'templates/books', { ...other, title: 'No reason needed' });
  });

  test('are for those who may see their record, and can be taken away', async () => {
    const hidden = await app.invoice({ acl: { read: { groups: ['Administrators'] } } });
    const second = '019ab2c3-0000-7000-8000-000000000002';
    await call('PUT', `${url}/${second}`, { record: { entity: 'documents', id: hidden.id } });
    const configurator = await app.tokenFor(['Configurator']);
    expect((await list(configurator)).map((golden) => golden.id)).toEqual([id]);
    await call('DELETE', `${url}/${second}`, undefined, 404, configurator);
    await call('PUT', `${url}/${second}`, { record: { entity: 'documents', id: hidden.id } }, 404, configurator);
    await call('DELETE', `${url}/${second}`);
    await call('PUT', `${url}/${second}`, { title: 'nothing' }, 404);
    expect(await list()).toHaveLength(1);
  });
});

test('secrets are listed by name with what uses them, given a value, and never shown', async () => {
  await call('PUT', 'connections/safe', {
    name: 'safe',
    url: 'http://127.0.0.1:9',
    authentication: { kind: 'basic', username: 'gangway', password: '{{secret:safe}}' },
  });
  const secret = async () =>
    (await call<{ data: readonly { name: string; isSet: boolean }[] }>('GET', 'secrets')).data.find(
      ({ name }) => name === 'safe',
    );
  expect(await secret()).toEqual({
    ...{ name: 'safe', isSet: false, hosts: null, updatedAt: null, updatedBy: null },
    usedBy: [{ kind: 'connections', name: 'safe' }],
  });
  const value = 'a password that nobody may see';
  const given = await app.call('PUT', '/api/v1/1/secrets/safe', { value });
  expect(given).toMatchObject({ status: 200, body: { name: 'safe', warnings: [] } });
  expect(await secret()).toMatchObject({ isSet: true, hosts: ['127.0.0.1:9'], updatedBy: 'Ada Admin' });
  for (const path of ['secrets', 'export', 'audit', 'connections', 'connections/safe/versions']) {
    expect(JSON.stringify(await call('GET', path)), path).not.toContain(value);
  }
});

test('administrators see how users sign in, others do not', async () => {
  const users = async (token?: string) =>
    (
      await call<{ data: readonly Readonly<Record<string, unknown>>[] }>(
        'GET',
        'users?search=admin',
        undefined,
        200,
        token,
      )
    ).data;
  expect(await users()).toMatchObject([
    { login: 'admin', hasPassword: false, secondFactor: false, lastSignInAt: null },
  ]);
  await app.database.query({
    text: `insert into sessions (unit_id, id, user_id, hash, state, way, address, browser, created_at)
           values (1, $1, 2, '', 'signed-in', 'password', '', '', '2026-11-23T10:00:00Z')`,
    values: [newId()],
  });
  expect(await users()).toMatchObject([{ lastSignInAt: '2026-11-23T10:00:00.000Z' }]);
  expect(await call('GET', 'users/2')).toMatchObject({ lastSignInAt: '2026-11-23T10:00:00.000Z' });
  const [seen] = await users(await app.tokenFor(['Configurator']));
  expect(Object.keys(seen ?? {})).not.toContain('lastSignInAt');
});

test('the system page tells what the server runs on, and of secrets only that they are set', async () => {
  const system = await call<{
    settings: readonly { name: string; origin: string; value: string | null; secret: boolean }[];
    database: { version: string; sizeBytes: number };
  }>('GET', 'system');
  expect(system).toMatchObject({
    node: process.version,
    retention: { months: 13, historyMonths: 120 },
    access: { allowedAddresses: [], yourAddress: '127.0.0.1' },
    queue: { lagMs: 0 },
  });
  expect(system.database.sizeBytes).toBeGreaterThan(1_000_000);
  expect(system.settings.find(({ name }) => name === 'GANGWAY_PORT')).toMatchObject({
    value: '8080',
    origin: 'default',
  });
  expect(system.settings.filter(({ secret }) => secret).every(({ value }) => value === null)).toBe(true);
  await call('GET', 'system', undefined, 403, await app.tokenFor(['Configurator']));
});
