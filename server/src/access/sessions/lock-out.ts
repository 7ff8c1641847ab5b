/** After how many failures in a row the next attempt has to wait, and how long. */
export interface LockRule {
  readonly free: number;
  readonly firstMs: number;
  readonly mostMs: number;
  /** Failures are forgotten so long after the last one. */
  readonly forgottenAfterMs: number;
}

const minuteMs = 60_000;
const hourMs = 3_600_000;

/**
 * What is guessed, and what guesses. One login: five tries, then 30 seconds, a minute, two, ... up to a quarter of an hour, so at most 100 guesses in a day, whatever the number of
 * addresses; never for ever, or anybody could keep anybody out. One address: twenty tries, because a whole office may be behind it.
 */
export const lockRules = {
  login: { free: 5, firstMs: 30_000, mostMs: 15 * minuteMs, forgottenAfterMs: 24 * hourMs },
  address: { free: 20, firstMs: 10_000, mostMs: 5 * minuteMs, forgottenAfterMs: hourMs },
  secondFactor: { free: 5, firstMs: 30_000, mostMs: 15 * minuteMs, forgottenAfterMs: 24 * hourMs },
} as const satisfies Record<string, LockRule>;

/** What is known of a subject: failures in a row, how long ago the last one was, how long it still has to wait. */
export interface AttemptState {
  readonly failures: number;
  readonly sinceMs: number;
  readonly blockedMs: number;
}

/** An attempt that has to wait, or one that may be made; it counts as failed until it has succeeded, so that many at once are no way around. */
export type AttemptVerdict =
  | { readonly allowed: false; readonly waitMs: number }
  | { readonly allowed: true; readonly failures: number; readonly blockMs: number };

export function judgeAttempt(rule: LockRule, state: AttemptState | undefined): AttemptVerdict {
  if (state !== undefined && state.blockedMs > 0) return { allowed: false, waitMs: state.blockedMs };
  const before = state === undefined || state.sinceMs >= rule.forgottenAfterMs ? 0 : state.failures;
  const failures = before + 1;
  return { allowed: true, failures, blockMs: delayAfter(rule, failures) };
}

/** How long the next attempt has to wait after so many failures; 0: it need not. */
export function delayAfter({ free, firstMs, mostMs }: LockRule, failures: number): number {
  if (failures < free) return 0;
  // Beyond 2^30 every rule has long reached its most.
  return Math.min(mostMs, firstMs * 2 ** Math.min(failures - free, 30));
}
