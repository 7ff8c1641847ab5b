import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sessionCookie } from '../access/sessions/cookie.ts';
import { csrfOf, newSecret, secretOf } from '../access/sessions/credential.ts';
import { openSession } from '../access/sessions/sign-in.ts';
import { hashToken } from '../access/token.ts';
import { insertToken, revokeToken, type NewToken } from '../access/token-store.ts';
import { type Answered, type TestApp, testApp } from '../../test/support/app.ts';
import { newId } from '../database/uuid.ts';
import type { Route } from './operation.ts';
import { routes } from './routes.ts';

/** Groups of callers, each with what a user has who is in them alone. */
const groups = ['nothing', 'Devices', 'Readers', 'Approvers', 'Bookkeepers', 'Configurator', 'Administrators'] as const;
type GroupName = (typeof groups)[number];

/** Who is let in. The others are refused before anything is done. */
const classes = {
  /** Everyone, without a token. */
  open: [...groups],
  /** And programs on this machine without a token. */
  machine: ['Configurator', 'Administrators'],
  token: [...groups],
  /** Pages of the console, without a session; a call that none of them has made is refused. */
  page: [],
  /** Everybody who has signed in; no token. */
  session: [],
  read: ['Readers', 'Approvers', 'Bookkeepers', 'Configurator', 'Administrators'],
  write: ['Approvers', 'Bookkeepers', 'Configurator', 'Administrators'],
  /** Arrivals: whoever writes records, and devices. */
  arrive: ['Devices', 'Approvers', 'Bookkeepers', 'Configurator', 'Administrators'],
  send: ['Bookkeepers', 'Configurator', 'Administrators'],
  configure: ['Configurator', 'Administrators'],
  administer: ['Administrators'],
} as const satisfies Record<string, readonly GroupName[]>;
type Class = keyof typeof classes;

/** The kinds of configuration have the same eight addresses. */
const configured = (kind: string, list: Class = 'configure'): Record<string, Class> => ({
  [`GET /api/v1/:unit/${kind}`]: list,
  [`POST /api/v1/:unit/${kind}`]: 'configure',
  [`GET /api/v1/:unit/${kind}/:name`]: 'configure',
  [`PUT /api/v1/:unit/${kind}/:name`]: 'configure',
  [`DELETE /api/v1/:unit/${kind}/:name`]: 'configure',
  [`GET /api/v1/:unit/${kind}/:name/versions`]: 'configure',
  [`GET /api/v1/:unit/${kind}/:name/versions/:version`]: 'configure',
  [`POST /api/v1/:unit/${kind}/:name/versions/:version/restore`]: 'configure',
});

/**
 * Who may call each address: written here once more, by hand, so that a route whose need was forgotten or mistaken is found. A new route needs a line; decide
 * who shall be let in, not what it does at the moment. `:entity` stands for documents.
 */
