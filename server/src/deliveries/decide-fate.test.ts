import { describe, expect, test } from 'vitest';
import { decideFate, type FateContext } from './decide-fate.ts';
import type { Verdict } from './judge-answer.ts';

const hourMs = 3_600_000;
const schedule = { atMs: [0, 600_000, 2 * hourMs, 23 * hourMs], withinMs: 24 * hourMs };
const context: FateContext = { schedule, answerWithinMs: undefined, startedAtMs: 0, nowMs: 500, random: 0 };
const delivery = { attempts: 0, probe: false, deadlineMs: 24 * hourMs };
const verdict = (outcome: Verdict['outcome'], more: Partial<Verdict> = {}): Verdict => ({
  ...{ outcome, counted: true, available: true, unreachable: false, reason: 'As the counterparty said.', messages: [] },
  ...more,
});

test.each([
  ['accepted', 'delivered'],
  ['refused', 'refused'],
  ['unknown', 'unknown'],
] as const)('%s ends it %s, at once', (outcome, state) => {
  expect(decideFate(delivery, verdict(outcome), context)).toEqual({
    ...{ state, reason: 'As the counterparty said.', attempts: 1, dueAtMs: null },
  });
});

test('accepted, where the answer comes later, waits for it', () => {
  const fate = decideFate(delivery, verdict('accepted'), { ...context, answerWithinMs: 4 * hourMs });
  expect(fate).toMatchObject({ state: 'awaiting', dueAtMs: 500 + 4 * hourMs });
});

describe('an attempt that is to be repeated', () => {
  test('waits by the schedule, and after the last one the delivery has failed', () => {
    const dues = [0, 1, 2, 3].map((attempts) => decideFate({ ...delivery, attempts }, verdict('retry'), context));
    expect(dues.map(({ state, dueAtMs }) => [state, dueAtMs])).toEqual([
      ['waiting', 600_000],
      ['waiting', 2 * hourMs - 600_000],
      ['waiting', 21 * hourMs],
      ['failed', null],
    ]);
    expect(dues[3]?.reason).toBe('Not delivered after 4 attempts within 1 d. Last: As the counterparty said.');
  });

  test('costs nothing where it does not count, and as the probe of a breaker', () => {
    expect(decideFate(delivery, verdict('retry', { counted: false }), context).attempts).toBe(0);
    expect(decideFate({ ...delivery, probe: true }, verdict('retry'), context)).toMatchObject({
      state: 'waiting',
      attempts: 0,
    });
  });

  test('waits as long as the counterparty asked, never past the deadline', () => {
    const asked = verdict('retry', { counted: false, retryAfterMs: 5_000 });
    expect(decideFate(delivery, asked, context).dueAtMs).toBe(5_500);
    expect(decideFate({ ...delivery, deadlineMs: 2_000 }, asked, context).dueAtMs).toBe(2_000);
    expect(decideFate({ ...delivery, deadlineMs: 500 }, asked, context)).toMatchObject({
      state: 'failed',
      reason: 'Not delivered after 0 attempts within 1 d. Last: As the counterparty said.',
    });
  });

  test('waits for the settings where they are what is wrong, until the deadline', () => {
    const missing = verdict('retry', { counted: false, waitsForSettings: true });
    expect(decideFate(delivery, missing, context)).toMatchObject({
      state: 'waiting',
      waitsForSettings: true,
      attempts: 0,
    });
    expect(decideFate({ ...delivery, deadlineMs: 500 }, missing, context).state).toBe('failed');
  });

  test('says how often it was tried in the singular too', () => {
    const fate = decideFate(delivery, verdict('retry'), { ...context, schedule: { atMs: [0], withinMs: 1_000 } });
    expect(fate.reason).toMatch(/^Not delivered after 1 attempt within 1 s\./);
  });
});
