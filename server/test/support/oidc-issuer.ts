import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Adapter, type AdapterPayload } from 'oidc-provider';

/** Somebody at the provider: `sub` and whatever else it tells. */
export interface Account extends Readonly<Record<string, unknown>> {
  readonly sub: string;
}

export interface OidcIssuer {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who signs in next over there; undefined: they refuse. */
  account: Account | undefined;
  /** What was asked for, by path. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A real OpenID Connect provider (`oidc-provider`, certified) on a port of its own. Whoever comes to it is `account`, without a page to click. */
export async function startOidcIssuer(redirectUri: string): Promise<OidcIssuer> {
  const clientId = 'gangway';
  const clientSecret = randomBytes(24).toString('base64url');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const accounts = new Map<string, Account>();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(url, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'tests' }] },
    adapter: remember(),
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
    cookies: { keys: [randomBytes(24).toString('base64url')] },
    claims: {
      openid: ['sub'],
      profile: ['preferred_username', 'given_name', 'family_name', 'groups'],
      email: ['email', 'email_verified'],
    },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, id) => ({ accountId: id, claims: () => accounts.get(id) ?? { sub: id } }),
  });
  const answer = provider.callback();
  const issuer: OidcIssuer = {
    ...{ url, clientId, clientSecret, account: undefined, asked: [] },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve()).closeAllConnections();
      }),
  };
  server.on('request', (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    issuer.asked.push(path);
    if (!path.startsWith('/interaction/')) return void answer(request, response);
    const { account } = issuer;
    const finish = async (): Promise<void> => {
      if (account === undefined) {
        const refused = { error: 'access_denied', error_description: 'not today' };
        await provider.interactionFinished(request, response, refused);
        return;
      }
      accounts.set(account.sub, account);
      const { grantId: known, params } = await provider.interactionDetails(request, response);
      const grant = new provider.Grant({ accountId: account.sub, clientId });
      grant.addOIDCScope(String(params['scope']));
      const grantId = known ?? (await grant.save());
      await provider.interactionFinished(request, response, {
        ...{ login: { accountId: account.sub }, consent: { grantId } },
      });
    };
    finish().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  return issuer;
}

/** What the provider remembers, as long as the test runs. */
function remember(): (model: string) => Adapter {
  const all = new Map<string, AdapterPayload>();
  const done = Promise.resolve(undefined);
  return (model) => ({
    upsert: (id, payload) => {
      all.set(`${model}/${id}`, payload);
      return done;
    },
    find: (id) => Promise.resolve(all.get(`${model}/${id}`)),
    findByUid: (uid) => Promise.resolve([...all.values()].find((payload) => payload.uid === uid)),
    findByUserCode: () => done,
    consume: (id) => {
      const found = all.get(`${model}/${id}`);
      if (found !== undefined) found['consumed'] = Math.floor(Date.now() / 1000);
      return done;
    },
    destroy: (id) => {
      all.delete(`${model}/${id}`);
      return done;
    },
    revokeByGrantId: (grantId) => {
      for (const [key, payload] of all) if (payload.grantId === grantId) all.delete(key);
      return done;
    },
  });
}

/** Follows the provider's own redirects as a browser does, until it sends the browser away; resolves to where. */
export async function throughProvider(start: string, provider: string): Promise<string> {
  const cookies = new Map<string, string>();
  let location = start;
  while (location.startsWith(provider)) {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(location, { redirect: 'manual', headers: { cookie } });
    await answer.arrayBuffer();
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    if (next === null) throw new Error(`The provider answered ${answer.status} at ${location}.`);
    location = new URL(next, location).href;
  }
  return location;
}