const table: Readonly<Record<string, Class>> = {
  'GET /healthz': 'open',
  'GET /readyz': 'open',
  'GET /metrics': 'machine',
  'GET /openapi.json': 'open',
  'GET /problems/:code': 'open',
  'GET /docs': 'open',
  'GET /docs/page.css': 'open',
  'GET /docs/:script': 'open',

  'POST /rest/v1/:unit/time': 'arrive',
  'GET /rest/v1/:unit/time': 'read',
  'PATCH /rest/v1/:unit/time': 'write',
  // Creates as well.
  'PUT /rest/v1/:unit/time': 'arrive',
  'DELETE /rest/v1/:unit/time': 'write',
  'GET /rest/v1/:unit/views': 'read',
  'GET /rest/v1/:unit/views/:view': 'read',
  'GET /rest/v1/:unit/:entity': 'read',
  'POST /rest/v1/:unit/:entity': 'write',
  'PATCH /rest/v1/:unit/:entity': 'write',
  'PUT /rest/v1/:unit/:entity': 'write',
  'DELETE /rest/v1/:unit/:entity': 'write',
  'GET /rest/v1/:unit/:entity/history': 'read',
  'GET /rest/v1/:unit/:entity/transitions': 'read',
  'POST /rest/v1/:unit/:entity/export': 'send',

  'GET /api/v1/session': 'open',
  'POST /api/v1/session': 'page',
  'DELETE /api/v1/session': 'page',
  'POST /api/v1/session/second-factor': 'page',
  'GET /api/v1/session/oidc': 'open',
  'GET /api/v1/session/oidc/callback': 'open',
  'POST /api/v1/setup': 'page',
  'POST /api/v1/welcome': 'page',

  'GET /api/v1/me': 'token',
  'POST /api/v1/me/password': 'session',
  'POST /api/v1/me/second-factor': 'session',
  'POST /api/v1/me/second-factor/confirm': 'session',
  'DELETE /api/v1/me/second-factor': 'session',
  'GET /api/v1/me/sessions': 'session',
  'DELETE /api/v1/me/sessions/:id': 'session',
  'GET /api/v1/me/preferences/:key': 'token',
  'PUT /api/v1/me/preferences/:key': 'token',
  'DELETE /api/v1/me/preferences/:key': 'token',

  'GET /api/v1/:unit/passes': 'read',
  'POST /api/v1/:unit/passes/:id/assign': 'write',

  'GET /api/v1/:unit/live': 'read',
  'GET /api/v1/:unit/overview': 'read',
  'GET /api/v1/:unit/inbox': 'read',
  'GET /api/v1/:unit/records/:entity/:id/story': 'read',

  'GET /api/v1/:unit/deliveries': 'read',
  'GET /api/v1/:unit/deliveries/counts': 'read',
  'GET /api/v1/:unit/deliveries/:id': 'read',
  'POST /api/v1/:unit/deliveries/resend': 'configure',
  'POST /api/v1/:unit/deliveries/:id/resend': 'send',
  'POST /api/v1/:unit/deliveries/:id/cancel': 'send',
  'POST /api/v1/:unit/deliveries/:id/resolve': 'send',
  // And the owner of a hook, for its own deliveries.
  'POST /api/v1/:unit/deliveries/:id/result': 'configure',

  'POST /api/v1/:unit/apply': 'configure',
  'GET /api/v1/:unit/export': 'configure',
  'POST /api/v1/:unit/preview': 'configure',
  'GET /api/v1/:unit/samples': 'configure',
  'GET /api/v1/:unit/secrets': 'configure',
  'PUT /api/v1/:unit/secrets/:name': 'configure',

  'GET /api/v1/:unit/hooks': 'read',
  'POST /api/v1/:unit/hooks': 'read',
  'POST /api/v1/:unit/hooks/clean-up': 'read',
  'POST /api/v1/:unit/hooks/listen': 'read',
  'POST /api/v1/:unit/hooks/:id/notices': 'read',
  'GET /api/v1/:unit/hooks/:id': 'read',
  'PATCH /api/v1/:unit/hooks/:id': 'read',
  'DELETE /api/v1/:unit/hooks/:id': 'read',
  'POST /api/v1/:unit/hooks/:id/pause': 'read',
  'POST /api/v1/:unit/hooks/:id/resume': 'read',
  'POST /api/v1/:unit/hooks/:id/rotate': 'read',
  'POST /api/v1/:unit/hooks/:id/test': 'read',
  'GET /api/v1/:unit/hooks/:id/deliveries': 'read',
  'POST /api/v1/:unit/hooks/:id/deliveries/:delivery/resend': 'read',
  'POST /api/v1/:unit/hooks/:id/resend': 'read',
  'GET /api/v1/:unit/hook-keys': 'open',
  'POST /api/v1/:unit/hook-keys/rotate': 'configure',
  'GET /api/v1/:unit/events': 'read',
  'GET /api/v1/:unit/events/:event/samples': 'read',

  ...configured('connections'),
  'GET /api/v1/:unit/connections/:name/status': 'read',
  'GET /api/v1/:unit/connections/:name/health': 'read',
  'POST /api/v1/:unit/connections/:name/test': 'configure',
  'POST /api/v1/:unit/connections/:name/pause': 'configure',
  'POST /api/v1/:unit/connections/:name/resume': 'configure',

  ...configured('definitions'),
  'POST /api/v1/:unit/definitions/:name/preview': 'configure',
  'GET /api/v1/:unit/calls': 'configure',
  'GET /api/v1/:unit/calls/:id': 'configure',

  ...configured('templates'),
  'GET /api/v1/:unit/templates/:name/answers': 'configure',
  'GET /api/v1/:unit/templates/:name/golden': 'configure',
  'POST /api/v1/:unit/templates/:name/golden/check': 'configure',
  'PUT /api/v1/:unit/templates/:name/golden/:id': 'configure',
  'DELETE /api/v1/:unit/templates/:name/golden/:id': 'configure',
  ...configured('dictionaries'),
  'GET /api/v1/:unit/dictionaries/:name/coverage': 'configure',
  ...configured('schemas'),
  ...configured('groups'),

  ...configured('triggers'),
  'POST /api/v1/:unit/triggers/:name/fire': 'configure',
  'POST /api/v1/:unit/triggers/:name/rehearse': 'configure',
  'GET /api/v1/:unit/triggers/:name/watched': 'configure',
  'POST /api/v1/:unit/triggers/:name/release': 'configure',
  'POST /api/v1/:unit/triggers/:name/cancel': 'configure',

  ...configured('entities'),
  'GET /api/v1/:unit/entities': 'read',
  'GET /api/v1/:unit/entities/:name': 'read',
  'GET /api/v1/:unit/entities/:name/fields': 'read',
  'GET /api/v1/:unit/entities/:name/options': 'read',
  ...configured('views'),

  'GET /api/v1/:unit/users': 'read',
  'POST /api/v1/:unit/users': 'configure',
  'GET /api/v1/:unit/users/:id': 'read',
  'PATCH /api/v1/:unit/users/:id': 'configure',
  'POST /api/v1/:unit/users/:id/disable': 'configure',
  'POST /api/v1/:unit/users/:id/invitation': 'administer',
  'DELETE /api/v1/:unit/users/:id/second-factor': 'administer',
  'DELETE /api/v1/:unit/users/:id/identity': 'administer',
  'GET /api/v1/:unit/tokens': 'configure',
  'POST /api/v1/:unit/tokens': 'configure',
  'GET /api/v1/:unit/tokens/:id': 'configure',
  'PATCH /api/v1/:unit/tokens/:id': 'configure',
  'DELETE /api/v1/:unit/tokens/:id': 'configure',
  'GET /api/v1/:unit/audit': 'configure',

  'GET /api/v1/:unit/alerts': 'read',
  'POST /api/v1/:unit/alerts/resolve': 'send',
  'GET /api/v1/:unit/jobs': 'configure',
  'GET /api/v1/:unit/jobs/:id': 'configure',
  'POST /api/v1/:unit/jobs/:id/cancel': 'configure',
  'GET /api/v1/:unit/system': 'administer',
  'GET /api/v1/:unit/settings': 'read',
  'PATCH /api/v1/:unit/settings': 'administer',
  'POST /api/v1/:unit/settings/confirm-copy': 'administer',
};

