import { argon2Sync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { totp, stepAt } from '../access/sessions/totp.ts';
import { type TestApp, testApp } from '../../test/support/app.ts';
import { givePassword, type Visitor, type VisitorAnswer, visitor } from '../../test/support/visitor.ts';

const password = 'seven grey herons at dusk';
let server: TestApp;
let now = new Date();
beforeAll(async () => {
  server = await testApp({ start: false, now: () => now });
  await givePassword(server.database, 2, password);
});
afterAll(() => server.close());
beforeEach(() => {
  now = new Date();
});

const run = (text: string, values: readonly unknown[] = []) => server.database.query({ text, values });
/** The waits of failed attempts are over. */
const waited = () => run(`update sign_in_attempts set blocked_until = now() - interval '1 second'`);
const audited = async (what: string): Promise<Record<string, unknown>[]> => {
  const rows = await server.database.query<{ who: string; detail: object }>({
    text: 'select who, detail from audit where what = $1 order by id',
    values: [what],
  });
  return rows.map(({ who, detail }) => ({ who, ...detail }));
};
let count = 0;
/** A user with a password, and a browser for the user. */
async function person(groups: readonly string[] = [], address = `192.0.2.${++count}`) {
  const login = `person-${++count}`;
  const { id } = await server.save({ kind: 'create', entity: 'users', fields: { login, groups: [...groups] } });
  await givePassword(server.database, id, password);
  return { id, login, browser: visitor(server.app, { address }) };
}
const sentence = ({ body }: VisitorAnswer): string => (body as { detail: string }).detail;
const problem = ({ status, body }: VisitorAnswer): unknown[] => [status, (body as { type: string }).type];
const ok = (answer: VisitorAnswer): Record<string, unknown> => {
  expect(answer).toMatchObject({ status: expect.toSatisfy((status: number) => status < 300) as unknown });
  return answer.body as Record<string, unknown>;
};

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
  test('says the same, whether there is such a user or not', async () => {
    const { id, login, browser } = await person();
    const { id: off, login: disabled } = await person();
    await server.save({ kind: 'change', entity: 'users', key: { id: off }, fields: { isDisabled: true } });
    const bare = `bare-${id}`;
    await server.save({ kind: 'create', entity: 'users', fields: { login: bare } });
    for (const [name, word] of [
      [login, 'wrong'],
      ['nobody', password],
      [bare, password],
      [disabled, password],
    ] as const) {
      const answer = await browser.signIn(name, word);
      expect([problem(answer), sentence(answer)], name).toEqual([
        [401, '/problems/sign-in-refused'],
        'Login or password is wrong.',
      ]);
    }
    expect(ok(await browser.signIn(` ${login.toUpperCase()} `, password))).toMatchObject({ state: 'signed-in' });
    const [first] = await audited('sign-in-refused');
    expect(first).toMatchObject({ who: 'unknown', reason: 'Login or password is wrong.', times: 1, method: 'POST' });
    expect(JSON.stringify(await audited('sign-in-refused'))).not.toContain(password);
  });

  test('makes the login wait, longer and longer, for right passwords and in every process too', async () => {
    const { login } = await person();
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
    expect(sentence(refused)).toMatch(
      /^Too many attempts to sign in with this login have failed\. Try again in \d\d seconds \(/,
    );
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(20);
    await waited();
    expect(sentence(await browser.signIn(login, 'wrong'))).toMatch(/Try again in 60 seconds/);
    await waited();
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
    const { login, browser } = await person([], address);
    const guesses = Array.from({ length: 30 }, (_each, index) => browser.signIn(`guess-${index}`, 'wrong'));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    // All at once: no more than twenty were compared.
    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
    const refused = await browser.signIn(login, password);
    expect(sentence(refused)).toMatch(/^Too many attempts to sign in from 198\.51\.100\.200 have failed/);
    const elsewhere = visitor(server.app, { address: '198.51.100.201' });
    expect(ok(await elsewhere.signIn(login, password))).toMatchObject({ state: 'signed-in' });
    expect(await audited('sign-in-refused')).toContainEqual(
      expect.objectContaining({ address, reason: 'Too many attempts have failed: the next ones have to wait.' }),
    );
  });
});

