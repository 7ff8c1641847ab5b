import type { RateRow } from './token-rate-store.ts';

/** What is left of a token's minute, after this call. */
export interface Quota {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Whole seconds until the minute ends, at least 1. */
  readonly resetSeconds: number;
}

/** A token's minute as this process knows it. */
interface Meter {
  readonly limit: number;
  /** Calls that this process has taken and not made yet. */
  leased: number;
  /** What the minute had left for everybody when this process looked last. */
  left: number;
  endsAt: number;
  waiting: number;
  taking: Promise<void> | undefined;
}

/** How calls are taken from the minute that all processes share (token-rate-store.ts). */
export type TakeCalls = (unitId: number, tokenId: string, calls: number) => Promise<RateRow>;

/** A process takes what 100 ms of the rate allow at once, so a busy token costs ten statements per second instead of one for each call. */
const leasesPerMinute = 600;
const mostMeters = 10_000;

/**
 * Counts the calls of tokens that have a rate. The minute begins with the token's first call and stands in the database, so that all processes
 * together never let more through than the rate allows. Once it is used up, a process refuses on its own until the minute ends: a flood costs no statement.
 * What a process has taken and not used by then is lost, at most a 600th of the rate. Calls that come together wait for one statement.
 */
export class RateLimits {
  readonly #take: TakeCalls;
  readonly #clock: () => number;
  readonly #meters = new Map<string, Meter>();

  /** `clock` is monotonic, in milliseconds. */
  constructor(take: TakeCalls, clock: () => number = () => performance.now()) {
    this.#take = take;
    this.#clock = clock;
  }

  async call(unitId: number, tokenId: string, limit: number): Promise<Quota> {
    const meter = this.#meterOf(tokenId, limit);
    meter.waiting += 1;
    try {
      for (;;) {
        const quota = this.#spend(meter);
        if (quota !== undefined) return quota;
        await (meter.taking ??= this.#lease(meter, unitId, tokenId).finally(() => (meter.taking = undefined)));
      }
    } finally {
      meter.waiting -= 1;
    }
  }

  #meterOf(tokenId: string, limit: number): Meter {
    const known = this.#meters.get(tokenId);
    if (known?.limit === limit) return known;
    if (this.#meters.size >= mostMeters) this.#forgetEnded();
    const meter: Meter = { limit, leased: 0, left: 0, endsAt: 0, waiting: 0, taking: undefined };
    this.#meters.set(tokenId, meter);
    return meter;
  }

  /** undefined: nothing is known of the present minute, or what was leased is spent. */
  #spend(meter: Meter): Quota | undefined {
    const restMs = meter.endsAt - this.#clock();
    if (restMs <= 0 || (meter.leased === 0 && meter.left > 0)) return undefined;
    const allowed = meter.leased > 0;
    if (allowed) meter.leased -= 1;
    const { limit, left, leased } = meter;
    return { allowed, limit, remaining: left + leased, resetSeconds: Math.max(1, Math.ceil(restMs / 1000)) };
  }

  async #lease(meter: Meter, unitId: number, tokenId: string): Promise<void> {
    const wanted = Math.max(1, Math.floor(meter.limit / leasesPerMinute), meter.waiting);
    const { used, endsInMs } = await this.#take(unitId, tokenId, wanted);
    const before = used - wanted;
    meter.leased = Math.max(0, Math.min(wanted, meter.limit - before));
    meter.left = Math.max(0, meter.limit - used);
    meter.endsAt = this.#clock() + endsInMs;
  }

  #forgetEnded(): void {
    const now = this.#clock();
    for (const [id, { endsAt, waiting }] of this.#meters) if (endsAt <= now && waiting === 0) this.#meters.delete(id);
  }
}

/**
 * `RateLimit-Policy` and `RateLimit` as the HTTPAPI working group of the IETF drafts them (draft-ietf-httpapi-ratelimit-headers, from revision 08 on), and
 * `Retry-After` (RFC 9110) with a refusal.
 */
export function rateHeaders({ allowed, limit, remaining, resetSeconds }: Quota): Record<string, string> {
  return {
    'ratelimit-policy': `"token";q=${limit};w=60`,
    ratelimit: `"token";r=${remaining};t=${resetSeconds}`,
    ...(allowed ? {} : { 'retry-after': String(resetSeconds) }),
  };
}
