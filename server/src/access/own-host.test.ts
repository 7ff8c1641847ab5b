import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { isOwnHost } from './own-host.ts';

test.each([
  ['localhost', true],
  ['localhost:8080', true],
  ['127.0.0.1:8080', true],
  ['[::1]:8080', true],
  ['gangway.localhost', true],
  [hostname(), true],
  ['gangway.example.com', true],
  ['GANGWAY.example.com:443', true],
  ['evil.example', false],
  ['evil.example:8080', false],
  ['127.0.0.1.evil.example', false],
  ['localhost.evil.example', false],
  ['', false],
  ['a b', false],
  [undefined, false],
])('%j: %s', (host, own) => {
  expect(isOwnHost(host, 'https://gangway.example.com')).toBe(own);
});
