import { afterEach, expect, test } from 'vitest';
import { accepted, answer, type Behaviour } from '../../test/receivers/behaviour.ts';
import { startReceiver, type Behaving, type ReceivedRequest } from '../../test/receivers/receiver.ts';
import type { AuthenticationContext } from './authenticate.ts';
import type { Authentication, OAuth2Settings } from './authentication.ts';
import { createTokenSource, type TokenSource } from './oauth2-tokens.ts';
import type { OutboundRequest } from './outbound-request.ts';
import { sendAuthenticated } from './send-authenticated.ts';
import { openOutbound, type Outbound } from './send-request.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function receiverThat(behaving: Behaving) {
  const receiver = await startReceiver(behaving);
  cleanups.push(() => receiver.close());
  return receiver;
}

function outboundHere(): Outbound {
  const outbound = openOutbound({ allowRanges: ['127.0.0.1'] });
  cleanups.push(() => outbound.close());
  return outbound;
}

const token = (value: string, more: object = {}): Behaviour =>
  answer(200, JSON.stringify({ access_token: value, token_type: 'Bearer', expires_in: 3_600, ...more }), {
    'content-type': 'application/json',
  });

function contextOf(tokens: TokenSource): AuthenticationContext {
  return {
    secrets: (name) => (name === 'client' ? 's3cr&t/+' : undefined),
    tokens,
    transport: { key: 'oauth', concurrency: 8, allow: [] },
    nowMs: 0,
  };
}

const settings = (url: string, more: Partial<OAuth2Settings> = {}): OAuth2Settings => ({
  kind: 'oauth2',
  tokenUrl: `${url}/token`,
  clientId: 'gang way',
  clientSecret: '{{secret:client}}',
  ...more,
});
const post = (url: string, timeoutMs = 3_000): OutboundRequest => ({
  method: 'POST',
  url: `${url}/in`,
  headers: {},
  body: '{}',
  timeoutMs,
});

/** A token server whose tokens are numbered, and a counterparty; both count. */
async function parties(
  counterparty: Behaving,
  tokenServer: Behaving = (_request, index) => token(`token-${index + 1}`),
) {
  const issuer = await receiverThat(tokenServer);
  const peer = await receiverThat(counterparty);
  const outbound = outboundHere();
  const clock = { ms: 0 };
  const tokens = createTokenSource(outbound, () => clock.ms);
  const send = (authentication: Authentication = settings(issuer.url), request = post(peer.url)) =>
    sendAuthenticated(outbound, request, authentication, contextOf(tokens));
  return { issuer, peer, clock, send };
}

test('fetches a token with the client in the header, and keeps it', async () => {
  const { issuer, peer, send } = await parties(accepted);
  for (let count = 0; count < 3; count += 1) expect(await send()).toMatchObject({ kind: 'answered', status: 200 });
  expect(peer.requests.map(({ headers }) => headers.authorization)).toEqual(
    Array.from({ length: 3 }, () => 'Bearer token-1'),
  );
  expect(issuer.requests).toHaveLength(1);
  expect(issuer.requests[0]?.text).toBe('grant_type=client_credentials');
  expect(issuer.requests[0]?.headers).toMatchObject({
    'content-type': 'application/x-www-form-urlencoded',
    authorization: `Basic ${Buffer.from('gang+way:s3cr%26t%2F%2B').toString('base64')}`,
  });
});

test('sends the client in the body where asked to, with scope and audience', async () => {
  const { issuer, send } = await parties(accepted);
  await send(settings(issuer.url, { clientAuthentication: 'body', scope: 'read write', audience: 'https://api' }));
  expect(issuer.requests[0]?.headers.authorization).toBeUndefined();
  expect(Object.fromEntries(new URLSearchParams(issuer.requests[0]?.text))).toEqual({
    grant_type: 'client_credentials',
    scope: 'read write',
    audience: 'https://api',
    client_id: 'gang way',
    client_secret: 's3cr&t/+',
  });
});

test('requests that come together share one token', async () => {
  const { issuer, peer, send } = await parties(accepted, {
    ...(token('shared') as Extract<Behaviour, { kind: 'answer' }>),
    delayMs: 20,
  });
  const results = await Promise.all(Array.from({ length: 20 }, () => send()));
  expect(results.every(({ kind }) => kind === 'answered')).toBe(true);
  expect(issuer.requests).toHaveLength(1);
  expect(peer.requests).toHaveLength(20);
});

