import { expect, test } from 'vitest';
import { beginCaller, blank, sealTyped } from './definition.ts';

test('a secret of a definition is kept beside it, under the name that it has or that of the definition', () => {
  const body = { ...blank, name: 'gate', authentication: beginCaller('hmac') };
  expect(sealTyped(body, 'typed')).toEqual({
    body: { ...body, authentication: { kind: 'hmac', secret: '{{secret:gate}}' } },
    secrets: { gate: 'typed' },
  });
  const named = { ...body, authentication: { kind: 'basic', username: 'gate', password: '{{secret:door}}' } as const };
  expect(sealTyped(named, 'typed')).toEqual({ body: named, secrets: { door: 'typed' } });
  expect(sealTyped({ ...body, authentication: { kind: 'token' } }, 'typed').secrets).toEqual({});
});
