import { expect, test } from 'vitest';
import { passwordFault } from './password-rules.ts';

const jana = { login: 'jana.novakova', email: 'novakova@example.com' };

test.each([['seven grey herons at dusk'], ['kůň úpěl ďábelské ódy'], ['Zx9$kkQ!vT2m'], ['novakova sings loudly']])(
  '%s is a password',
  (password) => {
    expect(passwordFault(password, jana)).toBeUndefined();
  },
);

test.each([
  ['elevenchars', /at least 12 characters; this one has 11/],
  ['😀😀😀😀😀😀', /this one has 6/],
  ['x'.repeat(201), /200 characters at most/],
  ['Jana.Novakova', /must not be the login/],
  ['jana.novakova2026!', /must not be the login/],
  ['novakova@example.com', /must not be the login or the e-mail/],
  ['Novakova12345', /must not be the login/],
  ['password1234', /tried first/],
  ['Passwordpassword', /tried first/],
  ['123456789012', /tried first/],
  ['987654321098', /tried first/],
  ['abcdefghijklm', /tried first/],
  ['aaaaaaaaaaaa', /tried first/],
  ['ABCabcabcabc', /tried first/],
  ['Gangway-2026!!', /tried first/],
  ['Qwertyuiop123', /tried first/],
])('%s is refused', (password, words) => {
  expect(passwordFault(password, jana)).toMatchObject({
    path: 'password',
    message: expect.stringMatching(words) as unknown,
  });
});