test('renews a token a minute before it expires, a short one at nine tenths of its life', async () => {
  const long = await parties(accepted);
  await long.send();
  long.clock.ms = 3_539_000;
  await long.send();
  expect(long.issuer.requests).toHaveLength(1);
  long.clock.ms = 3_541_000;
  await long.send();
  expect(long.issuer.requests).toHaveLength(2);
  const short = await parties(accepted, token('short', { expires_in: '100' }));
  await short.send();
  short.clock.ms = 89_000;
  await short.send();
  expect(short.issuer.requests).toHaveLength(1);
  short.clock.ms = 91_000;
  await short.send();
  expect(short.issuer.requests).toHaveLength(2);
});

test('a kept token that is answered with 401 is renewed once, and the request repeated', async () => {
  const revoked = new Set<string>();
  const judge = (request: ReceivedRequest): Behaviour =>
    revoked.has(request.headers.authorization ?? '') ? answer(401) : accepted;
  const { issuer, peer, send } = await parties(judge);
  await send();
  revoked.add('Bearer token-1');
  const together = await Promise.all([send(), send(), send()]);
  expect(together.map((result) => result.kind === 'answered' && result.status)).toEqual([200, 200, 200]);
  expect(issuer.requests).toHaveLength(2);
  expect(peer.requests.at(-1)?.headers.authorization).toBe('Bearer token-2');
});

test('a new token that is answered with 401 is not fetched again', async () => {
  const { issuer, peer, send } = await parties(answer(401));
  expect(await send()).toMatchObject({ kind: 'answered', status: 401 });
  expect(issuer.requests).toHaveLength(1);
  expect(peer.requests).toHaveLength(1);
  expect(await send()).toMatchObject({ kind: 'answered', status: 401 });
  expect(issuer.requests).toHaveLength(2);
});

test('a changed setting or secret fetches another token', async () => {
  const { issuer, send } = await parties(accepted);
  await send();
  await send(settings(issuer.url, { scope: 'other' }));
  expect(issuer.requests).toHaveLength(2);
});

test('a token server that refuses is quoted, without the secret and without what terminals obey', async () => {
  const words = JSON.stringify({ error: 'invalid_client', error_description: 'Wrong secret s3cr&t/+\u001b[31m!' });
  const { peer, send } = await parties(accepted, answer(401, words));
  expect(await send()).toMatchObject({
    kind: 'failed',
    stage: 'authentication',
    code: 'token-refused',
    sent: false,
    retryAtOnce: false,
    sentence:
      'The token server 127.0.0.1 answered 401 (invalid_client: Wrong secret (hidden) [31m!). Check client id, client secret and scope.',
  });
  expect(peer.requests).toHaveLength(0);
});

test('what is no token is told', async () => {
  for (const behaviour of [
    answer(200, 'OK'),
    answer(200, '{}'),
    answer(200, 'null'),
    token('two words'),
    answer(204),
    answer(200, '{"access_token":7}'),
  ]) {
    const { send } = await parties(accepted, behaviour);
    expect(await send()).toMatchObject({
      code: 'token-refused',
      sentence: 'The token server 127.0.0.1 answered without an access token.',
    });
  }
});

test('a token server that cannot be reached, may not be called or lacks its secret', async () => {
  const { peer, send } = await parties(accepted);
  const outage = await parties(accepted, { kind: 'reset' });
  expect(await outage.send()).toMatchObject({
    kind: 'failed',
    stage: 'authentication',
    code: 'connection-closed',
    sent: false,
  });
  expect(await send(settings('http://10.0.0.1'))).toMatchObject({
    kind: 'failed',
    stage: 'address',
    code: 'address-refused',
  });
  expect(await send(settings('nonsense'))).toMatchObject({
    kind: 'failed',
    stage: 'authentication',
    code: 'invalid-url',
  });
  expect(await send(settings(peer.url, { clientSecret: '{{secret:gone}}' }))).toMatchObject({ code: 'secret-missing' });
});

test('the one deadline covers the token too', async () => {
  const { peer, send, issuer } = await parties(accepted, { kind: 'hang' });
  const startedAt = performance.now();
  const result = await send(settings(issuer.url), post(peer.url, 300));
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect(result).toMatchObject({ kind: 'failed', stage: 'authentication', code: 'answer-time-out', sent: false });
});
