/** Rows of calls that were not let in, for each definition and minute: enough to see what is wrong, too few to fill a disk. */
const mostPerMinute = 30;
const mostDefinitions = 10_000;

/** Decides which calls of strangers are kept. One for each process; all of them stand in the log. */
export class StrangerBudget {
  readonly #clock: () => number;
  readonly #kept = new Map<string, { count: number; readonly until: number }>();

  /** `clock` is monotonic, in milliseconds. */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** Whether this one is still to be kept. */
  take(definition: string): boolean {
    const now = this.#clock();
    const known = this.#kept.get(definition);
    if (known !== undefined && known.until > now) {
      known.count += 1;
      return known.count <= mostPerMinute;
    }
    if (this.#kept.size >= mostDefinitions) this.#kept.clear();
    this.#kept.set(definition, { count: 1, until: now + 60_000 });
    return true;
  }
}
