import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Admission } from '../access/admission.ts';
import { pageFacts } from '../access/sessions/own-page.ts';
import { PasswordHasher } from '../access/sessions/password-hash.ts';
import { RangeList } from '../address-range.ts';
import { createLog } from '../log.ts';
import type { TestApp } from '../../test/support/app.ts';
import { ok, password, type People, problem, sentence, startPeople } from '../../test/support/people.ts';
import { quickHasher, type VisitorAnswer, visitor } from '../../test/support/visitor.ts';
import { setPassword } from '../access/sessions/set-password.ts';
import type { Database } from '../database/database.ts';

let people: People;
let server: TestApp;
/** Another process on the same database. */
let other: People;
let compared = 0;
/** Counts what it compares. */
class CountingHasher extends PasswordHasher {
  override verify(...given: Parameters<PasswordHasher['verify']>): ReturnType<PasswordHasher['verify']> {
    compared += 1;
    return super.verify(...given);
  }
}
beforeAll(async () => {
  const hasher = new CountingHasher({ memory: 512, passes: 1, parallelism: 1 });
  people = await startPeople({ signIn: { hasher } });
  server = people.server;
  other = await startPeople({ beside: server });
});
afterAll(async () => {
  await other.server.close();
  await server.close();
});
beforeEach(() => {
  people.clock.now = new Date();
});

const run = (text: string, values: readonly unknown[] = []) => server.database.query({ text, values });

test('a session is good in every process, and ends in every process', async () => {
  const { login, browser } = await people.person();
  await browser.signIn(login, password);
  const there = visitor(other.server.app);
  Object.assign(there, { cookie: browser.cookie, csrf: browser.csrf });
  expect((await there.call('GET', '/api/v1/me')).status).toBe(200);
  expect(ok(await there.call('DELETE', '/api/v1/session'))).toMatchObject({ state: 'signed-out' });
  expect((await browser.call('GET', '/api/v1/me')).status).toBe(401);
});

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
  expect((await jana.call('PATCH', '/api/v1/1/users/2', { badge: '04A2B3C4' })).status).toBe(200);
  const old = jana.cookie;
  expect((await jana.call('DELETE', '/api/v1/session')).body).toMatchObject({ state: 'signed-out', me: null });
  jana.cookie = old;
  expect(await jana.call('GET', '/api/v1/me')).toMatchObject({
    status: 401,
    body: { type: '/problems/unauthenticated', detail: 'Your session has ended. You have signed out. Sign in again.' },
  });
});

