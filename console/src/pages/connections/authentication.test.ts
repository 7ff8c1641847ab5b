import { expect, test } from 'vitest';
import { beginAuthentication, sealTyped, writeField } from './authentication.ts';

const connection = { name: 'accounting', url: 'https://accounting.example' };

test('a secret that was typed goes beside the connection, which refers to it by a name of its own', () => {
  const authentication = writeField(beginAuthentication('basic'), 'username', 'gangway');
  expect(sealTyped({ ...connection, authentication }, { password: 'typed' })).toEqual({
    body: {
      ...connection,
      authentication: { kind: 'basic', username: 'gangway', password: '{{secret:accounting.password}}' },
    },
    secrets: { 'accounting.password': 'typed' },
  });
});

test('a secret that has a name already keeps it, and stays as it is where nothing was typed', () => {
  const authentication = { kind: 'bearer', token: '{{secret:shared}}' } as const;
  expect(sealTyped({ ...connection, authentication }, { token: 'new' })).toMatchObject({
    body: { authentication },
    secrets: { shared: 'new' },
  });
  expect(sealTyped({ ...connection, authentication }, {})).toEqual({
    body: { ...connection, authentication },
    secrets: {},
  });
});

test('a setting that is emptied is left out, unless the kind needs it', () => {
  const begun = beginAuthentication('oauth2');
  const named = writeField(begun, 'scope', 'invoices.write');
  expect(writeField(named, 'scope', '')).not.toHaveProperty('scope');
  expect(writeField(named, 'clientId', '')).toHaveProperty('clientId', '');
});
