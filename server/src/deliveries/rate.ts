/** A token bucket: `perSecond` on average, a tenth of a second's worth at once. Time comes as an argument. */
export class Rate {
  readonly #perMs: number;
  readonly #capacity: number;
  #tokens: number;
  #atMs: number;

  constructor(perSecond: number, nowMs: number) {
    this.#perMs = perSecond / 1_000;
    this.#capacity = Math.max(1, perSecond / 10);
    this.#tokens = this.#capacity;
    this.#atMs = nowMs;
  }

  /** How many may start now. */
  available(nowMs: number): number {
    this.#tokens = Math.min(this.#capacity, this.#tokens + Math.max(0, nowMs - this.#atMs) * this.#perMs);
    this.#atMs = nowMs;
    return Math.floor(this.#tokens + 1e-9);
  }

  take(count: number): void {
    this.#tokens -= count;
  }

  /** Milliseconds until one may start. */
  waitMs(nowMs: number): number {
    if (this.available(nowMs) >= 1) return 0;
    return Math.ceil((1 - this.#tokens) / this.#perMs);
  }
}