const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;
const missingIn = (list: readonly Pick<Route, 'method' | 'path'>[]): string[] =>
  list.map(nameOf).filter((name) => !Object.hasOwn(table, name));

describe('the table of who may call what', () => {
  test('names every route', () => {
    expect(missingIn(routes)).toEqual([]);
  });

  test('names no route that is not there', () => {
    const there = new Set(routes.map(nameOf));
    expect(Object.keys(table).filter((name) => !there.has(name))).toEqual([]);
  });

  test('finds one that was added without a line', () => {
    const planted = { method: 'POST', path: '/api/v1/:unit/everything' } as const;
    expect(missingIn([planted])).toEqual(['POST /api/v1/:unit/everything']);
  });
});

let server: TestApp;
const tokens = new Map<string, string>();

/** A token of a user in this group, with terms of its own. */
async function token(name: string, group: GroupName, terms: Partial<NewToken> = {}): Promise<string> {
  const id = newId();
  const groupsOf = group === 'nothing' ? [] : [group];
  const user = await server.save({
    kind: 'create',
    entity: 'users',
    fields: { login: `walk-${id}`, groups: groupsOf },
  });
  const text = `a-token-of-the-walk-${id}`;
  const row = { id, name, userId: user.id, hash: hashToken(text), ipRanges: ['127.0.0.1'], createdBy: 'tests' };
  const free = { methods: null, paths: null, expiresAt: null, ratePerMinute: null };
  await server.database.transaction((transaction) => insertToken(transaction, 1, { ...row, ...free, ...terms }));
  tokens.set(name, text);
  return id;
}

