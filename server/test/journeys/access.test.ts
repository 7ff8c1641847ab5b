import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { GangwayFolder, type StartedServer } from '../support/gangway-process.ts';

/** Two processes on one database: what one is told counts in the other at once. */
let database: TestDatabase;
let folder: GangwayFolder;
let one: StartedServer;
let other: StartedServer;

const administrator = 'the-token-of-the-first-administrator';

beforeAll(async () => {
  database = await testDatabase({ empty: true });
  folder = await GangwayFolder.create();
  const environment = {
    GANGWAY_DATABASE_URL: database.url,
    GANGWAY_ADMIN_TOKEN: administrator,
    GANGWAY_TRUSTED_PROXIES: '127.0.0.1',
    GANGWAY_ALLOWED_ADDRESSES: '192.0.2.0/24, 2001:db8::/32',
  };
  one = await folder.start(environment);
  other = await folder.start({ ...environment, GANGWAY_ROLES: 'api' });
}, 60_000);
afterAll(async () => {
  await folder.remove();
  await database.close();
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>> & {
    readonly detail: string;
    readonly data: Record<string, unknown>[];
  };
}

async function call(
  server: StartedServer,
  method: string,
  path: string,
  options: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { token = administrator, body, headers = {} } = options;
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
}

const api = '/api/v1/1';
let logins = 0;
async function user(groups: string[], more: object = {}): Promise<number> {
  logins += 1;
  const { body } = await call(one, 'POST', `${api}/users`, { body: { login: `user-${logins}`, groups, ...more } });
  return body['id'] as number;
}
async function tokenOf(userId: number, terms: object = {}, by = administrator): Promise<{ id: string; token: string }> {
  const body = { name: 'journey', userId, ipRanges: ['127.0.0.0/8', '192.0.2.0/24'], ...terms };
  return (await call(one, 'POST', `${api}/tokens`, { body, token: by })).body as unknown as {
    id: string;
    token: string;
  };
}
const me = (server: StartedServer, token: string, headers: Record<string, string> = {}) =>
  call(server, 'GET', '/api/v1/me', { token, headers });

describe('a token', () => {
  test('is shown once, says whose it is, and is ended in every process at once', async () => {
    const { id, token } = await tokenOf(await user(['Bookkeepers'], { firstName: 'Jana', lastName: 'Nováková' }));
    expect(token).toMatch(/^gw_[0-9A-Za-z]{38}$/);
    expect((await me(other, token)).body).toEqual({
      ...{ id: expect.any(Number) as number, name: 'Jana Nováková', organisation: 'My company', unit: 1 },
      ...{ units: [{ id: 1, name: 'My company' }], scopes: ['Bookkeepers'], apiVersion: expect.any(String) as string },
    });
    const shown = await call(one, 'GET', `${api}/tokens/${id}`);
    expect(shown.body).toMatchObject({ id, lastUsedAt: expect.any(String) as string });
    expect(JSON.stringify([shown.body, (await call(one, 'GET', `${api}/tokens`)).body])).not.toMatch(/hash|gw_/);
    await call(one, 'DELETE', `${api}/tokens/${id}`);
    expect((await me(other, token)).status).toBe(401);
  });

  test('loses with its user’s groups what they gave, in every process at once', async () => {
    const id = await user(['Bookkeepers']);
    const { token } = await tokenOf(id);
    const create = () => call(other, 'POST', '/rest/v1/1/companies', { token, body: { name: 'New' } });
    expect((await create()).status).toBe(201);
    await call(one, 'PATCH', `${api}/users/${id}`, { body: { groups: ['Readers'] } });
    expect((await create()).status).toBe(403);
    await call(one, 'POST', `${api}/users/${id}/disable`, {});
    expect((await create()).body.detail).toMatch(/deleted or disabled/);
  });

  test('has the rights that its group is configured with, from the next call on', async () => {
    const { token } = await tokenOf(await user(['Readers']));
    const companies = () => call(other, 'GET', '/rest/v1/1/views/companies', { token });
    expect((await companies()).status).toBe(200);
    const group = (rights?: object) =>
      call(one, 'PUT', `${api}/groups/Readers`, { body: { name: 'Readers', ...(rights && { rights }) } });
    await group({ documents: ['read'] });
    expect((await companies()).body.detail).toMatch(/may not read companies.*right "read" on companies/);
    await group();
    expect((await companies()).status).toBe(200);
  });

  test('is good from its ranges only, through a proxy that is trusted', async () => {
    const { id, token } = await tokenOf(await user([]), { ipRanges: ['192.0.2.7', '2001:db8:1::/48'] });
    const from = async (headers: Record<string, string>) => (await me(one, token, headers)).status;
    expect(await from({ 'x-forwarded-for': '192.0.2.7' })).toBe(200);
    expect(await from({ 'x-forwarded-for': '192.0.2.8, 192.0.2.7:4711' })).toBe(200);
    expect(await from({ forwarded: 'for="[2001:db8:1::9]:80"' })).toBe(200);
    expect(await from({ 'x-forwarded-for': '192.0.2.7, 192.0.2.8' })).toBe(403);
    expect(await from({ 'x-forwarded-for': '192.0.2.7', forwarded: 'for=192.0.2.8' })).toBe(403);
    expect(await from({})).toBe(403);
    await call(one, 'PATCH', `${api}/tokens/${id}`, { body: { ipRanges: ['127.0.0.1'], expiresAt: null } });
    expect(await from({})).toBe(200);
  });

  test('is not asked for from where the installation takes no calls', async () => {
    const { token } = await tokenOf(await user([]), { ipRanges: ['0.0.0.0/0', '::/0'] });
    const from = (address: string) => me(one, token, { 'x-forwarded-for': address });
    expect((await from('198.51.100.1')).body.detail).toMatch(/takes no calls from 198\.51\.100\.1/);
    expect((await from('2001:db8::5')).status).toBe(200);
    const page = (path: string) => call(one, 'GET', path, { headers: { 'x-forwarded-for': '198.51.100.1' } });
    expect([(await page('/openapi.json')).status, (await page('/healthz')).status]).toEqual([403, 200]);
  });

  test('makes as many calls in a minute as it may, whichever process takes them', async () => {
    const { token } = await tokenOf(await user([]), { ratePerMinute: 10 });
    const calls = await Promise.all(Array.from({ length: 40 }, (_, count) => me(count % 2 === 0 ? one : other, token)));
    expect(calls.filter(({ status }) => status === 200)).toHaveLength(10);
    const late = calls.find(({ status }) => status === 429);
    expect(late?.body).toMatchObject({
      type: '/problems/rate-limited',
      detail: expect.stringMatching(/10 calls/) as string,
    });
    expect(Number(late?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(late?.headers.get('ratelimit-policy')).toBe('"token";q=10;w=60');
    expect(late?.headers.get('ratelimit')).toMatch(/^"token";r=0;t=\d+$/);
  });
});

describe('nobody gives more than they have', () => {
  test('a configurator makes tokens for those who may do less, and for nobody above', async () => {
    const { token } = await tokenOf(await user(['Configurator']));
    const make = async (groups: string[]) => {
      const body = { name: 'x', userId: await user(groups), ipRanges: ['10.0.0.1'] };
      return (await call(one, 'POST', `${api}/tokens`, { body, token })).status;
    };
    expect(await make(['Devices'])).toBe(201);
    expect(await make(['Bookkeepers'])).toBe(201);
    expect(await make(['Approvers'])).toBe(403);
    expect(await make(['Administrators'])).toBe(403);
  });

  test('nor widens the token of an administrator', async () => {
    const { token } = await tokenOf(await user(['Configurator']));
    const { id } = await tokenOf(await user(['Administrators']));
    const change = { token, body: { ipRanges: ['0.0.0.0/0'] } };
    expect((await call(one, 'PATCH', `${api}/tokens/${id}`, change)).status).toBe(403);
  });

  test('nor becomes an administrator in any other way', async () => {
    const own = await user(['Configurator']);
    const { token } = await tokenOf(own);
    const groups = ['Configurator', 'Administrators'];
    const tries: [string, string, object][] = [
      ['PATCH', `/rest/v1/1/users?id=${own}`, { groups }],
      ['PATCH', `${api}/users/${own}`, { groups }],
      ['POST', '/rest/v1/1/users', { login: 'shadow', groups: ['Administrators'] }],
      ['PUT', '/rest/v1/1/users?registration=shadow', { login: 'shadow', groups: ['Administrators'] }],
      ['PUT', `${api}/groups/Configurator`, { name: 'Configurator', rights: { '*': ['read'] } }],
      ['POST', `${api}/groups`, { name: 'Mine', rights: { documents: ['read'] } }],
    ];
    for (const [method, path, body] of tries) {
      const { status } = await call(one, method, path, { token, body });
      expect(status, `${method} ${path}`).toBe(403);
    }
    const loosen = (body: object) =>
      call(one, 'PUT', `${api}/entities/${(body as { name: string }).name}`, { token, body });
    expect((await loosen({ name: 'users', restricted: null })).body.detail).toMatch(
      /Only administrators change who may decide/,
    );
    const free = { from: 'OPEN', to: 'APPROVED' };
    const processes = { document: { transitions: [free] }, invoice: { transitions: [free] } };
    expect((await loosen({ name: 'documents', processes })).status).toBe(403);
    expect((await loosen({ name: 'documents', properties: { costCentre: { type: 'string' } } })).status).toBeLessThan(
      300,
    );
    expect((await me(one, token)).body['scopes']).toEqual(['Configurator']);
  });

  test('the last administrator stays, also when two leave at once', async () => {
    const first = (await call(one, 'GET', `${api}/users?group=Administrators`)).body.data.map(({ id }) => id as number);
    const [second, third] = [await user(['Administrators']), await user(['Administrators'])];
    const { token } = await tokenOf(third);
    for (const id of first.filter((each) => each !== third))
      await call(one, 'PATCH', `${api}/users/${id}`, { token, body: { isDisabled: true } });
    const leave = (id: number, server: StartedServer) =>
      call(server, 'PATCH', `/rest/v1/1/users?id=${id}`, { token, body: { groups: [] } });
    const statuses = (await Promise.all([leave(second, one), leave(third, other)])).map(({ status }) => status).sort();
    expect(statuses[0]).toBe(200);
    expect([403, 409]).toContain(statuses[1]);
    const enabled = (await call(one, 'GET', `${api}/users?group=Administrators&disabled=false`, { token })).body;
    const stayed = enabled.data.length === 1 ? enabled.data[0]?.['id'] : undefined;
    expect([second, third]).toContain(stayed);
    const by = stayed === third ? token : (await recovered(['--user', String(second)])).token;
    for (const [method, path, body] of [
      ['PATCH', `/rest/v1/1/users?id=${String(stayed)}`, { groups: ['Readers'] }],
      ['POST', `${api}/users/${String(stayed)}/disable`, {}],
      ['DELETE', `/rest/v1/1/users?id=${String(stayed)}`, undefined],
    ] as const) {
      const answer = await call(one, method, path, { token: by, ...(body && { body }) });
      expect([answer.status, answer.body.detail], method).toEqual([409, expect.stringMatching(/last enabled one/)]);
    }
    for (const id of first) await call(one, 'PATCH', `${api}/users/${id}`, { token: by, body: { isDisabled: false } });
    expect((await me(one, administrator)).status).toBe(200);
  });
});

async function recovered(more: readonly string[] = []): Promise<{ token: string; code: number | null; err: string }> {
  const environment = { GANGWAY_DATABASE_URL: database.url };
  const { code, out, err } = await folder.run(['token', 'create', '--administrator', ...more], environment);
  return { token: out.trim(), code, err };
}

describe('when every token of an administrator is lost', () => {
  test('a command on the machine writes a new one, and the audit says who ran it', async () => {
    const { token, code, err } = await recovered(['--name', 'after the fire', '--ip', '127.0.0.1']);
    expect([code, err.trim()]).toEqual([0, 'Keep it now: it is never shown again.']);
    expect((await me(one, token)).body['scopes']).toContain('Administrators');
    const { data } = (await call(one, 'GET', `${api}/audit?search=after+the+fire`)).body;
    expect(data).toMatchObject([
      { what: 'token-created', who: expect.stringMatching(/ on /) as string, detail: { name: 'after the fire' } },
    ]);
  });

  test('not for somebody who is none, and not with ranges that are none', async () => {
    expect(await recovered(['--user', 'nobody'])).toMatchObject({ code: 1, token: '' });
    expect((await recovered(['--ip', 'here'])).err).toMatch(/"here" is neither an address nor a range/);
  });
});

describe('the audit', () => {
  const rows = async (query: string) => (await call(one, 'GET', `${api}/audit?${query}`)).body.data;

  test('holds every refusal of a token: the first call of its kind at once', async () => {
    const { id, token } = await tokenOf(await user([]), { name: 'a token that is refused', methods: ['POST'] });
    for (let count = 0; count < 5; count += 1) await me(one, token);
    expect(await rows(`what=token-refused&search=${id}`)).toMatchObject([
      {
        detail: {
          ...{
            tokenId: id,
            tokenName: 'a token that is refused',
            address: '127.0.0.1',
            method: 'GET',
            path: '/api/v1/me',
          },
          ...{ reason: 'This token may not use GET, only POST.', times: 1 },
        },
      },
    ]);
    await me(one, 'a-token-that-nobody-has-ever-made-here');
    expect(await rows('what=token-refused&who=unknown&search=not+known')).toMatchObject([
      { detail: { reason: expect.stringMatching(/not known/) as string } },
    ]);
    const reader = await tokenOf(await user(['Readers']));
    await call(one, 'POST', '/rest/v1/1/companies', { token: reader.token, body: { name: 'x' } });
    expect(await rows(`what=token-refused&search=${reader.id}`)).toMatchObject([
      { detail: { reason: expect.stringMatching(/may not create companies/) as string } },
    ]);
  });

  test('holds every change of rights', async () => {
    const id = await user(['Readers']);
    await call(one, 'PATCH', `${api}/users/${id}`, { body: { groups: ['Bookkeepers'] } });
    await call(one, 'POST', `${api}/users/${id}/disable`, {});
    await call(one, 'PUT', `${api}/groups/Auditors`, { body: { name: 'Auditors', rights: { '*': ['read'] } } });
    await call(one, 'PATCH', `${api}/settings`, { body: { name: 'Our company' } });
    const made = await tokenOf(await user([]));
    await call(one, 'PATCH', `${api}/tokens/${made.id}`, { body: { ratePerMinute: 5 } });
    await call(one, 'DELETE', `${api}/tokens/${made.id}`);
    const login = `user-${logins - 1}`;
    const found = (await rows('limit=30')).map(({ what, detail }) => ({ what, ...(detail as object) }));
    for (const row of [
      { what: 'user-groups-changed', userId: id, login, before: null, after: ['Readers'] },
      { what: 'user-groups-changed', userId: id, login, before: ['Readers'], after: ['Bookkeepers'] },
      { what: 'user-disabled', userId: id },
      { what: 'group-rights-changed', group: 'Auditors', before: null, after: { '*': ['read'] } },
      { what: 'settings-changed' },
      { what: 'token-created', id: made.id },
      { what: 'token-changed', id: made.id, before: { ratePerMinute: null }, after: { ratePerMinute: 5 } },
      { what: 'token-revoked', id: made.id },
    ])
      expect(found).toContainEqual(expect.objectContaining(nested(row)));
  });
});

/** Objects inside are compared by what they name. */
function nested(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]): [string, unknown] => [
      name,
      typeof value === 'object' && value !== null && !Array.isArray(value) ? expect.objectContaining(value) : value,
    ]),
  );
}
