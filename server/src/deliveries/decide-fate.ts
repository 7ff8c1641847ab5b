import type { ConnectionSchedule } from '../connections/schedule.ts';
import { durationInWords } from '../configuration/duration.ts';
import type { ClaimedDelivery, DeliveryState } from './delivery.ts';
import type { Verdict } from './judge-answer.ts';
import { nextAttempt } from './retry-schedule.ts';

/** What becomes of a delivery after an attempt. */
export interface Fate {
  readonly state: Extract<
    DeliveryState,
    'delivered' | 'refused' | 'failed' | 'unknown' | 'awaiting' | 'waiting' | 'queued' | 'cancelled'
  >;
  readonly reason: string;
  /** Counted attempts, this one included if it is. */
  readonly attempts: number;
  /** waiting: the next attempt. awaiting: until when an answer must have come. */
  readonly dueAtMs: number | null;
  /** It waits for a person to mend the settings, and goes out as soon as they have changed. */
  readonly waitsForSettings?: true;
}

export interface FateContext {
  readonly schedule: ConnectionSchedule;
  /** The connection's `answer: { later: true, within }`. */
  readonly answerWithinMs: number | undefined;
  readonly startedAtMs: number;
  readonly nowMs: number;
  readonly random: number;
}

/** verdict + schedule -> fate. Pure. */
export function decideFate(
  delivery: Pick<ClaimedDelivery, 'attempts' | 'probe' | 'deadlineMs'>,
  verdict: Verdict,
  context: FateContext,
): Fate {
  const counted = verdict.counted && !delivery.probe;
  const attempts = delivery.attempts + (counted ? 1 : 0);
  const { reason } = verdict;
  switch (verdict.outcome) {
    case 'accepted':
      if (context.answerWithinMs !== undefined) {
        const dueAtMs = context.nowMs + context.answerWithinMs;
        return { state: 'awaiting', reason: 'Received; the answer comes later.', attempts, dueAtMs };
      }
      return { state: 'delivered', reason, attempts, dueAtMs: null };
    case 'refused':
      return { state: 'refused', reason, attempts, dueAtMs: null };
    case 'unknown':
      return { state: 'unknown', reason, attempts, dueAtMs: null };
    case 'retry': {
      if (verdict.waitsForSettings === true && context.nowMs < delivery.deadlineMs) {
        return settingsFate(delivery, reason, context.nowMs);
      }
      const next = nextAttempt({
        schedule: context.schedule,
        countedAttempts: attempts,
        counted,
        startedAtMs: context.startedAtMs,
        nowMs: context.nowMs,
        deadlineMs: delivery.deadlineMs,
        random: context.random,
        ...(verdict.retryAfterMs === undefined ? {} : { retryAfterMs: verdict.retryAfterMs }),
      });
      if (next.kind === 'at') return { state: 'waiting', reason, attempts, dueAtMs: next.atMs };
      return { state: 'failed', reason: givenUp(attempts, context.schedule.withinMs, reason), attempts, dueAtMs: null };
    }
  }
}

/** A change of the settings is noticed at once (settings-waiters.ts); this is for one that this process has not heard of. */
const settingsPauseMs = 60_000;

export function settingsFate(
  { attempts, deadlineMs }: Pick<ClaimedDelivery, 'attempts' | 'deadlineMs'>,
  reason: string,
  nowMs: number,
): Fate {
  const dueAtMs = Math.min(nowMs + settingsPauseMs, deadlineMs);
  return { state: 'waiting', reason, attempts, dueAtMs, waitsForSettings: true };
}

function givenUp(attempts: number, withinMs: number, reason: string): string {
  const count = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  return `Not delivered after ${count} within ${durationInWords(withinMs)}. Last: ${reason}`;
}
