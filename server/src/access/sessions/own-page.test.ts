import { describe, expect, test } from 'vitest';
import { csrfOf, newSecret, readCredential, secretOf, writeCredential } from './credential.ts';
import { foreignPage, type PageFacts } from './own-page.ts';

const secret = newSecret(Buffer.alloc(32, 7));
const own: PageFacts = {
  ...{ method: 'POST', host: 'gangway.example.com:8443', origin: 'https://gangway.example.com:8443' },
  ...{ site: 'same-origin', csrf: csrfOf(secret) },
};
const judge = (facts: Partial<PageFacts>, publicUrl = 'http://localhost:8080'): string | undefined =>
  foreignPage({ ...own, ...facts }, secret, publicUrl)?.message;

test('a page of the console may change something', () => {
  expect(judge({})).toBeUndefined();
  // Not every browser says so.
  expect(judge({ site: undefined })).toBeUndefined();
  // A proxy ends TLS, or leaves the usual port away.
  expect(judge({ origin: 'https://gangway.example.com', host: 'gangway.example.com' })).toBeUndefined();
  expect(judge({ origin: 'https://gangway.example.com', host: 'gangway.example.com:443' })).toBeUndefined();
  expect(judge({ origin: 'http://[::1]:8080', host: '[::1]:8080' })).toBeUndefined();
  // A proxy writes another Host; the operator has said what the address is.
  expect(judge({ host: '127.0.0.1:8080' }, 'https://gangway.example.com:8443/')).toBeUndefined();
});

test('what only reads is not asked', () => {
  for (const method of ['GET', 'HEAD'])
    expect(judge({ method, origin: 'https://evil.example', site: 'cross-site', csrf: undefined })).toBeUndefined();
});

describe('everything else is refused', () => {
  test.each([
    ['no origin', { origin: undefined }, /needs the header Origin/],
    ['another host', { origin: 'https://evil.example' }, /made by a page of https:\/\/evil\.example/],
    ['another port', { origin: 'https://gangway.example.com' }, /GANGWAY_PUBLIC_URL/],
    ['a host that only ends the same', { origin: 'https://x.gangway.example.com:8443' }, /not this server's console/],
    ['an opaque origin', { origin: 'null' }, /made by a page of null/],
    ['another scheme', { origin: 'chrome-extension://gangway.example.com:8443' }, /not this server's console/],
    ['no host', { host: undefined }, /not this server's console/],
    ['another site, says the browser', { site: 'cross-site' }, /not this server's console/],
    ['a sister domain, says the browser', { site: 'same-site' }, /not this server's console/],
    ['no csrf', { csrf: undefined }, /Gangway-Csrf is missing/],
    ['the csrf of another session', { csrf: csrfOf(newSecret(Buffer.alloc(32, 8))) }, /belongs to another session/],
    ['the secret itself', { csrf: secret }, /belongs to another session/],
  ] as const)('%s', (_what, facts, words) => {
    expect(judge(facts)).toMatch(words);
  });

  test('no cookie', () => {
    expect(foreignPage(own, undefined, 'http://localhost')?.code).toBe('foreign-page');
  });
});

test('a cookie names unit and id and brings the secret; whatever else comes is none', () => {
  const id = '019ab2c3-0000-7000-8000-000000000001';
  const text = writeCredential({ unitId: 12, id, secret });
  expect(readCredential(text)).toEqual({ unitId: 12, id, secret });
  expect([secretOf(text), secretOf(secret)]).toEqual([secret, secret]);
  for (const wrong of [
    '',
    '1',
    secret.slice(1),
    `${text}x`,
    ` ${text}`,
    `1.${id}`,
    `1.${id}.short`,
    `-1.${id}.${secret}`,
  ])
    expect([wrong, readCredential(wrong), secretOf(wrong)]).toEqual([wrong, undefined, undefined]);
});
