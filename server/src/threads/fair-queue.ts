/**
 * Things that wait, each in somebody's row. Rows take turns, whoever has the most waiting: who comes with one waits for one of every other, not for
 * a thousand of a single other.
 */
export class FairQueue<T> {
  /** In the order of their turns; a row that becomes empty is gone. */
  readonly #rows = new Map<string, T[]>();

  add(row: string, thing: T): void {
    const waiting = this.#rows.get(row);
    if (waiting) waiting.push(thing);
    else this.#rows.set(row, [thing]);
  }

  take(): T | undefined {
    for (const [row, waiting] of this.#rows) {
      const thing = waiting.shift();
      this.#rows.delete(row);
      if (waiting.length > 0) this.#rows.set(row, waiting);
      return thing;
    }
    return undefined;
  }

  takeAll(): T[] {
    const all = [...this.#rows.values()].flat();
    this.#rows.clear();
    return all;
  }
}
