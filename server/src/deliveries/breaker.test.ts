import { expect, test } from 'vitest';
import { afterFailure, afterSuccess, allowedBy, type Breaker, breakerAt, closedBreaker } from './breaker.ts';

const fail = (breaker: Breaker, ...ids: string[]): Breaker =>
  ids.reduce((state, id) => afterFailure(state, id, 'connection refused', 0), breaker);

test('one sick message never opens it, however often it fails', () => {
  const breaker = fail(closedBreaker, ...Array.from({ length: 100 }, () => 'sick'));
  expect(breaker.kind).toBe('closed');
});

test('five different deliveries failing in a row open it; a success between them starts the count anew', () => {
  expect(fail(closedBreaker, 'a', 'b', 'c', 'd', 'e').kind).toBe('open');
  expect(fail(afterSuccess(fail(closedBreaker, 'a', 'b', 'c', 'd')), 'e').kind).toBe('closed');
});

test('open lets nothing pass, then one probe; a failed probe waits twice as long, never more than five minutes', () => {
  let breaker = fail(closedBreaker, 'a', 'b', 'c', 'd', 'e');
  expect(allowedBy(breaker)).toBe(0);
  expect(breakerAt(breaker, 4_999).kind).toBe('open');
  breaker = breakerAt(breaker, 5_000);
  expect(allowedBy(breaker)).toBe(1);
  breaker = afterFailure(breaker, 'a', 'refused', 5_000);
  expect(breaker).toMatchObject({ kind: 'open', untilMs: 15_000 });
  let nowMs = 0;
  for (let probe = 0; probe < 30; probe += 1) {
    nowMs += 300_000;
    breaker = afterFailure(breakerAt(breaker, nowMs), 'a', 'refused', nowMs);
  }
  expect(breaker).toMatchObject({ untilMs: nowMs + 300_000 });
});

test('after a successful probe it starts slowly: 1, 2, 4, ... at once', () => {
  let breaker = afterSuccess(breakerAt(fail(closedBreaker, 'a', 'b', 'c', 'd', 'e'), 5_000));
  const allowances = [allowedBy(breaker)];
  for (let success = 0; success < 7; success += 1) {
    breaker = afterSuccess(breaker);
    allowances.push(allowedBy(breaker));
  }
  expect(allowances).toEqual([1, 2, 2, 4, 4, 4, 4, 8]);
  for (let success = 0; success < 1_000; success += 1) breaker = afterSuccess(breaker);
  expect(breaker).toMatchObject({ allowance: Infinity });
});

test('what was under way when it opened does not prolong it', () => {
  const open = fail(closedBreaker, 'a', 'b', 'c', 'd', 'e');
  expect(afterFailure(open, 'f', 'refused', 4_000)).toBe(open);
});
