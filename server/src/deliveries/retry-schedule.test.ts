import { expect, test } from 'vitest';
import { scheduleOfConnection } from '../connections/schedule.ts';
import { type AttemptEnded, nextAttempt } from './retry-schedule.ts';

const defaultSchedule = scheduleOfConnection(undefined);

const hour = 3_600_000;
const ended = (over: Partial<AttemptEnded>): AttemptEnded => ({
  schedule: defaultSchedule,
  countedAttempts: 1,
  counted: true,
  startedAtMs: 0,
  nowMs: 30,
  deadlineMs: 24 * hour,
  random: 0,
  ...over,
});

test('four attempts: at 0, 10 min, 2 h and 23 h after the first', () => {
  let startedAtMs = 0;
  const starts = [0];
  for (let countedAttempts = 1; ; countedAttempts += 1) {
    const next = nextAttempt(ended({ countedAttempts, startedAtMs, nowMs: startedAtMs + 50 }));
    if (next.kind === 'never') break;
    starts.push(next.atMs);
    startedAtMs = next.atMs;
  }
  expect(starts).toEqual([0, 600_000, 2 * hour, 23 * hour]);
});

test('jitter only adds, and never passes the 24 hours', () => {
  let startedAtMs = 0;
  for (let countedAttempts = 1; countedAttempts < 4; countedAttempts += 1) {
    const next = nextAttempt(ended({ countedAttempts, startedAtMs, nowMs: startedAtMs + 50, random: 0.999999 }));
    if (next.kind === 'never') throw new Error('expected another attempt');
    expect(next.atMs).toBeGreaterThan(startedAtMs);
    expect(next.atMs).toBeLessThanOrEqual(24 * hour);
    startedAtMs = next.atMs;
  }
  expect(startedAtMs).toBeGreaterThan(23 * hour);
});

test('a first attempt that a backlog delayed by three hours does not make the others fall due at once', () => {
  const next = nextAttempt(ended({ startedAtMs: 3 * hour, nowMs: 3 * hour + 100 }));
  expect(next).toEqual({ kind: 'at', atMs: 3 * hour + 600_000 });
});

test('what would be planned behind the deadline becomes one last attempt on it', () => {
  const next = nextAttempt(ended({ countedAttempts: 3, startedAtMs: 10 * hour, nowMs: 10 * hour }));
  expect(next).toEqual({ kind: 'at', atMs: 24 * hour });
  expect(nextAttempt(ended({ countedAttempts: 4, startedAtMs: 24 * hour, nowMs: 24 * hour }))).toEqual({
    kind: 'never',
  });
});

test('an attempt that is not counted goes on until the deadline, whatever the count, and not behind it', () => {
  const over = { counted: false, countedAttempts: 3, retryAfterMs: 5_000 };
  expect(nextAttempt(ended({ ...over, nowMs: 100 }))).toEqual({ kind: 'at', atMs: 5_100 });
  expect(nextAttempt(ended({ ...over, nowMs: 24 * hour - 1 }))).toEqual({ kind: 'at', atMs: 24 * hour });
  expect(nextAttempt(ended({ ...over, nowMs: 24 * hour }))).toEqual({ kind: 'never' });
});

test('a counted attempt never comes back sooner than the counterparty asked', () => {
  const next = nextAttempt(ended({ retryAfterMs: hour }));
  expect(next).toEqual({ kind: 'at', atMs: hour + 30 });
});

test('a schedule without its own limit keeps the room of the default', () => {
  const retry = { at: ['0s', '1s', '2s', '3s'] };
  expect(defaultSchedule.withinMs).toBe(24 * hour);
  expect(scheduleOfConnection({ name: 'a', url: 'http://a', retry })).toEqual({
    atMs: [0, 1_000, 2_000, 3_000],
    withinMs: 4_000,
  });
});
