import {
  afterFailure,
  afterSuccess,
  allowedBy,
  type Breaker,
  breakerAt,
  closedBreaker,
  openBreaker,
} from './breaker.ts';
import type { ClaimWish } from './claim-store.ts';
import type { Verdict } from './judge-answer.ts';
import type { LeasedLane } from './lease-store.ts';
import { Rate } from './rate.ts';

/** What the connection of the moment says about its lanes. */
export interface LaneSettings {
  readonly concurrency: number;
  readonly ratePerSecond: number | undefined;
  readonly timeoutMs: number;
  /** Claims must be on disk before a request is sent. */
  readonly durableClaims: boolean;
  /** The schedule's whole length: how often a broken lane is asked for expired deliveries follows from it. */
  readonly withinMs: number;
  /** A hook: one failure is enough to say that it fails, since nothing but the receiver can be at fault. */
  readonly failsAtOnce?: boolean;
}

/**
 * One lane that this process holds: its slots, rate, pause, breaker and slow start. One lane's trouble stays in its own object; the
 * dispatcher asks each lane what it could take and nothing else. All times are arguments, in ms since 1970.
 */
export class Lane {
  #lease: LeasedLane;
  #settings: LaneSettings;
  #breaker: Breaker = closedBreaker;
  #rate: Rate | undefined;
  #inFlight = 0;
  /** Whether there may be something to claim; `#calls` tells a claim that came back empty that a call arrived meanwhile. */
  #due = true;
  #calls = 0;
  /** The counterparty asked for a pause (Retry-After). */
  #quietUntilMs = 0;
  /** The last failure was one that no message can have caused. */
  #unreachable = false;
  #lastFailure: string | null = null;
  #pullBeforeMs: number | undefined;
  #expirySweepAtMs = 0;

  constructor(lease: LeasedLane, settings: LaneSettings, nowMs: number) {
    this.#lease = lease;
    this.#settings = settings;
    this.#rate = settings.ratePerSecond === undefined ? undefined : new Rate(settings.ratePerSecond, nowMs);
    this.#unreachable = lease.failing;
    if (lease.breaker === 'open') {
      this.#breaker = openBreaker(lease.breakerUntil?.getTime() ?? nowMs, lease.breakerReason ?? '');
    }
  }

  get lease(): LeasedLane {
    return this.#lease;
  }
  get settings(): LaneSettings {
    return this.#settings;
  }
  get inFlight(): number {
    return this.#inFlight;
  }
  get breaker(): Breaker {
    return this.#breaker;
  }
  get isDue(): boolean {
    return this.#due;
  }
  get calls(): number {
    return this.#calls;
  }

  update(lease: LeasedLane, settings: LaneSettings, nowMs: number): void {
    this.#lease = lease;
    if (settings.ratePerSecond !== this.#settings.ratePerSecond) {
      this.#rate = settings.ratePerSecond === undefined ? undefined : new Rate(settings.ratePerSecond, nowMs);
    }
    this.#settings = settings;
  }

  /** Something may have become due. */
  call(): void {
    this.#due = true;
    this.#calls += 1;
  }

