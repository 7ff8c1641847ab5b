/**
 * The circuit breaker of one lane, a pure state machine.
 *
 * closed: everything passes. Five different deliveries that fail in a row, with no success between them, open it; one sick message that
 * fails again and again does not, because it counts once.
 * open: nothing passes until `untilMs`; the deliveries stay in the queue and lose no attempt. The pause doubles from 5 s to 5 min.
 * half-open: after the pause one delivery passes as a probe, and its attempt is not counted. If it fails, open again, longer.
 * If it succeeds, closed with a slow start: one at a time, then twice as many with every full round of successes, until the lane's own
 * concurrency is reached. The counterparty that just came back is not run over by what has piled up.
 */
export type Breaker =
  | {
      readonly kind: 'closed';
      readonly failing: ReadonlySet<string>;
      readonly allowance: number;
      readonly round: number;
    }
  | { readonly kind: 'open'; readonly untilMs: number; readonly openings: number; readonly reason: string }
  | { readonly kind: 'half-open'; readonly openings: number; readonly reason: string };

export const failuresToOpen = 5;
const firstPauseMs = 5_000;
const longestPauseMs = 300_000;

export const closedBreaker: Breaker = { kind: 'closed', failing: new Set(), allowance: Infinity, round: 0 };

/** A breaker found open in the database by the process that takes the lane over. */
export const openBreaker = (untilMs: number, reason: string): Breaker => ({
  kind: 'open',
  untilMs,
  openings: 1,
  reason,
});

/** How many requests may be under way at once. */
export function allowedBy(breaker: Breaker): number {
  switch (breaker.kind) {
    case 'closed':
      return breaker.allowance;
    case 'open':
      return 0;
    case 'half-open':
      return 1;
  }
}

/** The passing of time: an open breaker becomes half-open. */
export function breakerAt(breaker: Breaker, nowMs: number): Breaker {
  if (breaker.kind !== 'open' || nowMs < breaker.untilMs) return breaker;
  return { kind: 'half-open', openings: breaker.openings, reason: breaker.reason };
}

/** The counterparty answered, whatever it said: it is there. */
export function afterSuccess(breaker: Breaker): Breaker {
  if (breaker.kind !== 'closed') return { kind: 'closed', failing: new Set(), allowance: 1, round: 0 };
  if (breaker.failing.size === 0 && breaker.allowance === Infinity) return breaker;
  const round = breaker.round + 1;
  const grown = round >= breaker.allowance;
  const allowance = grown ? breaker.allowance * 2 : breaker.allowance;
  return {
    kind: 'closed',
    failing: new Set(),
    // Beyond the highest concurrency that a connection can have (256) there is nothing left to start slowly.
    allowance: allowance > 256 ? Infinity : allowance,
    round: grown ? 0 : round,
  };
}

/** The counterparty was not available for this delivery. */
export function afterFailure(breaker: Breaker, deliveryId: string, reason: string, nowMs: number): Breaker {
  switch (breaker.kind) {
    case 'open':
      // A request that was under way when the breaker opened; it says nothing new.
      return breaker;
    case 'half-open':
      return opened(breaker.openings + 1, reason, nowMs);
    case 'closed': {
      const failing = new Set(breaker.failing).add(deliveryId);
      if (failing.size >= failuresToOpen) return opened(1, reason, nowMs);
      return { ...breaker, failing };
    }
  }
}

function opened(openings: number, reason: string, nowMs: number): Breaker {
  const pauseMs = Math.min(firstPauseMs * 2 ** Math.min(openings - 1, 10), longestPauseMs);
  return { kind: 'open', untilMs: nowMs + pauseMs, openings, reason };
}
