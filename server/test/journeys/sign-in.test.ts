import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCookie, sessionCookie } from '../../src/access/sessions/cookie.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { GangwayFolder, type StartedServer } from '../support/gangway-process.ts';

const password = 'seven grey herons at dusk';
const newPassword = 'nine blue doors in the rain';

/** A browser, as far as the server can tell. */
function browser(url: () => string) {
  const state = { cookie: '', csrf: '' };
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${url()}${path}`, {
      method,
      headers: {
        ...(state.cookie === '' ? {} : { cookie: `${sessionCookie}=${state.cookie}` }),
        ...(method === 'GET' ? {} : { origin: url(), 'gangway-csrf': state.csrf }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    state.cookie = readCookie(answer.headers.get('set-cookie') ?? '', sessionCookie) ?? state.cookie;
    const json = (await answer.json()) as { csrf?: string; detail?: string };
    state.csrf = json.csrf ?? state.csrf;
    return { status: answer.status, body: json };
  };
  const signIn = async (login: string, word: string) => {
    await call('GET', '/api/v1/session');
    return call('POST', '/api/v1/session', { login, password: word });
  };
  return { state, call, signIn };
}

const codeIn = (banner: string): string | undefined => /give this code: {2}(\S+)/.exec(banner)?.[1];

describe('an installation that nobody has set up', () => {
  let folder: GangwayFolder;
  let database: TestDatabase;
  let server: StartedServer;
  /** The database of the tests: it starts sooner than one of its own. */
  let settings: Record<string, string>;
  beforeAll(async () => {
    folder = await GangwayFolder.create();
    database = await testDatabase({ empty: true });
    settings = { GANGWAY_DATABASE_URL: database.url };
    server = await folder.start(settings);
  });
  afterAll(async () => {
    await folder.remove();
    await database.close();
  });
  const page = browser(() => server.url);

  const restart = async (): Promise<string> => {
    server.kill('SIGTERM');
    const { code, out, err } = await server.end;
    expect(code, err).toBe(0);
    server = await folder.start(settings);
    return out;
  };

  test('shows its code to whoever starts it, nowhere else, and a new one at each start', async () => {
    const first = codeIn(await server.banner()) ?? '';
    expect(first).toMatch(/^\w{4}-\w{4}-\w{4}-\w{4}$/);
    const doctor = await folder.run(['doctor'], { ...settings, GANGWAY_PORT: new URL(server.url).port });
    expect(doctor.out).toContain('The console was not set up yet');
    const log = await restart();
    for (const text of [log, doctor.out, doctor.err]) expect(text).not.toContain(first);
    expect(codeIn(await server.banner())).not.toBe(first);
    await page.call('GET', '/api/v1/session');
    const fields = { organisation: 'Zahrada s.r.o.', firstName: 'Jana', lastName: 'Nováková', login: 'jana' };
    const setUp = (code?: string) =>
      page.call('POST', '/api/v1/setup', { code, ...fields, email: 'jana@example.com', password });
    expect((await setUp(first)).status).toBe(401);
    expect((await setUp(codeIn(await server.banner()))).body).toMatchObject({
      state: 'signed-in',
      me: { login: 'jana' },
    });
  });

  test('is set up from then on: a session outlives a restart, which shows no code', async () => {
    await restart();
    expect(codeIn(await server.banner())).toBeUndefined();
    expect((await page.call('GET', '/api/v1/session')).body).toMatchObject({
      state: 'signed-in',
      me: { login: 'jana' },
    });
    // The token of the first start acts as the same person.
    const token = (await readFile(join(folder.data, 'admin-token'), 'utf8')).trim();
    const me = await fetch(`${server.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(await me.json()).toMatchObject({ name: 'Jana Nováková', organisation: 'Zahrada s.r.o.' });
  });

  test('gives a lost password back on its own machine, while it runs', async () => {
    const environment = { ...settings, GANGWAY_PORT: new URL(server.url).port };
    const weak = await folder.run(['password', 'jana'], environment, 'short\n');
    expect([weak.code, weak.err]).toEqual([1, expect.stringContaining('at least 12 characters')]);
    for (let failed = 0; failed < 6; failed += 1) await browser(() => server.url).signIn('jana', 'wrong');
    const done = await folder.run(['password', 'jana'], environment, `${newPassword}\n`);
    expect([done.code, done.out, done.err]).toEqual([0, '', expect.stringContaining('jana has a new password')]);
    expect((await page.call('GET', '/api/v1/me')).body.detail).toMatch(/The password was changed/);
    // What was held against the login is forgotten.
    const again = browser(() => server.url);
    expect((await again.signIn('jana', newPassword)).body).toMatchObject({ state: 'signed-in' });

    const { out: link } = await folder.run(['password', 'jana', '--link'], environment);
    expect(link.trim()).toMatch(new RegExp(`^${server.url}/welcome#1\\.`));
    const guest = browser(() => server.url);
    await guest.call('GET', '/api/v1/session');
    const welcome = await guest.call('POST', '/api/v1/welcome', { code: link.trim().split('#')[1], password });
    expect(welcome.body).toMatchObject({ state: 'signed-in', me: { login: 'jana' } });
    expect((await again.call('GET', '/api/v1/me')).status).toBe(401);
    const audit = await guest.call('GET', '/api/v1/1/audit?what=password-changed');
    expect(audit.body).toMatchObject({
      data: [{ detail: { by: 'invitation' } }, { detail: { by: 'gangway password' } }, { detail: { by: 'set-up' } }],
    });
  });
});

test('an installation is given password and token of its first administrator by the environment', async () => {
  const folder = await GangwayFolder.create();
  const database = await testDatabase({ empty: true });
  try {
    const token = 'a-token-that-the-operator-chose-0001';
    const settings = { GANGWAY_DATABASE_URL: database.url, GANGWAY_ADMIN_TOKEN: token };
    const server = await folder.start({ ...settings, GANGWAY_ADMIN_PASSWORD: password });
    expect(codeIn(await server.banner())).toBeUndefined();
    const page = browser(() => server.url);
    expect((await page.signIn('admin', password)).body).toMatchObject({
      state: 'signed-in',
      me: { administrator: true },
    });
    const me = await fetch(`${server.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(await me.json()).toMatchObject({ id: ((await page.call('GET', '/api/v1/me')).body as { id?: number }).id });
  } finally {
    await folder.remove();
    await database.close();
  }
});
