export interface SilenceOptions {
  /** Asks the database on a connection of its own; rejects when nothing comes back in time. An error that the database answers is an answer. */
  readonly ask: () => Promise<void>;
  /** Called once when it has fallen silent: whatever waits for it must be given up. */
  readonly onSilent: () => void;
  /** Called once when it answers again. */
  readonly onAnswer: () => void;
}

const lookMs = 250;
/** Statements here take milliseconds. One that takes longer than this makes us ask, which harms nobody. */
const suspiciousMs = 1_000;
/** So long nothing is asked about a statement that is merely slow. */
const calmMs = 5_000;
/** A process that was busy itself for so long has no reason to blame the database. */
const busyMs = 1_000;

/**
 * Notices a database that keeps silent: a machine that has vanished from the network, a process that was stopped but not ended. Nothing breaks then, and
 * a statement would wait for as long as TCP does, which is a quarter of an hour. A statement that takes suspiciously long makes us ask on another
 * connection; no answer there means that nobody will get one.
 */
export class SilenceWatch {
  readonly #options: SilenceOptions;
  readonly #open = new Set<{ readonly since: number }>();
  readonly #timer: NodeJS.Timeout;
  #silent = false;
  #lastLook = performance.now();
  #askAgainAt = 0;
  #asking = false;
  #closed = false;

  constructor(options: SilenceOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#look(), lookMs).unref();
  }

  /** Whether the database has fallen silent and has not answered since. */
  get silent(): boolean {
    return this.#silent;
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
  }

  /** Watches what waits for the database. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const entry = { since: performance.now() };
    this.#open.add(entry);
    try {
      return await work();
    } finally {
      this.#open.delete(entry);
    }
  }

  #look(): void {
    const now = performance.now();
    const wasBusy = now - this.#lastLook > lookMs + busyMs;
    this.#lastLook = now;
    if (this.#asking || wasBusy || now < this.#askAgainAt) return;
    const [oldest] = this.#open;
    const suspicious = oldest !== undefined && now - oldest.since > suspiciousMs;
    if (!suspicious && !this.silent) return;
    this.#asking = true;
    void this.#ask().finally(() => (this.#asking = false));
  }

  async #ask(): Promise<void> {
    const answered = await this.#options.ask().then(
      () => true,
      () => false,
    );
    if (this.#closed) return;
    if (answered) {
      this.#askAgainAt = performance.now() + calmMs;
      if (!this.#silent) return;
      this.#silent = false;
      this.#options.onAnswer();
      return;
    }
    // The look that should have come meanwhile has not: this process was busy, and the answer may lie unread in its socket.
    if (performance.now() - this.#lastLook > lookMs + busyMs || this.#silent) return;
    this.#silent = true;
    this.#options.onSilent();
  }
}