describe('a session', () => {
  test('ends when it was not used for long, and when it has lasted long enough', async () => {
    const { login, browser } = await person();
    const start = now;
    await browser.signIn(login, password);
    const me = async (hours: number) => {
      now = new Date(start.getTime() + hours * 3_600_000);
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
    const { id, login, browser } = await person();
    const other = visitor(server.app, { address: '2001:db8::7', userAgent: 'curl/8.5.0' });
    const stranger = (await person()).browser;
    for (const each of [browser, other]) await each.signIn(login, password);
    const list = ok(await browser.call('GET', '/api/v1/me/sessions'))['data'] as Record<string, unknown>[];
    expect(list).toHaveLength(2);
    expect(list).toContainEqual(
      expect.objectContaining({ current: true, browser: 'Firefox 145 on Linux', way: 'password' }),
    );
    const theirs = list.find(({ current }) => current === false);
    expect(theirs).toMatchObject({ address: '2001:db8::7', browser: 'curl/8.5.0' });
    const address = `/api/v1/me/sessions/${String(theirs?.['id'])}`;
    await stranger.signIn(`person-${count}`, password);
    expect((await stranger.call('DELETE', address)).status).toBe(404);
    expect((await other.call('GET', '/api/v1/me')).status).toBe(200);
    expect(ok(await browser.call('DELETE', address))).toMatchObject({ ended: true });
    expect(sentence(await other.call('GET', '/api/v1/me'))).toMatch(/ended from another session/);
    expect(await audited('signed-out')).toContainEqual(
      expect.objectContaining({ userId: id, reason: 'It was ended from another session.' }),
    );
  });

  test('ends for good when the user is disabled', async () => {
    const { id, login, browser } = await person();
    await browser.signIn(login, password);
    await server.save({ kind: 'change', entity: 'users', key: { id }, fields: { isDisabled: true } });
    expect(sentence(await browser.call('GET', '/api/v1/me'))).toMatch(/deleted or disabled/);
    await server.save({ kind: 'change', entity: 'users', key: { id }, fields: { isDisabled: false } });
    expect((await browser.call('GET', '/api/v1/me')).status).toBe(401);
  });

  test('does what a token does: rights, repeats by key, and its own unit', async () => {
    const { login, browser } = await person(['Readers']);
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
  });

  test('belongs to a cookie that is sent over HTTPS only, where the page came by HTTPS', async () => {
    const { login, browser } = await person();
    await browser.call('GET', '/api/v1/session');
    const answer = await browser.call('POST', '/api/v1/session', { login, password }, { origin: 'https://localhost' });
    expect(answer.headers['set-cookie']).toMatch(/; HttpOnly; SameSite=Strict; Secure; Max-Age/);
  });

  test('of the password alone is good for the code, and for nothing else', async () => {
    const { login, browser } = await person();
    const secret = await secondFactor(browser, login);
    await browser.call('DELETE', '/api/v1/session');
    expect(ok(await browser.signIn(login, password))).toMatchObject({ state: 'second-factor', me: null });
    expect(sentence(await browser.call('GET', '/api/v1/me'))).toMatch(/Give the code of your second factor first/);
    expect((await browser.call('GET', '/api/v1/session')).body).toMatchObject({ state: 'second-factor' });
    const code = codeOf(secret, 30_000);
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
    now = new Date(now.getTime() + 620_000);
    expect(sentence(await browser.call('POST', '/api/v1/session/second-factor', { code: codeOf(secret) }))).toMatch(
      /No sign-in waits for a code/,
    );
  });
});

const fromBase32 = (text: string): Buffer => {
  const bits = Array.from(text, (letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};
const codeOf = (secret: string, laterMs = 0): string =>
  totp(fromBase32(secret), stepAt(new Date(now.getTime() + laterMs)));

/** Signs in and switches the second factor on; gives its secret. */
async function secondFactor(browser: Visitor, login: string): Promise<string> {
  await browser.signIn(login, password);
  const { secret, uri } = ok(await browser.call('POST', '/api/v1/me/second-factor')) as { secret: string; uri: string };
  expect(uri).toBe(`otpauth://totp/Test%20s.r.o.:${login}?secret=${secret}&issuer=Test%20s.r.o.`);
  const confirmed = ok(await browser.call('POST', '/api/v1/me/second-factor/confirm', { code: codeOf(secret) }));
  recovery = confirmed['recoveryCodes'] as string[];
  return secret;
}
let recovery: string[] = [];

describe('the second factor', () => {
  test('is confirmed by its first code, kept sealed, and taken away with the password', async () => {
    const { id, login, browser } = await person();
    await browser.signIn(login, password);
    const { secret: first } = ok(await browser.call('POST', '/api/v1/me/second-factor')) as { secret: string };
    const { secret } = ok(await browser.call('POST', '/api/v1/me/second-factor')) as { secret: string };
    const confirm = (code: string) => browser.call('POST', '/api/v1/me/second-factor/confirm', { code });
    expect((await confirm(codeOf(first))).body).toMatchObject({
      type: '/problems/invalid-body',
      errors: [{ path: 'code' }],
    });
    expect(ok(await confirm(codeOf(secret)))['recoveryCodes']).toHaveLength(10);
    expect(sentence(await browser.call('POST', '/api/v1/me/second-factor'))).toMatch(/Switch it off before/);
    const [row] = await server.database.query<{ sealed: Buffer }>({
      ...{ text: 'select sealed from second_factors where user_id = $1', values: [id] },
    });
    expect(row?.sealed.includes(fromBase32(secret))).toBe(false);
    const off = (word: string) => browser.call('DELETE', '/api/v1/me/second-factor', { password: word });
    expect((await off('wrong')).body).toMatchObject({ errors: [{ path: 'password' }] });
    expect(ok(await off(password))).toEqual({ secondFactor: false });
    expect(ok(await browser.signIn(login, password))).toMatchObject({ state: 'signed-in' });
    expect(await audited('second-factor-on')).toContainEqual(expect.objectContaining({ userId: id }));
    expect(await audited('second-factor-off')).toContainEqual(expect.objectContaining({ userId: id, by: 'self' }));
  });

  test('is replaced by a recovery code, each once', async () => {
    const { id, login, browser } = await person();
    await secondFactor(browser, login);
    const [code = ''] = recovery;
    const give = () =>
      browser.call('POST', '/api/v1/session/second-factor', { code: code.toLowerCase().replaceAll('-', ' ') });
    await browser.signIn(login, password);
    expect(ok(await give())).toMatchObject({ state: 'signed-in' });
    await browser.signIn(login, password);
    expect((await give()).status).toBe(401);
    expect(await audited('recovery-code-used')).toContainEqual(expect.objectContaining({ userId: id, left: 9 }));
  });

  test('is guessed five times, then it has to wait', async () => {
    const { login, browser } = await person();
    const secret = await secondFactor(browser, login);
    await browser.signIn(login, password);
    const give = (code: string) => browser.call('POST', '/api/v1/session/second-factor', { code });
    for (let index = 0; index < 5; index += 1) expect((await give('000000')).status).toBe(401);
    expect(sentence(await give(codeOf(secret, 30_000)))).toMatch(/^Too many attempts to sign in with a second factor/);
    await waited();
    expect(ok(await give(codeOf(secret, 30_000)))).toMatchObject({ state: 'signed-in' });
  });

  test('is taken away by an administrator when everything is lost', async () => {
    const { id, login, browser } = await person();
    await secondFactor(browser, login);
    expect(await server.call('DELETE', `/api/v1/1/users/${id}/second-factor`)).toMatchObject({ status: 200 });
    expect(ok(await browser.signIn(login, password))).toMatchObject({ state: 'signed-in' });
    expect(await audited('second-factor-off')).toContainEqual(
      expect.objectContaining({ userId: id, who: 'Ada Admin' }),
    );
  });
});

describe('a password', () => {
  const other = 'nine blue doors in the rain';

  test('is changed by its owner; all other sessions end', async () => {
    const { id, login, browser } = await person();
    const elsewhere = visitor(server.app, { address: '192.0.2.240' });
    for (const each of [browser, elsewhere]) await each.signIn(login, password);
    const change = (current: string, word: string) =>
      browser.call('POST', '/api/v1/me/password', { current, password: word });
    expect((await change('wrong', other)).body).toMatchObject({ errors: [{ path: 'current' }] });
    expect((await change(password, 'short')).body).toMatchObject({
      errors: [{ path: 'password', message: /at least 12/ }],
    });
    expect((await change(password, `${login}!!!!`)).body).toMatchObject({
      errors: [{ message: /must not be the login/ }],
    });
    expect(ok(await change(password, other))).toMatchObject({ sessionsEnded: 1 });
    expect((await browser.call('GET', '/api/v1/me')).status).toBe(200);
    expect(sentence(await elsewhere.call('GET', '/api/v1/me'))).toMatch(/The password was changed/);
    expect((await elsewhere.signIn(login, password)).status).toBe(401);
    expect(ok(await elsewhere.signIn(login, other))).toMatchObject({ state: 'signed-in' });
    expect(await audited('password-changed')).toContainEqual(
      expect.objectContaining({ userId: id, by: 'self', sessionsEnded: 1 }),
    );
  });

  test('that a stolen session guesses has to wait', async () => {
    const { login, browser } = await person();
    await browser.signIn(login, password);
    const guess = () => browser.call('POST', '/api/v1/me/password', { current: 'wrong', password: other });
    for (let index = 0; index < 5; index += 1) expect((await guess()).status).toBe(400);
    expect(problem(await guess())).toEqual([429, '/problems/locked-out']);
  });

  test('is set by a link, once, which an administrator has made', async () => {
    const { id, login, browser } = await person();
    await browser.signIn(login, password);
    const invite = async () => (await server.call('POST', `/api/v1/1/users/${id}/invitation`)).body as { url: string };
    const { url: earlier } = await invite();
    const { url } = await invite();
    expect(url).toMatch(/^http:\/\/localhost\/welcome#1\.[0-9a-f-]{36}\.[\w-]{43}$/);
    const guest = visitor(server.app, { address: '192.0.2.241' });
    await guest.call('GET', '/api/v1/session');
    const redeem = (link: string, word: string) =>
      guest.call('POST', '/api/v1/welcome', { code: link.split('#')[1], password: word });
    expect(problem(await redeem(earlier, other))).toEqual([401, '/problems/sign-in-refused']);
    expect((await redeem(url, 'short')).body).toMatchObject({ errors: [{ path: 'password' }] });
    expect(ok(await redeem(url, other))).toMatchObject({ state: 'signed-in', me: { id } });
    expect(sentence(await redeem(url, other))).toMatch(/This link was used before/);
    expect((await browser.call('GET', '/api/v1/me')).status).toBe(401);
    await run(`update invitations set expires_at = now() where user_id = $1`, [id]);
    const { url: late } = await invite();
    await run(`update invitations set expires_at = now() where user_id = $1`, [id]);
    expect((await redeem(late, other)).status).toBe(401);
    expect(await audited('invitation-used')).toContainEqual(
      expect.objectContaining({ userId: id, madeBy: 'Ada Admin' }),
    );
  });

  test('that was stored with less than is asked today is stored anew at the next sign-in', async () => {
    const { id, login, browser } = await person();
    const nonce = Buffer.from('0123456789abcdef');
    const cost = { memory: 64, passes: 1, parallelism: 1, tagLength: 32 };
    const hash = argon2Sync('argon2id', { message: password, nonce, ...cost });
    const plain = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
    await run('update passwords set hash = $2 where user_id = $1', [
      ...[id, `$argon2id$v=19$m=64,t=1,p=1$${plain(nonce)}$${plain(hash)}`],
    ]);
    expect(ok(await browser.signIn(login, password))).toMatchObject({ state: 'signed-in' });
    const [row] = await server.database.query<{ hash: string }>({
      ...{ text: 'select hash from passwords where user_id = $1', values: [id] },
    });
    expect(row?.hash).toMatch(/\$m=512,t=1,p=1\$/);
  });
});

test('preferences are the user’s own, any JSON, and no larger than they need be', async () => {
  const { login, browser } = await person();
  const other = await person();
  await browser.signIn(login, password);
  await other.browser.signIn(other.login, password);
  const url = '/api/v1/me/preferences/records.columns';
  expect(await browser.call('GET', url)).toMatchObject({ status: 200, body: null });
  const value = { columns: ['number', 'due'], width: 1.5, word: 'é' };
  expect((await browser.call('PUT', url, value)).body).toEqual(value);
  expect((await browser.call('GET', url)).body).toEqual(value);
  expect((await other.browser.call('GET', url)).body).toBeNull();
  expect((await browser.call('PUT', url, 'x'.repeat(20_479))).body).toMatchObject({ type: '/problems/too-large' });
  expect(ok(await browser.call('DELETE', url))).toEqual({ key: 'records.columns', deleted: true });
  expect((await browser.call('GET', url)).body).toBeNull();
});
