import { newId } from '../database/uuid.ts';
import { type Fate, settingsFate } from './decide-fate.ts';
import type { ClaimedDelivery } from './delivery.ts';
import type { AttemptRow } from './settle-store.ts';
import type { Settlement } from './settle.ts';

export type AttemptBegun = Pick<AttemptRow, 'id' | 'deliveryId' | 'number' | 'startedAtMs' | 'durationMs'>;

/** Why a message cannot be made, or may not be sent. */
export interface Unsendable {
  readonly reason: string;
  /** It goes out by itself once a person has mended the settings, so the delivery stays in the queue. */
  readonly waits: boolean;
}

/** A message that cannot be made, or may not be sent: a person has to mend something; the attempt is not counted. */
export function unsendable(
  delivery: ClaimedDelivery,
  { reason, waits }: Unsendable,
  mark: Settlement['route']['mark'],
  attempt: AttemptBegun,
  nowMs: number,
): Settlement {
  const fate: Fate =
    waits && nowMs < delivery.deadlineMs
      ? settingsFate(delivery, reason, nowMs)
      : { state: 'failed', reason, attempts: delivery.attempts, dueAtMs: null };
  return notSent(delivery, fate, mark, attempt);
}

/** How long a delivery waits after a fault of ours. */
const ownPauseMs = 30_000;

/** A fault of ours, or a database that does not answer in the middle: the delivery comes back in half a minute, and no attempt is counted. */
export function ownFault(delivery: ClaimedDelivery, nowMs: number, attempt = begun(delivery, nowMs)): Settlement {
  const reason = 'Gangway could not send it because of a fault of its own; see the log. It is tried again.';
  const { attempts, deadlineMs } = delivery;
  const fate: Fate =
    nowMs < deadlineMs
      ? { state: 'waiting', reason, attempts, dueAtMs: Math.min(nowMs + ownPauseMs, deadlineMs) }
      : { state: 'failed', reason, attempts, dueAtMs: null };
  return notSent(delivery, fate, null, attempt);
}

function begun({ id, tries }: ClaimedDelivery, startedAtMs: number): AttemptBegun {
  return { id: newId(), deliveryId: id, number: tries, startedAtMs, durationMs: 0 };
}

/** An attempt that ended before anything was sent. */
export function notSent(
  delivery: ClaimedDelivery,
  fate: Fate,
  mark: Settlement['route']['mark'],
  attempt: AttemptBegun,
): Settlement {
  const { reason } = fate;
  const nothing = { status: null, request: null, requestBody: null, response: null, responseBody: null, timing: null };
  return {
    delivery,
    verdict: {
      ...{ outcome: fate.state === 'waiting' ? 'retry' : 'refused', counted: false, available: undefined },
      ...{ unreachable: false, reason, messages: [] },
    },
    fate,
    route: { mark },
    attempt: { ...attempt, ...nothing, messages: [], counted: false, outcome: 'failed', reason },
  };
}
