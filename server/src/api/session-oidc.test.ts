import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Account, type OidcIssuer, startOidcIssuer, throughProvider } from '../../test/support/oidc-issuer.ts';
import { type TestApp, testApp } from '../../test/support/app.ts';
import { type Visitor, visitor } from '../../test/support/visitor.ts';
import { readCookie } from '../access/sessions/cookie.ts';
import { OidcProvider, type OidcSettings } from '../access/sessions/oidc.ts';
import { openOutbound } from '../outbound/send-request.ts';

const callback = 'http://localhost/api/v1/session/oidc/callback';
let issuer: OidcIssuer;
let server: TestApp;
let now = new Date();
/** The provider as a server would be configured with it; changed from test to test. */
let provider: OidcProvider;
const reachable = openOutbound({ allowRanges: ['127.0.0.1'] });
const guarded = openOutbound({ allowRanges: [] });

function configure(settings: Partial<OidcSettings> = {}, outbound = reachable): void {
  const { url, clientId, clientSecret } = issuer;
  const usual: OidcSettings = {
    ...{ issuer: url, clientId, clientSecret, name: 'Company login', scopes: 'openid profile email' },
    ...{ loginClaim: 'preferred_username', emailClaim: 'email', groupsClaim: undefined, groupNames: new Map() },
    createUsers: false,
  };
  provider = new OidcProvider({ ...usual, ...settings }, outbound);
}

beforeAll(async () => {
  issuer = await startOidcIssuer(callback);
  configure();
  const oidc = {
    get settings() {
      return provider.settings;
    },
    begin: (...given: Parameters<OidcProvider['begin']>) => provider.begin(...given),
    finish: (...given: Parameters<OidcProvider['finish']>) => provider.finish(...given),
  };
  server = await testApp({ start: false, now: () => now, signIn: { oidc } });
});
afterAll(async () => {
  await server.close();
  await issuer.close();
  reachable.close();
  guarded.close();
});
beforeEach(() => {
  now = new Date();
  configure();
});

/** Goes the whole way in a browser; resolves to where it ends. */
async function signInElsewhere(account: Account | undefined, browser: Visitor = visitor(server.app)) {
  const { location, trip } = await begin(browser);
  issuer.account = account;
  return { browser, end: await comeBack(browser, await throughProvider(location, issuer.url), trip) };
}

async function begin(browser: Visitor) {
  const { status, headers } = await browser.call('GET', '/api/v1/session/oidc');
  expect(status).toBe(303);
  return {
    location: String(headers['location']),
    trip: readCookie(String(headers['set-cookie']), 'gangway_oidc') ?? '',
  };
}

async function comeBack(browser: Visitor, address: string, trip: string): Promise<string> {
  expect(address.startsWith(`${callback}?`)).toBe(true);
  const back = await browser.call('GET', address.slice('http://localhost'.length), undefined, {
    ...{ cookie: `gangway_oidc=${trip}`, 'sec-fetch-site': 'cross-site' },
  });
  expect(back.status).toBe(303);
  return String(back.headers['location']);
}

const stateOf = async (browser: Visitor) => (await browser.call('GET', '/api/v1/session')).body;
const user = (fields: { login: string; email?: string; groups?: string[]; isDisabled?: boolean }) =>
  server.save({ kind: 'create', entity: 'users', fields });
const reasons = async (): Promise<string[]> => {
  const rows = await server.database.query<{ reason: string }>({
    text: `select detail ->> 'reason' as reason from audit where what = 'sign-in-refused' order by id`,
  });
  return rows.map(({ reason }) => reason);
};

