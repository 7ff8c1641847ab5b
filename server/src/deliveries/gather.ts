/** Answers what is asked for within one turn of the event loop with one reading for each unit. Nothing is kept. */
export class Gatherer<Value> {
  readonly #read: (unitId: number, keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>;
  readonly #asked = new Map<number, Map<string, PromiseWithResolvers<Value | undefined>>>();

  constructor(read: (unitId: number, keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>) {
    this.#read = read;
  }

  get(unitId: number, key: string): Promise<Value | undefined> {
    let asked = this.#asked.get(unitId);
    if (asked === undefined) {
      asked = new Map();
      this.#asked.set(unitId, asked);
      setImmediate(() => void this.#answer(unitId));
    }
    const known = asked.get(key);
    if (known !== undefined) return known.promise;
    const answer = Promise.withResolvers<Value | undefined>();
    asked.set(key, answer);
    return answer.promise;
  }

  async #answer(unitId: number): Promise<void> {
    const asked = this.#asked.get(unitId) ?? new Map<string, PromiseWithResolvers<Value | undefined>>();
    this.#asked.delete(unitId);
    try {
      const found = await this.#read(unitId, [...asked.keys()]);
      for (const [key, { resolve }] of asked) resolve(found.get(key));
    } catch (cause) {
      for (const { reject } of asked.values()) reject(cause);
    }
  }
}
