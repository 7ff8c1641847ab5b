import { createHmac } from 'node:crypto';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { authenticate, type AuthenticationContext } from './authenticate.ts';
import { Authentication } from './authentication.ts';
import type { OutboundRequest } from './outbound-request.ts';
import { resolveSecrets, secretNames, type SecretSource } from './resolve-secrets.ts';
import { transportOf } from './transport.ts';

const values: Readonly<Record<string, string>> = { password: 'žluť:ek', key: 'k{{secret:password}}y', api: 'a b&c=d' };
const secrets: SecretSource = (name, host) =>
  name === 'bound' && host !== 'accounting.example:443'
    ? { refused: `The secret "bound" may not be sent to ${host}.` }
    : (values[name] ?? (name === 'bound' ? 'bound value' : undefined));

const context: AuthenticationContext = {
  secrets,
  tokens: { tokenFor: () => Promise.reject(new Error('no token is asked for here')), reject: () => undefined },
  transport: { key: 'test', concurrency: 1, allow: [] },
  nowMs: Date.UTC(2026, 10, 23, 12, 0, 0),
};
const request: OutboundRequest = {
  method: 'POST',
  url: 'https://accounting.example/xml?a=%20b#end',
  headers: { 'Content-Type': 'text/xml', authorization: 'from the template' },
  body: '<data/>',
  timeoutMs: 1_000,
};

function changed(authentication: Authentication, from: OutboundRequest = request): OutboundRequest {
  expect(Value.Check(Authentication, authentication)).toBe(true);
  const outcome = authenticate(from, authentication, context);
  if (outcome instanceof Promise) throw new Error('This kind needs no waiting.');
  if (!outcome.ok) throw new Error(outcome.fault.sentence);
  return outcome.request;
}

test('none and a client certificate leave the request as it is', () => {
  expect(changed({ kind: 'none' })).toBe(request);
  expect(changed({ kind: 'clientCertificate', certificate: 'a', key: 'b' })).toBe(request);
});

test('basic: user name and password in UTF-8, in place of what the template set', () => {
  const { headers } = changed({ kind: 'basic', username: 'gangway', password: '{{secret:password}}' });
  expect(headers).toEqual({
    'Content-Type': 'text/xml',
    Authorization: `Basic ${Buffer.from('gangway:žluť:ek').toString('base64')}`,
  });
});

test('basic in another header, as Pohoda wants it, beside an Authorization of its own', () => {
  const { headers } = changed({ kind: 'basic', username: 'Admin', password: 'x', header: 'STW-Authorization' });
  expect(headers['STW-Authorization']).toBe('Basic QWRtaW46eA==');
  expect(headers['authorization']).toBe('from the template');
});

test('bearer, a header, and an API key in a header', () => {
  expect(changed({ kind: 'bearer', token: '{{secret:key}}' }).headers['Authorization']).toBe(
    'Bearer k{{secret:password}}y',
  );
  expect(
    changed({ kind: 'header', name: 'STW-Authorization', value: 'Basic {{secret:password}}' }).headers[
      'STW-Authorization'
    ],
  ).toBe('Basic žluť:ek');
  expect(
    changed({ kind: 'apiKey', in: 'header', name: 'X-Api-Key', value: '{{secret:api}}' }).headers['X-Api-Key'],
  ).toBe('a b&c=d');
});

test('an API key in the query is encoded, and the rest of the query left as it was spelled', () => {
  const inQuery: Authentication = { kind: 'apiKey', in: 'query', name: 'api key', value: '{{ secret:api }}' };
  expect(changed(inQuery).url).toBe('https://accounting.example/xml?a=%20b&api%20key=a%20b%26c%3Dd#end');
  expect(changed(inQuery, { ...request, url: 'https://accounting.example/xml' }).url).toBe(
    'https://accounting.example/xml?api%20key=a%20b%26c%3Dd',
  );
  expect(changed(inQuery, { ...request, url: 'https://accounting.example/xml?' }).url).toBe(
    'https://accounting.example/xml?api%20key=a%20b%26c%3Dd',
  );
});

test('hmac: the body alone, hexadecimal SHA-256, unless told otherwise', () => {
  const { headers } = changed({ kind: 'hmac', secret: '{{secret:password}}' });
  expect(headers['X-Signature']).toBe(createHmac('sha256', 'žluť:ek').update('<data/>').digest('hex'));
});