describe('somebody from the provider', () => {
  test('is the user with the same login, and from then on whoever has the same account there', async () => {
    const { id } = await user({ login: 'Jana.N', groups: ['Bookkeepers'] });
    const first = await signInElsewhere({ sub: 'jana-1', preferred_username: 'jana.n' });
    expect(first.end).toBe('/');
    expect(await stateOf(first.browser)).toMatchObject({
      ...{ state: 'signed-in', oidc: { name: 'Company login', startUrl: '/api/v1/session/oidc' } },
      me: { id, login: 'Jana.N', groups: ['Bookkeepers'], passwordSetAt: null },
    });
    const renamed = await signInElsewhere({ sub: 'jana-1', preferred_username: 'jana.married' });
    expect(await stateOf(renamed.browser)).toMatchObject({ me: { id } });
    // Somebody else was given the login over there.
    expect((await signInElsewhere({ sub: 'jana-2', preferred_username: 'jana.n' })).end).toBe(
      '/sign-in?problem=unknown-user',
    );
    expect((await reasons()).at(-1)).toMatch(/belongs to another account of the provider/);
    expect(await server.call('DELETE', `/api/v1/1/users/${id}/identity`)).toMatchObject({ status: 200 });
    expect((await signInElsewhere({ sub: 'jana-2', preferred_username: 'jana.n' })).end).toBe('/');
  });

  test('is the user with the same e-mail address, if the provider has verified it', async () => {
    const { id } = await user({ login: 'karel', email: 'karel@example.com' });
    const claims = { preferred_username: 'k.k', email: 'Karel@Example.com' };
    expect((await signInElsewhere({ sub: 'karel-1', ...claims, email_verified: false })).end).toBe(
      '/sign-in?problem=unknown-user',
    );
    expect((await signInElsewhere({ sub: 'karel-1', ...claims })).end).toBe('/sign-in?problem=unknown-user');
    const { browser } = await signInElsewhere({ sub: 'karel-1', ...claims, email_verified: true });
    expect(await stateOf(browser)).toMatchObject({ me: { id } });
  });

  test('is somebody new when the user was deleted and made anew', async () => {
    const claims = { sub: 'otto-1', preferred_username: 'otto' };
    const { id } = await user({ login: 'otto' });
    const { browser } = await signInElsewhere(claims);
    await server.save({ kind: 'delete', entity: 'users', key: { id } });
    expect((await browser.call('GET', '/api/v1/me')).status).toBe(401);
    expect((await signInElsewhere(claims)).end).toBe('/sign-in?problem=unknown-user');
    const anew = await user({ login: 'otto' });
    expect(await stateOf((await signInElsewhere(claims)).browser)).toMatchObject({ me: { id: anew.id } });
  });

  test('is not let in without a user, or with one that is disabled', async () => {
    await user({ login: 'gone', isDisabled: true });
    for (const name of ['nobody-here', 'gone']) {
      const { browser, end } = await signInElsewhere({ sub: name, preferred_username: name });
      expect([name, end]).toEqual([name, '/sign-in?problem=unknown-user']);
      expect(await stateOf(browser)).toMatchObject({ me: null });
    }
    expect((await reasons()).slice(-2)).toEqual([
      'Somebody from the provider (nobody-here) was not let in: there is no such user here.',
      'Somebody from the provider (gone) was not let in: the user is disabled.',
    ]);
  });

  test('becomes a user where the setting says so, with the groups of the claim that there are here', async () => {
    const groupNames = new Map([['ucto', 'Bookkeepers']]);
    configure({ createUsers: true, groupsClaim: 'groups', groupNames });
    const eva = { sub: 'eva-1', preferred_username: 'eva', given_name: 'Eva', family_name: 'Malá' };
    const contact = { email: 'eva@example.com', email_verified: true };
    const { browser } = await signInElsewhere({ ...eva, ...contact, groups: ['ucto', 'Owners of the world'] });
    expect(await stateOf(browser)).toMatchObject({
      me: { login: 'eva', name: 'Eva Malá', email: 'eva@example.com', groups: ['Bookkeepers'] },
    });
    const later = await signInElsewhere({ ...eva, groups: ['Readers'] });
    expect(await stateOf(later.browser)).toMatchObject({ me: { groups: ['Readers'] } });
    // The last administrator stays one, whatever the provider says.
    const last = await signInElsewhere({ sub: 'ada-1', preferred_username: 'admin', groups: ['Readers'] });
    expect(await stateOf(last.browser)).toMatchObject({
      me: { login: 'admin', groups: ['Administrators', 'Readers'], administrator: true },
    });
    // Without the claim they stay as they are.
    const silent = await signInElsewhere(eva);
    expect(await stateOf(silent.browser)).toMatchObject({ me: { groups: ['Readers'] } });
  });

  test('who refuses over there comes back to the page for signing in', async () => {
    expect((await signInElsewhere(undefined)).end).toBe('/sign-in?problem=provider-refused');
    expect((await reasons()).at(-1)).toMatch(/access_denied/);
  });
});

