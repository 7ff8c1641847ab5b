import { argon2Sync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestApp } from '../../test/support/app.ts';
import { fromBase32, ok, password, type People, problem, sentence, startPeople } from '../../test/support/people.ts';
import { visitor } from '../../test/support/visitor.ts';

let people: People;
let server: TestApp;
beforeAll(async () => {
  people = await startPeople();
  server = people.server;
});
afterAll(() => server.close());
beforeEach(() => {
  people.clock.now = new Date();
});

const run = (text: string, values: readonly unknown[] = []) => server.database.query({ text, values });

describe('the second factor', () => {
  test('is confirmed by its first code, kept sealed, and taken away with the password', async () => {
    const { id, login, browser } = await people.person();
    await browser.signIn(login, password);
    const { secret: first, uri } = ok(await browser.call('POST', '/api/v1/me/second-factor')) as Record<string, string>;
    expect(uri).toBe(`otpauth://totp/Test%20s.r.o.:${login}?secret=${first ?? ''}&issuer=Test%20s.r.o.`);
    const { secret } = ok(await browser.call('POST', '/api/v1/me/second-factor')) as { secret: string };
    const confirm = (code: string) => browser.call('POST', '/api/v1/me/second-factor/confirm', { code });
    expect((await confirm(people.codeOf(first ?? ''))).body).toMatchObject({
      type: '/problems/invalid-body',
      errors: [{ path: 'code' }],
    });
    expect(ok(await confirm(people.codeOf(secret)))['recoveryCodes']).toHaveLength(10);
    expect(sentence(await browser.call('POST', '/api/v1/me/second-factor'))).toMatch(/Switch it off before/);
    const [row] = await server.database.query<{ sealed: Buffer }>({
      ...{ text: 'select sealed from second_factors where user_id = $1', values: [id] },
    });
    expect(row?.sealed.includes(fromBase32(secret))).toBe(false);
    const off = (word: string) => browser.call('DELETE', '/api/v1/me/second-factor', { password: word });
    expect((await off('wrong')).body).toMatchObject({ errors: [{ path: 'password' }] });
    expect(ok(await off(password))).toEqual({ secondFactor: false });
    expect(ok(await browser.signIn(login, password))).toMatchObject({ state: 'signed-in' });
    expect(await people.audited('second-factor-on')).toContainEqual(expect.objectContaining({ userId: id }));
    expect(await people.audited('second-factor-off')).toContainEqual(
      expect.objectContaining({ userId: id, by: 'self' }),
    );
  });

  test('is replaced by a recovery code, each once', async () => {
    const { id, login, browser } = await people.person();
    const { recovery } = await people.secondFactor(browser, login);
    const [code = ''] = recovery;
    const give = () =>
      browser.call('POST', '/api/v1/session/second-factor', { code: code.toLowerCase().replaceAll('-', ' ') });
    await browser.signIn(login, password);
    expect(ok(await give())).toMatchObject({ state: 'signed-in' });
    await browser.signIn(login, password);
    expect((await give()).status).toBe(401);
    expect(await people.audited('recovery-code-used')).toContainEqual(expect.objectContaining({ userId: id, left: 9 }));
  });

  test('is guessed five times, then it has to wait', async () => {
    const { login, browser } = await people.person();
    const { secret } = await people.secondFactor(browser, login);
    await browser.signIn(login, password);
    const give = (code: string) => browser.call('POST', '/api/v1/session/second-factor', { code });
    for (let index = 0; index < 5; index += 1) expect((await give('000000')).status).toBe(401);
    expect(sentence(await give(people.codeOf(secret, 30_000)))).toMatch(
      /^Too many attempts to sign in with a second factor/,
    );
    await people.waited();
    expect(ok(await give(people.codeOf(secret, 30_000)))).toMatchObject({ state: 'signed-in' });
  });

  test('is taken away by an administrator when everything is lost', async () => {
    const { id, login, browser } = await people.person();
    await people.secondFactor(browser, login);
    expect(await server.call('DELETE', `/api/v1/1/users/${id}/second-factor`)).toMatchObject({ status: 200 });
    expect(ok(await browser.signIn(login, password))).toMatchObject({ state: 'signed-in' });
    expect(await people.audited('second-factor-off')).toContainEqual(
      expect.objectContaining({ userId: id, who: 'Ada Admin' }),
    );
  });
});

describe('a password', () => {
  const other = 'nine blue doors in the rain';

  test('is changed by its owner; all other sessions end', async () => {
    const { id, login, browser } = await people.person();
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
    expect(await people.audited('password-changed')).toContainEqual(
      expect.objectContaining({ userId: id, by: 'self', sessionsEnded: 1 }),
    );
  });

  test('that a stolen session guesses has to wait', async () => {
    const { login, browser } = await people.person();
    await browser.signIn(login, password);
    const guess = () => browser.call('POST', '/api/v1/me/password', { current: 'wrong', password: other });
    for (let index = 0; index < 5; index += 1) expect((await guess()).status).toBe(400);
    expect(problem(await guess())).toEqual([429, '/problems/locked-out']);
  });

  test('is set by a link, once, which an administrator has made', async () => {
    const { id, login, browser } = await people.person();
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
    expect(await people.audited('invitation-used')).toContainEqual(
      expect.objectContaining({ userId: id, madeBy: 'Ada Admin' }),
    );
  });

  test('that was stored with less than is asked today is stored anew at the next sign-in', async () => {
    const { id, login, browser } = await people.person();
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
  const { login, browser } = await people.person();
  const other = await people.person();
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
