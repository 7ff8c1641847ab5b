import type { ConnectionSchedule } from '../connections/schedule.ts';

/**
 * When a delivery that was not answered is tried again.
 *
 * The schedule is a list of offsets from the first attempt, by default 0, 10 min, 2 h and 23 h: four attempts. After the n-th counted
 * attempt the next one starts `at[n] - at[n-1]` after this one did, so that a first attempt delayed by a backlog does not make the others
 * fall due at once. A little is added at random (a tenth of the step at most) so that a thousand messages do not come back in the same second.
 *
 * The whole is bounded by the deadline: 24 hours from the moment the delivery first fell due. No attempt is planned behind it; one that
 * would be is moved onto it and is the last. An attempt that is not counted (the counterparty named its own time with Retry-After, the
 * breaker's probe, an interruption, our own fault) leaves the count as it was and can go on until the deadline, never past it.
 *
 * The absurd end: a counterparty that answers 503 with `Retry-After: 1` for ever is asked 86,400 times within the 24 hours, and then never.
 */
export interface AttemptEnded {
  readonly schedule: ConnectionSchedule;
  /** Counted attempts so far, this one included if it is counted. */
  readonly countedAttempts: number;
  readonly counted: boolean;
  readonly startedAtMs: number;
  readonly nowMs: number;
  readonly deadlineMs: number;
  /** What the counterparty (Retry-After) or the lane asked for, from now. */
  readonly retryAfterMs?: number;
  /** 0 <= random < 1. */
  readonly random: number;
}

export type NextAttempt = { readonly kind: 'at'; readonly atMs: number } | { readonly kind: 'never' };

const jitterShare = 0.1;
/** An attempt that is not counted waits at least this long, so that a fault of ours cannot spin. */
const uncountedPauseMs = 1_000;

export function nextAttempt(ended: AttemptEnded): NextAttempt {
  const { schedule, nowMs, deadlineMs } = ended;
  if (nowMs >= deadlineMs) return { kind: 'never' };
  if (!ended.counted) {
    const pauseMs = Math.max(ended.retryAfterMs ?? uncountedPauseMs, 0);
    return { kind: 'at', atMs: Math.min(nowMs + pauseMs, deadlineMs) };
  }
  const offset = schedule.atMs[ended.countedAttempts];
  const previous = schedule.atMs[ended.countedAttempts - 1];
  if (offset === undefined || previous === undefined) return { kind: 'never' };
  const stepMs = offset - previous;
  const planned = ended.startedAtMs + stepMs + Math.floor(stepMs * jitterShare * ended.random);
  const asked = ended.retryAfterMs === undefined ? planned : Math.max(planned, nowMs + ended.retryAfterMs);
  return { kind: 'at', atMs: Math.min(Math.max(asked, nowMs), deadlineMs) };
}