  /** What to claim for this lane now; undefined: nothing. */
  wish(nowMs: number): ClaimWish | undefined {
    if (this.#lease.paused) return undefined;
    this.#breaker = breakerAt(this.#breaker, nowMs);
    if (this.#breaker.kind === 'open' || nowMs < this.#quietUntilMs) return this.#expiredWish(nowMs);
    if (this.#breaker.kind === 'half-open') {
      return this.#inFlight === 0 ? { lane: this.#lease, limit: 1, mode: 'probe' } : undefined;
    }
    if (!this.#due) return undefined;
    const slots = Math.min(this.#settings.concurrency, allowedBy(this.#breaker)) - this.#inFlight;
    const limit = Math.min(slots, this.#rate?.available(nowMs) ?? slots);
    if (limit <= 0) return undefined;
    if (this.#pullBeforeMs === undefined) return { lane: this.#lease, limit, mode: 'due' };
    return { lane: this.#lease, limit, mode: 'pull', pullBefore: new Date(this.#pullBeforeMs) };
  }

  /** An open breaker, and a counterparty that wants to be left alone, let pass only what has reached its deadline: each delivery has its last attempt. */
  #expiredWish(nowMs: number): ClaimWish | undefined {
    if (nowMs < this.#expirySweepAtMs) return undefined;
    const limit = this.#settings.concurrency - this.#inFlight;
    if (limit <= 0) return undefined;
    this.#expirySweepAtMs = nowMs + Math.min(Math.max(this.#settings.withinMs / 100, 1_000), 60_000);
    return { lane: this.#lease, limit, mode: 'expired' };
  }

  /** A claim is on its way: its slots are taken until it is known how many it needs, so that the next claim can go out meanwhile. */
  asked(wish: ClaimWish): void {
    this.#inFlight += wish.limit;
    this.#rate?.take(wish.limit);
  }

  /** What a claim came back with; `calls` as it was when the claim was sent. */
  claimed(wish: ClaimWish, count: number, calls: number, nowMs: number): void {
    this.#inFlight -= wish.limit - count;
    this.#rate?.take(count - wish.limit);
    if (count >= wish.limit) return;
    if (wish.mode === 'pull') this.#pullBeforeMs = undefined;
    else if (wish.mode === 'due' && calls === this.#calls) this.#due = false;
    // A half-open breaker with nothing to probe with: asked again when something falls due.
    else if (wish.mode === 'probe' && count === 0) this.#probeLater(nowMs);
  }

  /** A probe that has proved nothing: another one in a second. */
  #probeLater(nowMs: number): void {
    if (this.#breaker.kind === 'half-open') this.#breaker = { ...this.#breaker, kind: 'open', untilMs: nowMs + 1_000 };
  }

  /** The database did not answer a claim. */
  unclaimed(wish: ClaimWish): void {
    this.#inFlight -= wish.limit;
    this.#rate?.take(-wish.limit);
  }

  /** An attempt has ended. Answers whether what people see of the lane has changed. */
  ended(
    delivery: { readonly id: string; readonly claimedAtMs: number },
    verdict: Pick<Verdict, 'available' | 'unreachable' | 'retryAfterMs' | 'reason'>,
    nowMs: number,
  ): boolean {
    this.#inFlight -= 1;
    if (verdict.retryAfterMs !== undefined)
      this.#quietUntilMs = Math.max(this.#quietUntilMs, nowMs + verdict.retryAfterMs);
    if (verdict.available === undefined) {
      this.#probeLater(nowMs);
      return false;
    }
    const before = this.#breaker;
    const wasUnreachable = this.#unreachable;
    const wasFailing = this.#isFailing;
    if (!verdict.available) {
      this.#breaker = afterFailure(before, delivery.id, verdict.reason, nowMs);
      this.#unreachable ||= verdict.unreachable;
      this.#lastFailure = verdict.reason;
      return this.#breaker.kind !== before.kind || this.#isFailing !== wasFailing;
    }
    this.#breaker = afterSuccess(before);
    this.#unreachable = false;
    const back = before.kind !== 'closed' || wasUnreachable;
    if (back) {
      // It answers again: what waits for a later attempt is pulled forward, each delivery once. By the database's clock.
      this.#pullBeforeMs = delivery.claimedAtMs;
      this.call();
    }
    return back || wasFailing;
  }

  get #isFailing(): boolean {
    const breaker = this.#breaker;
    if (breaker.kind !== 'closed' || this.#unreachable) return true;
    return this.#settings.failsAtOnce === true && breaker.failing.size > 0;
  }

  /** Milliseconds until this lane can take something although nothing calls it; undefined: only a call helps. */
  wakeInMs(nowMs: number): number | undefined {
    if (this.#lease.paused || this.#inFlight >= this.#settings.concurrency) return undefined;
    if (this.#breaker.kind === 'open') {
      return Math.max(0, Math.min(this.#breaker.untilMs, this.#expirySweepAtMs) - nowMs);
    }
    if (nowMs < this.#quietUntilMs) return Math.max(0, Math.min(this.#quietUntilMs, this.#expirySweepAtMs) - nowMs);
    const waitMs = this.#due ? (this.#rate?.waitMs(nowMs) ?? 0) : 0;
    return waitMs > 0 ? waitMs : undefined;
  }

  /** What stands in table `lanes` for people and for the next holder. */
  get shown(): { open: boolean; untilMs: number | null; reason: string | null; failing: boolean } {
    const open = this.#breaker.kind !== 'closed';
    return {
      open,
      untilMs: this.#breaker.kind === 'open' ? this.#breaker.untilMs : null,
      reason: this.#breaker.kind !== 'closed' ? this.#breaker.reason : this.#isFailing ? this.#lastFailure : null,
      failing: this.#isFailing,
    };
  }
}