describe('an answer of the provider', () => {
  test('is good for the browser that has asked, within ten minutes, once', async () => {
    await user({ login: 'petr' });
    const account = { sub: 'petr-1', preferred_username: 'petr' };
    const [mine, other] = [visitor(server.app), visitor(server.app)];
    const own = await begin(mine);
    const theirs = await begin(other);
    issuer.account = account;
    const address = await throughProvider(own.location, issuer.url);
    expect(await comeBack(other, address, '')).toBe('/sign-in?problem=sign-in-expired');
    // The state belongs to the other's request.
    expect(await comeBack(other, address, theirs.trip)).toBe('/sign-in?problem=provider-refused');
    now = new Date(now.getTime() + 601_000);
    expect(await comeBack(mine, address, own.trip)).toBe('/sign-in?problem=sign-in-expired');
    now = new Date();
    expect(await comeBack(mine, address, own.trip)).toBe('/');
    expect(await comeBack(visitor(server.app), address, own.trip)).toBe('/sign-in?problem=provider-refused');
  });

  test('is fetched with PKCE, state and nonce, in a cookie that nobody can read', async () => {
    const answer = await visitor(server.app).call('GET', '/api/v1/session/oidc');
    const { searchParams, origin, pathname } = new URL(String(answer.headers['location']));
    expect([origin, pathname]).toEqual([issuer.url, '/auth']);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      ...{ client_id: 'gangway', response_type: 'code', redirect_uri: callback, code_challenge_method: 'S256' },
      ...{ scope: 'openid profile email', state: expect.any(String) as unknown, nonce: expect.any(String) as unknown },
    });
    expect(answer.headers['set-cookie']).toMatch(
      /^gangway_oidc=[\w-]+; Path=\/api\/v1\/session\/oidc; HttpOnly; SameSite=Lax; Max-Age=600$/,
    );
    expect(answer.headers['set-cookie']).not.toContain(searchParams.get('state'));
  });
});

describe('a provider', () => {
  test('in a private network is not asked unless the operator allows it', async () => {
    configure({}, guarded);
    const asked = issuer.asked.length;
    const answer = await visitor(server.app).call('GET', '/api/v1/session/oidc');
    expect(answer.headers['location']).toBe('/sign-in?problem=provider-unavailable');
    expect((await reasons()).at(-1)).toMatch(/cannot be asked: .*127\.0\.0\.1/);
    expect(issuer.asked).toHaveLength(asked);
  });

  test('that cannot be reached is asked again by the next one who signs in', async () => {
    const { url } = issuer;
    configure({ issuer: 'http://127.0.0.1:9' });
    const page = visitor(server.app);
    expect((await page.call('GET', '/api/v1/session/oidc')).headers['location']).toBe(
      '/sign-in?problem=provider-unavailable',
    );
    configure({ issuer: url });
    expect((await begin(page)).location.startsWith(url)).toBe(true);
  });

  test('whose answer is signed for another client is not believed', async () => {
    const first = visitor(server.app);
    const { location, trip } = await begin(first);
    issuer.account = { sub: 'x', preferred_username: 'admin' };
    const address = await throughProvider(location, issuer.url);
    configure({ clientSecret: 'not the secret' });
    expect(await comeBack(first, address, trip)).toBe('/sign-in?problem=provider-refused');
  });
});
