import { describe, expect, test } from 'vitest';
import { type Quota, rateHeaders, RateLimits } from './rate-limits.ts';

/** The minute of a token as the database keeps it, for all processes. */
function sharedMinute() {
  let nowMs = 0;
  let startedMs = -Infinity;
  let used = 0;
  let statements = 0;
  const take = (_unit: number, _token: string, calls: number) => {
    statements += 1;
    if (nowMs - startedMs >= 60_000) {
      startedMs = nowMs;
      used = 0;
    }
    used += calls;
    return Promise.resolve({ used, endsInMs: startedMs + 60_000 - nowMs });
  };
  return {
    process: () => new RateLimits(take, () => nowMs),
    pass: (ms: number) => (nowMs += ms),
    statements: () => statements,
  };
}

const allowed = (quotas: readonly Quota[]): number => quotas.filter((quota) => quota.allowed).length;
const calls = (limits: RateLimits, count: number, limit: number): Promise<Quota[]> =>
  Promise.all(Array.from({ length: count }, () => limits.call(1, 'token', limit)));

describe('the rate of a token', () => {
  test('lets so many calls through in a minute, then none until it ends', async () => {
    const minute = sharedMinute();
    const limits = minute.process();
    const first = [];
    for (let count = 0; count < 3; count += 1) first.push(await limits.call(1, 'token', 3));
    expect(first.map(({ remaining }) => remaining)).toEqual([2, 1, 0]);
    minute.pass(20_500);
    expect(await limits.call(1, 'token', 3)).toEqual({ allowed: false, limit: 3, remaining: 0, resetSeconds: 40 });
    minute.pass(39_500);
    expect(await limits.call(1, 'token', 3)).toEqual({ allowed: true, limit: 3, remaining: 2, resetSeconds: 60 });
  });

  test('holds for calls that come at once', async () => {
    expect(allowed(await calls(sharedMinute().process(), 50, 20))).toBe(20);
  });

  test('holds for all processes together', async () => {
    const minute = sharedMinute();
    const [one, other] = [minute.process(), minute.process()];
    const both = await Promise.all([calls(one, 40, 50), calls(other, 40, 50)]);
    expect(allowed(both.flat())).toBe(50);
  });

  test('costs no statement once it is used up, and few where it is high', async () => {
    const minute = sharedMinute();
    const limits = minute.process();
    await calls(limits, 5, 5);
    await calls(limits, 1, 5);
    const before = minute.statements();
    await calls(limits, 1_000, 5);
    expect(minute.statements()).toBe(before);

    const busy = sharedMinute();
    const many = busy.process();
    for (let count = 0; count < 1_000; count += 1) await many.call(1, 'token', 60_000);
    expect(busy.statements()).toBe(10);
  });

  test('counts anew when it is changed', async () => {
    const minute = sharedMinute();
    const limits = minute.process();
    await calls(limits, 3, 2);
    expect(allowed(await calls(limits, 1, 2))).toBe(0);
    expect(allowed(await calls(limits, 10, 8))).toBe(5);
  });
});

test('the headers say what is allowed, what is left and when to come again', () => {
  const quota = { limit: 60, remaining: 59, resetSeconds: 42 };
  expect(rateHeaders({ ...quota, allowed: true })).toEqual({
    'ratelimit-policy': '"token";q=60;w=60',
    ratelimit: '"token";r=59;t=42',
  });
  expect(rateHeaders({ ...quota, remaining: 0, allowed: false })).toMatchObject({ 'retry-after': '42' });
});