test('hmac: with a timestamp that is signed too, another algorithm, encoding, header, prefix and key', () => {
  const { headers } = changed({
    kind: 'hmac',
    secret: Buffer.from('key').toString('base64'),
    secretEncoding: 'base64',
    algorithm: 'sha512',
    encoding: 'base64',
    header: 'X-Hub-Signature',
    prefix: 'sha512=',
    timestampHeader: 'X-Timestamp',
  });
  expect(headers['X-Timestamp']).toBe('1795435200');
  expect(headers['X-Hub-Signature']).toBe(
    `sha512=${createHmac('sha512', 'key').update('1795435200.<data/>').digest('base64')}`,
  );
  const empty = changed({ kind: 'hmac', secret: 'key' }, { ...request, body: undefined });
  expect(empty.headers['X-Signature']).toBe(createHmac('sha256', 'key').digest('hex'));
});

test('a secret that is missing, or bound to another host, ends it in a sentence', () => {
  const missing = authenticate(request, { kind: 'bearer', token: '{{secret:nothing}}' }, context);
  expect(missing).toMatchObject({
    ok: false,
    fault: { stage: 'authentication', code: 'secret-missing', passing: false },
  });
  expect(authenticate(request, { kind: 'bearer', token: '{{secret:bound}}' }, context)).toMatchObject({ ok: true });
  const elsewhere = authenticate(
    { ...request, url: 'https://evil.example/' },
    { kind: 'bearer', token: '{{secret:bound}}' },
    context,
  );
  expect(elsewhere).toMatchObject({
    ok: false,
    fault: { sentence: 'The secret "bound" may not be sent to evil.example:443.' },
  });
});

test('placeholders are found by name, their values are not looked through again', () => {
  const text = 'a{{secret:key}}b{{ secret:password }}{{secret:}}{{other}}';
  expect(resolveSecrets(text, secrets, 'h:1')).toEqual({
    ok: true,
    text: 'ak{{secret:password}}ybžluť:ek{{secret:}}{{other}}',
  });
  expect(secretNames(text)).toEqual(['key', 'password']);
  expect(resolveSecrets('{{secret:dollar}}', () => "$&$1$'", 'h:1')).toEqual({ ok: true, text: "$&$1$'" });
});

test('the schema refuses what no kind has', () => {
  for (const wrong of [
    { kind: 'basic', username: 'a' },
    { kind: 'digest', username: 'a', password: 'b' },
    { kind: 'none', extra: 1 },
    { kind: 'header', name: 'bad name', value: '' },
    { kind: 'hmac', secret: 'a', algorithm: 'md5' },
  ]) {
    expect(Value.Check(Authentication, wrong), JSON.stringify(wrong)).toBe(false);
  }
});

test('a transport carries the client certificate and the proxy with their secrets resolved', () => {
  const settings = {
    key: '1/bank',
    concurrency: 2,
    allow: [],
    url: 'https://accounting.example/api',
    authentication: { kind: 'clientCertificate', certificate: 'CERT', key: '{{secret:password}}' } as const,
    proxy: 'http://gangway:{{secret:password}}@proxy.local:3128',
  };
  expect(transportOf(settings, secrets)).toEqual({
    ok: true,
    transport: {
      key: '1/bank',
      concurrency: 2,
      allow: [],
      clientCertificate: { certificate: 'CERT', key: 'žluť:ek', passphrase: undefined },
      proxy: { url: 'http://gangway:%C5%BElu%C5%A5%3Aek@proxy.local:3128', resolves: undefined },
    },
  });
  const hosts: string[] = [];
  transportOf(settings, (_name, host) => {
    hosts.push(host);
    return 'x';
  });
  expect(hosts).toEqual(['accounting.example:443', 'proxy.local:3128']);
  expect(transportOf({ ...settings, proxy: 'http://{{secret:nothing}}@p:1' }, secrets)).toMatchObject({
    ok: false,
    fault: { code: 'secret-missing' },
  });
  expect(transportOf({ ...settings, url: 'nonsense' }, secrets)).toMatchObject({
    ok: false,
    fault: { code: 'invalid-url' },
  });
});