beforeAll(async () => {
  server = await testApp({ start: false });
  for (const group of groups) await token(group, group);
  await token('expired', 'Administrators', { expiresAt: new Date(Date.now() - 1000) });
  await token('elsewhere', 'Administrators', { ipRanges: ['192.0.2.0/24', '2001:db8::/32'] });
  await token('other method', 'Administrators', { methods: ['OPTIONS'] });
  await token('other path', 'Administrators', { paths: ['/rest/v1/1/nothing-of-this', '/api/v1/1'] });
  await token('too fast', 'Administrators', { ratePerMinute: 1 });
  const revoked = await token('revoked', 'Administrators');
  await server.database.transaction((transaction) => revokeToken(transaction, 1, revoked));
  await token('disabled user', 'Bookkeepers');
  await token('deleted user', 'Bookkeepers');
  const users = await server.database.query<{ id: number; name: string }>({
    text: `select user_id as id, name from tokens where name in ('disabled user', 'deleted user')`,
  });
  for (const { id, name } of users) {
    const key = { id };
    if (name === 'disabled user')
      await server.save({ kind: 'change', entity: 'users', key, fields: { isDisabled: true } });
    else await server.save({ kind: 'delete', entity: 'users', key });
  }
  // The first call of the minute is let in, every further one is not.
  await call({ method: 'GET', path: '/api/v1/me' }, 'too fast');
});
afterAll(() => server.close());

const values: Readonly<Record<string, string>> = {
  entity: 'documents',
  name: 'nothing',
  view: 'nothing',
  event: 'documents.created',
  code: 'not-found',
};

function addressOf(path: string, unit = 1): string {
  // Some ids are numbers; a caller without rights is refused before that is looked at.
  return path.replace(/:(\w+)/g, (_whole, name: string) =>
    name === 'unit' ? String(unit) : (values[name] ?? newId()),
  );
}

async function call({ method, path }: Pick<Route, 'method' | 'path'>, who: string, unit = 1): Promise<Answered> {
  const answer = await server.app.inject({
    method,
    url: addressOf(path, unit),
    headers: { authorization: `Bearer ${tokens.get(who) ?? who}` },
    ...(method === 'GET' || method === 'DELETE' ? {} : { payload: {} }),
  });
  const isJson = String(answer.headers['content-type']).includes('json');
  return { status: answer.statusCode, headers: answer.headers, body: isJson ? answer.json() : answer.body };
}

const refused = async (answer: Promise<Answered>): Promise<unknown[]> => {
  const { status, body } = await answer;
  return [status, (body as { type?: string }).type, typeof (body as { detail?: unknown }).detail];
};
const unauthenticated = [401, '/problems/unauthenticated', 'string'];
const forbidden = [403, '/problems/forbidden', 'string'];

