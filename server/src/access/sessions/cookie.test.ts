import { expect, test } from 'vitest';
import { readCookie, writeCookie } from './cookie.ts';

test('a cookie is found among others', () => {
  const header = 'a=1; gangway_session=x.y=z ;gangway_sessions=no';
  expect(readCookie(header, 'gangway_session')).toBe('x.y=z');
  expect(readCookie(header, 'session')).toBeUndefined();
  expect(readCookie(undefined, 'a')).toBeUndefined();
});

test('a cookie that is set can be read by no script, and travels as far as it must', () => {
  expect(writeCookie('a', 'b', { secure: true, sameSite: 'Strict', path: '/', maxAgeSeconds: 60 })).toBe(
    'a=b; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=60',
  );
  expect(writeCookie('a', 'b', { secure: false, sameSite: 'Lax', path: '/x' })).toBe(
    'a=b; Path=/x; HttpOnly; SameSite=Lax',
  );
});