describe('a failed sign-in', () => {
  test('says the same after the same work, whether there is such a user or not', async () => {
    const { id, login, browser } = await people.person();
    const { id: off, login: disabled } = await people.person();
    await server.save({ kind: 'change', entity: 'users', key: { id: off }, fields: { isDisabled: true } });
    const bare = `bare-${id}`;
    await server.save({ kind: 'create', entity: 'users', fields: { login: bare } });
    for (const [name, word] of [
      [login, 'wrong'],
      ['nobody', password],
      [bare, password],
      [disabled, password],
    ] as const) {
      const before = compared;
      const answer = await browser.signIn(name, word);
      expect([problem(answer), sentence(answer), compared - before], name).toEqual([
        ...[[401, '/problems/sign-in-refused'], 'Login or password is wrong.', 1],
      ]);
    }
    expect(ok(await browser.signIn(` ${login.toUpperCase()} `, password))).toMatchObject({ state: 'signed-in' });
    const [first] = await people.audited('sign-in-refused');
    expect(first).toMatchObject({ who: 'unknown', reason: 'Login or password is wrong.', times: 1, method: 'POST' });
    expect(JSON.stringify(await people.audited('sign-in-refused'))).not.toContain(password);
  });

  test('makes the login wait, longer and longer, for right passwords too, and in every process', async () => {
    const { login } = await people.person();
    const tries = Array.from({ length: 5 }, (_each, index) => visitor(server.app, { address: `198.51.100.${index}` }));
    const answers = [];
    for (const each of tries) answers.push(await each.signIn(login, 'wrong'));
    expect(answers.map(sentence).slice(3)).toEqual([
      'Login or password is wrong.',
      expect.stringMatching(/^Login or password is wrong\. Try again in 30 seconds \(20\d\d-.*Z\)\.$/),
    ]);
    const browser = visitor(server.app, { address: '203.0.113.9' });
    const refused = await browser.signIn(login, password);
    expect(problem(refused)).toEqual([429, '/problems/locked-out']);
    expect(problem(await visitor(other.server.app).signIn(login, password))).toEqual(problem(refused));
    expect(sentence(refused)).toMatch(
      /^Too many attempts to sign in with this login have failed\. Try again in \d\d seconds \(/,
    );
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(20);
    await people.waited();
    expect(sentence(await browser.signIn(login, 'wrong'))).toMatch(/Try again in 60 seconds/);
    await people.waited();
    expect(ok(await browser.signIn(login, password))).toMatchObject({ state: 'signed-in' });
    expect(sentence(await browser.signIn(login, 'wrong'))).toBe('Login or password is wrong.');
  });

  test('of a login that nobody has makes it wait just the same', async () => {
    const browser = visitor(server.app, { address: '198.51.100.77' });
    for (let index = 0; index < 5; index += 1) await browser.signIn('no-such-person', 'wrong');
    expect(problem(await browser.signIn('no-such-person', 'wrong'))).toEqual([429, '/problems/locked-out']);
  });

  test('makes the address wait after twenty, whatever the logins', async () => {
    const address = '198.51.100.200';
    const { login, browser } = await people.person([], address);
    const guesses = Array.from({ length: 30 }, (_each, index) => browser.signIn(`guess-${index}`, 'wrong'));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    // All at once: no more than twenty were compared.
    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
    const refused = await browser.signIn(login, password);
    expect(sentence(refused)).toMatch(/^Too many attempts to sign in from 198\.51\.100\.200 have failed/);
    const elsewhere = visitor(server.app, { address: '198.51.100.201' });
    expect(ok(await elsewhere.signIn(login, password))).toMatchObject({ state: 'signed-in' });
    expect(await people.audited('sign-in-refused')).toContainEqual(
      expect.objectContaining({ address, reason: 'Too many attempts have failed: the next ones have to wait.' }),
    );
  });
});

test('a password that is changed while somebody signs in with it leaves no session behind', async () => {
  const { id, login, browser } = await people.person();
  await browser.call('GET', '/api/v1/session');
  let signingIn: Promise<VisitorAnswer> | undefined;
  await server.database.transaction(async (transaction) => {
    const change = {
      userId: id,
      login,
      hash: await quickHasher.hash('another password'),
      who: 'x',
      by: 'self',
    } as const;
    await setPassword(transaction, 1, change);
    // Compared with the password that still counts for everybody else; then it waits for this transaction.
    signingIn = browser.call('POST', '/api/v1/session', { login, password });
    await waitingForLock(server.database);
  });
  expect((await signingIn)?.status).toBe(401);
  expect(await run('select from sessions where user_id = $1', [id])).toHaveLength(0);
});

/** Until somebody waits for somebody else's row. */
async function waitingForLock(database: Database): Promise<void> {
  const text = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(() => database.query({ text }), { timeout: 10_000, interval: 5 }).not.toHaveLength(0);
}

describe('a session', () => {
  test('ends when it was not used for long, and when it has lasted long enough', async () => {
    const { login, browser } = await people.person();
    const start = people.clock.now;
    await browser.signIn(login, password);
    const me = async (hours: number) => {
      people.clock.now = new Date(start.getTime() + hours * 3_600_000);
      return browser.call('GET', '/api/v1/me');
    };
    expect((await me(7)).status).toBe(200);
    await run(`update sessions set last_used_at = $1`, [new Date(start.getTime() + 7 * 3_600_000)]);
    expect((await me(14.9)).status).toBe(200);
    expect(sentence(await me(15.1))).toBe('Your session has ended. It was not used for too long. Sign in again.');
    await run(`update sessions set last_used_at = $1`, [new Date(start.getTime() + 167 * 3_600_000)]);
    expect(sentence(await me(168.1))).toMatch(/It has lasted as long as a session may/);
    expect((await browser.call('GET', '/api/v1/session')).body).toMatchObject({ state: 'signed-out' });
  });

  test('is the user’s own to see and to end', async () => {
    const { id, login, browser } = await people.person();
    const second = visitor(server.app, { address: '2001:db8::7', userAgent: 'curl/8.5.0' });
    const { browser: stranger, login: strangerLogin } = await people.person();
    for (const each of [browser, second]) await each.signIn(login, password);
    const list = ok(await browser.call('GET', '/api/v1/me/sessions'))['data'] as Record<string, unknown>[];
    expect(list).toHaveLength(2);
    expect(list).toContainEqual(
      expect.objectContaining({ current: true, browser: 'Firefox 145 on Linux', way: 'password' }),
    );
    const theirs = list.find(({ current }) => current === false);
    expect(theirs).toMatchObject({ address: '2001:db8::7', browser: 'curl/8.5.0' });
    const address = `/api/v1/me/sessions/${String(theirs?.['id'])}`;
    await stranger.signIn(strangerLogin, password);
    expect((await stranger.call('DELETE', address)).status).toBe(404);
    expect((await second.call('GET', '/api/v1/me')).status).toBe(200);
    expect(ok(await browser.call('DELETE', address))).toMatchObject({ ended: true });
    expect(sentence(await second.call('GET', '/api/v1/me'))).toMatch(/ended from another session/);
    expect(await people.audited('signed-out')).toContainEqual(
      expect.objectContaining({ userId: id, reason: 'It was ended from another session.' }),
    );
  });

  test('ends for good when the user is disabled', async () => {
    const { id, login, browser } = await people.person();
    await browser.signIn(login, password);
    await server.save({ kind: 'change', entity: 'users', key: { id }, fields: { isDisabled: true } });
    expect(sentence(await browser.call('GET', '/api/v1/me'))).toMatch(/deleted or disabled/);
    await server.save({ kind: 'change', entity: 'users', key: { id }, fields: { isDisabled: false } });
    expect((await browser.call('GET', '/api/v1/me')).status).toBe(401);
  });

  test('does what a token does: rights, repeats by key, and its own unit', async () => {
    const { login, browser } = await people.person(['Readers']);
    await browser.signIn(login, password);
    expect((await browser.call('GET', '/rest/v1/1/companies?id=3')).status).toBe(200);
    const refused = await browser.call('PATCH', '/rest/v1/1/companies?id=3', { name: 'X' });
    expect([refused.status, sentence(refused)]).toEqual([403, expect.stringMatching(/may not change companies/)]);
    const admin = visitor(server.app, { address: '192.0.2.250' });
    await admin.signIn('admin', password);
    const create = (key: string) =>
      admin.call('POST', '/api/v1/1/users', { login: `by-key-${key}` }, { 'idempotency-key': key });
    const [one, again] = [await create('k1'), await create('k1')];
    expect([one.status, again.status, again.headers['idempotent-replayed']]).toEqual([201, 201, 'true']);
    expect((again.body as { id: number }).id).toBe((one.body as { id: number }).id);
    // Bound to no token: it lives as long as its owner may see what it tells.
    const hook = { targetUrl: 'http://127.0.0.1:9/notices', event: 'documents.created' };
    expect((await admin.call('POST', '/api/v1/1/hooks', hook)).status).toBe(201);
    expect((await admin.call('POST', '/api/v1/1/tokens', { name: 'x', ipRanges: ['127.0.0.1'] })).body).toMatchObject({
      userId: 2,
    });
  });

  test('is bound to no address of its own, but to those from which calls are taken at all', async () => {
    const { login, browser } = await people.person();
    await browser.signIn(login, password);
    const admission = new Admission({
      ...{ database: server.database, log: createLog('silent'), now: () => people.clock.now },
      ...{ publicUrl: () => 'http://localhost', allowedAddresses: new RangeList(['10.0.0.0/8']) },
      signIn: { terms: { idleMs: 3_600_000, lifeMs: 3_600_000 } },
    });
    const letIn = async (address: string, passedOnByStranger = false): Promise<boolean> => {
      const call = { method: 'GET', path: '/api/v1/me', from: { address, passedOnByStranger }, unitId: undefined };
      return (await admission.admitSession(browser.cookie ?? '', pageFacts('GET', {}), call)).ok;
    };
    expect([await letIn('10.1.2.3'), await letIn('192.0.2.1')]).toEqual([true, false]);
    // From this machine always, but not what a proxy that nobody named passes on.
    expect([await letIn('127.0.0.1'), await letIn('127.0.0.1', true)]).toEqual([true, false]);
    await admission.close();
    // What such a proxy says of the caller is not believed: the socket's address stands in the list.
    const { body } = await browser.call('GET', '/api/v1/me/sessions', undefined, {
      'x-forwarded-for': '203.0.113.200',
    });
    expect(JSON.stringify(body)).not.toContain('203.0.113.200');
  });

  test('belongs to a cookie that is sent over HTTPS only, where the page came by HTTPS', async () => {
    const { login, browser } = await people.person();
    await browser.call('GET', '/api/v1/session');
    const answer = await browser.call('POST', '/api/v1/session', { login, password }, { origin: 'https://localhost' });
    expect(answer.headers['set-cookie']).toMatch(/; HttpOnly; SameSite=Strict; Secure; Max-Age/);
  });

  test('of the password alone is good for the code, and for nothing else', async () => {
    const { login, browser } = await people.person();
    const { secret } = await people.secondFactor(browser, login);
    await browser.call('DELETE', '/api/v1/session');
    expect(ok(await browser.signIn(login, password))).toMatchObject({ state: 'second-factor', me: null });
    expect(sentence(await browser.call('GET', '/api/v1/me'))).toMatch(/Give the code of your second factor first/);
    expect((await browser.call('GET', '/api/v1/session')).body).toMatchObject({ state: 'second-factor' });
    const code = people.codeOf(secret, 30_000);
    const waiting = browser.cookie;
    expect(ok(await browser.call('POST', '/api/v1/session/second-factor', { code }))).toMatchObject({
      ...{ state: 'signed-in', me: { secondFactor: true, login } },
    });
    // The session that waited is gone, and the code was taken.
    const { csrf } = browser;
    browser.cookie = waiting;
    expect((await browser.call('GET', '/api/v1/session')).body).toMatchObject({ state: 'signed-out' });
    browser.csrf = csrf;
    await browser.signIn(login, password);
    expect(problem(await browser.call('POST', '/api/v1/session/second-factor', { code }))).toEqual([
      401,
      '/problems/sign-in-refused',
    ]);
    people.clock.now = new Date(people.clock.now.getTime() + 620_000);
    expect(
      sentence(await browser.call('POST', '/api/v1/session/second-factor', { code: people.codeOf(secret) })),
    ).toMatch(/No sign-in waits for a code/);
  });
});