const classOf = (route: Pick<Route, 'method' | 'path'>): Class => table[nameOf(route)] ?? 'open';
const closed = routes.filter((route) => classOf(route) !== 'open' && classOf(route) !== 'page');
const named = (list: readonly Route[]) => list.map((route) => [nameOf(route), route] as const);

describe('every address that is not open refuses', () => {
  test.each(named(closed))('%s', async (_name, route) => {
    const { method, path } = route;
    // Not from this machine: there the page for monitoring programs is open.
    const bare = await server.app.inject({ method, url: addressOf(path), remoteAddress: '203.0.113.5' });
    expect([bare.statusCode, bare.json<{ type: string }>().type], 'no token').toEqual(unauthenticated.slice(0, 2));
    expect(bare.headers['www-authenticate'], 'no token').toMatch(/^Bearer/);
    for (const who of [
      'nobody-knows-this-token-of-32-chars',
      'gw_mistyped',
      'revoked',
      'expired',
      'disabled user',
      'deleted user',
    ])
      expect(await refused(call(route, who)), who).toEqual(unauthenticated);
    for (const who of ['elsewhere', 'other method', 'other path'])
      expect(await refused(call(route, who)), who).toEqual(forbidden);
    const fast = await call(route, 'too fast');
    expect(fast, 'too fast').toMatchObject({ status: 429, body: { type: '/problems/rate-limited' } });
    expect(Number(fast.headers['retry-after']), 'too fast').toBeGreaterThan(0);
    expect(fast.headers, 'too fast').toHaveProperty('ratelimit');
    if (path.includes(':unit')) {
      expect(await refused(call(route, 'Administrators', 2)), 'other unit').toEqual(forbidden);
      const noUnit = server.call(method, path.replace(':unit', '1e0').replace(/:(\w+)/g, 'x'));
      expect(await refused(noUnit), 'a unit that is none').toEqual(forbidden);
    }
  });
});

describe('every address lets in whom it is for, and nobody else', () => {
  test.each(named(routes))('%s', async (_name, route) => {
    const allowed: readonly GroupName[] = classes[classOf(route)];
    const letIn: GroupName[] = [];
    for (const group of groups) {
      const { status } = await call(route, group);
      if (status !== 401 && status !== 403) letIn.push(group);
      expect(status, group).toBeLessThan(500);
    }
    expect(letIn).toEqual(allowed);
  });
});

/** What a browser sends that has this session. */
async function callIn(route: Pick<Route, 'method' | 'path'>, cookie: string, wish: CallWish = {}): Promise<unknown[]> {
  const { method, path } = route;
  const { unit = 1, origin = 'http://localhost', csrf = csrfOf(secretOf(cookie) ?? '') } = wish;
  const answer = await server.app.inject({
    method,
    url: addressOf(path, unit),
    // Not from this machine: there the page for monitoring programs is open.
    remoteAddress: '203.0.113.5',
    headers: { host: 'localhost', cookie: `${sessionCookie}=${cookie}`, origin, 'gangway-csrf': csrf },
    ...(method === 'GET' || method === 'DELETE' ? {} : { payload: {} }),
  });
  const isJson = String(answer.headers['content-type']).includes('json');
  return [answer.statusCode, isJson ? answer.json<{ type?: string } | null>()?.type : undefined];
}

interface CallWish {
  readonly unit?: number;
  readonly origin?: string;
  readonly csrf?: string;
}

const foreign = [403, '/problems/foreign-page'];

