/** Below it the rows that are left out cost little. */
const leastOffset = 5_000;
const most = 2_000;
const keptMs = 600_000;

interface Mark {
  readonly keys: readonly string[];
  readonly at: number;
}

/**
 * Where pages ended, for callers who go on by offset: to leave out 900,000 rows takes seconds, to go on behind the last one a millisecond. Whoever asks for
 * the offset that a page has just named as the next one gets what stands behind that page, which is what they mean; and unlike by counting they miss nothing
 * when a row before it is deleted meanwhile. Only a help: what is not here, in another process or too old, is counted.
 */
export class PageMarks {
  readonly #marks = new Map<string, Mark>();

  /** `question`: who asks, and for what. */
  set(question: string, offset: number, keys: readonly string[], now: number): void {
    if (offset < leastOffset) return;
    const name = `${question}/${offset}`;
    this.#marks.delete(name);
    this.#marks.set(name, { keys, at: now });
    if (this.#marks.size <= most) return;
    const [oldest] = this.#marks.keys();
    if (oldest !== undefined) this.#marks.delete(oldest);
  }

  get(question: string, offset: number, now: number): readonly string[] | undefined {
    const mark = this.#marks.get(`${question}/${offset}`);
    return mark === undefined || now - mark.at > keptMs ? undefined : mark.keys;
  }
}
