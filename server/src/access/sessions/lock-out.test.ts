import { expect, test } from 'vitest';
import { ofAddress } from './count-attempts.ts';
import { delayAfter, judgeAttempt, lockRules } from './lock-out.ts';

test('the wait after each failure grows to a quarter of an hour, and no further', () => {
  const seconds = [1, 4, 5, 6, 7, 8, 9, 10, 11, 1_000_000].map(
    (failures) => delayAfter(lockRules.login, failures) / 1000,
  );
  expect(seconds).toEqual([0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
});

test('a guesser has fewer than 110 tries at a login in a day', () => {
  let waited = 0;
  let tries = 0;
  while (waited < 86_400_000) waited += delayAfter(lockRules.login, ++tries);
  expect(tries).toBeLessThan(110);
});

test('an attempt counts as failed until it has succeeded', () => {
  const rule = lockRules.login;
  expect(judgeAttempt(rule, undefined)).toEqual({ allowed: true, failures: 1, blockMs: 0 });
  expect(judgeAttempt(rule, { failures: 4, sinceMs: 0, blockedMs: 0 })).toEqual({
    ...{ allowed: true, failures: 5, blockMs: 30_000 },
  });
  expect(judgeAttempt(rule, { failures: 5, sinceMs: 10_000, blockedMs: 20_000 })).toEqual({
    ...{ allowed: false, waitMs: 20_000 },
  });
  expect(judgeAttempt(rule, { failures: 5, sinceMs: 31_000, blockedMs: 0 })).toEqual({
    ...{ allowed: true, failures: 6, blockMs: 60_000 },
  });
});

test('failures are forgotten a day after the last one', () => {
  const state = { failures: 9, sinceMs: lockRules.login.forgottenAfterMs, blockedMs: 0 };
  expect(judgeAttempt(lockRules.login, state)).toEqual({ allowed: true, failures: 1, blockMs: 0 });
});

test('all addresses of one network of 64 bits are one, and no two of IPv4', () => {
  const same = (one: string, other: string): boolean => ofAddress(one).key.equals(ofAddress(other).key);
  expect(same('2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff')).toBe(true);
  expect(same('2001:db8:1:2::1', '2001:db8:1:3::1')).toBe(false);
  expect(same('2001:db8::1', '2001:db8::2')).toBe(true);
  expect(same('::1', '::2')).toBe(true);
  expect(same('192.0.2.1', '192.0.2.2')).toBe(false);
});