describe('every address judges sessions as it judges tokens', () => {
  const sessions = new Map<string, string>();
  const cookieOf = (name: string): string => sessions.get(name) ?? '';

  async function session(name: string, group: GroupName, state: 'signed-in' | 'second-factor' = 'signed-in') {
    const login = `walk-session-${newId()}`;
    const fields = { login, groups: group === 'nothing' ? [] : [group] };
    const { id } = await server.save({ kind: 'create', entity: 'users', fields });
    const peer = { address: '203.0.113.5', browser: '' };
    const opened = await server.database.transaction((transaction) =>
      openSession(transaction, { unitId: 1, id, name }, { way: 'password', state, peer }),
    );
    sessions.set(name, opened.cookie);
    return opened;
  }
  const change = (text: string, id: string) => server.database.query({ text, values: [id] });

  beforeAll(async () => {
    for (const group of groups) await session(group, group);
    await session('waits for a code', 'Administrators', 'second-factor');
    const ended = await session('ended', 'Administrators');
    await change(`update sessions set ended_at = now() where id = $1`, ended.id);
    const idle = await session('idle', 'Administrators');
    await change(`update sessions set last_used_at = now() - interval '8 hours' where id = $1`, idle.id);
    const old = await session('old', 'Administrators');
    await change(`update sessions set created_at = now() - interval '7 days' where id = $1`, old.id);
    const { userId } = await session('disabled user', 'Bookkeepers');
    await server.save({ kind: 'change', entity: 'users', key: { id: userId }, fields: { isDisabled: true } });
    // The row of an administrator with the secret of somebody else.
    const [unit, id] = cookieOf('Administrators').split('.');
    sessions.set('of a stranger', `${unit ?? ''}.${id ?? ''}.${cookieOf('nothing').split('.')[2] ?? ''}`);
  });

  test.each(named(closed))('%s', async (_name, route) => {
    for (const who of ['of a stranger', 'waits for a code', 'ended', 'idle', 'old', 'disabled user'])
      expect(await callIn(route, cookieOf(who)), who).toEqual(unauthenticated.slice(0, 2));
    const administrator = cookieOf('Administrators');
    if (route.path.includes(':unit'))
      expect(await callIn(route, administrator, { unit: 2 }), 'other unit').toEqual(forbidden.slice(0, 2));
    const letIn: GroupName[] = [];
    for (const group of groups) {
      const [status, type] = await callIn(route, cookieOf(group));
      if (type !== '/problems/unauthenticated' && type !== '/problems/forbidden') letIn.push(group);
      expect(status, group).toBeLessThan(500);
    }
    expect(letIn).toEqual(classOf(route) === 'session' ? groups : classes[classOf(route)]);
  });

  test.each(named(closed.filter(({ method }) => method !== 'GET')))(
    '%s: not without a page of this server',
    async (_name, route) => {
      const administrator = cookieOf('Administrators');
      expect(await callIn(route, administrator, { csrf: '' }), 'no csrf').toEqual(foreign);
      expect(await callIn(route, administrator, { csrf: csrfOf('x') }), 'another csrf').toEqual(foreign);
      expect(await callIn(route, administrator, { origin: 'https://evil.example' }), 'another page').toEqual(foreign);
    },
  );

  test.each(named(routes.filter((route) => classOf(route) === 'page')))(
    '%s: only for a page of this server, before anything is read',
    async (_name, route) => {
      const visitor = newSecret(Buffer.alloc(32));
      expect(await callIn(route, visitor, { csrf: 'wrong' })).toEqual(foreign);
      expect(await callIn(route, visitor, { origin: 'https://evil.example' })).toEqual(foreign);
      expect((await callIn(route, visitor))[1], 'a page of this server').not.toBe('/problems/foreign-page');
    },
  );
});

test('the page for monitoring programs is open to this machine, unless a token comes along', async () => {
  const page = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
    server.app.inject({ method: 'GET', url: '/metrics', headers, remoteAddress });
  expect((await page({})).statusCode).toBe(200);
  expect((await page({ 'x-forwarded-for': '127.0.0.1' })).statusCode).toBe(401);
  expect((await page({ authorization: `Bearer ${tokens.get('Readers') ?? ''}` })).statusCode).toBe(403);
});
