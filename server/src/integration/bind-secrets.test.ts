import { expect, test } from 'vitest';
import { bindSecrets, hostsOf, secretsIn } from './bind-secrets.ts';

const use = (secret: string, ...hosts: string[]) => ({ secret, hosts, path: 'connections[0]' });

test('a secret is bound to every host of what uses it when its value is given', () => {
  const bound = bindSecrets([use('a', 'x:443'), use('a', 'y:80', 'x:443')], new Map(), new Set(['a']));
  expect(bound).toEqual({ bindings: [{ name: 'a', hosts: ['x:443', 'y:80'] }], faults: [], missing: [] });
});

test('one that is stored goes to its own hosts and to no other, unless its value is given again', () => {
  const stored = new Map([['a', ['x:443']]]);
  expect(bindSecrets([use('a', 'x:443')], stored, new Set())).toEqual({ bindings: [], faults: [], missing: [] });
  const moved = bindSecrets([use('a', 'evil:443')], stored, new Set());
  expect(moved.faults).toEqual([
    {
      path: 'connections[0]',
      message: 'The secret "a" may be sent to x:443 only. Give its value again to send it to evil:443 as well.',
    },
  ]);
  expect(bindSecrets([use('a', 'evil:443')], stored, new Set(['a'])).faults).toEqual([]);
});

test('one that was given before anything used it is bound by its first use; one that nobody gave is missing', () => {
  expect(bindSecrets([use('a', 'x:443')], new Map([['a', null]]), new Set()).bindings).toEqual([
    { name: 'a', hosts: ['x:443'] },
  ]);
  expect(bindSecrets([use('a', 'x:443'), use('b')], new Map(), new Set()).missing).toEqual(['a', 'b']);
  expect(bindSecrets([], new Map(), new Set(['a'])).bindings).toEqual([{ name: 'a', hosts: [] }]);
});

test('secrets are found in every text, and hosts in every address that they are sent to', () => {
  expect([
    ...secretsIn({
      a: ['{{secret:one}}', { b: "${base64('u:' & '{{ secret:two }}')}" }],
      c: '{{secret:}} {{other:x}}',
    }),
  ]).toEqual(['one', 'two']);
  expect(
    hostsOf({
      name: 'a',
      url: 'https://api.example.com/v1',
      proxy: 'http://u:{{secret:proxy}}@proxy.example.com:3128',
      authentication: {
        kind: 'oauth2',
        tokenUrl: 'https://login.example.com/token',
        clientId: 'x',
        clientSecret: '{{secret:one}}',
      },
    }),
  ).toEqual(['api.example.com:443', 'login.example.com:443', 'proxy.example.com:3128']);
});
