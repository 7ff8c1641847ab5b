interface Asked<Value> {
  readonly resolve: (value: Value | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Reads what several ask for at the same time in one statement. Whoever asks is answered from a statement that began after the question, so nothing is
 * ever older than that: it is no cache. While `most` statements run, whoever comes waits for the next one and shares it.
 */
export function readTogether<Value>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  most = 2,
): (key: string) => Promise<Value | undefined> {
  let waiting = new Map<string, Asked<Value>[]>();
  let running = 0;
  let scheduled = false;
  const start = (): void => {
    if (scheduled || running >= most || waiting.size === 0) return;
    scheduled = true;
    // After every request that has arrived by now was looked at.
    setImmediate(() => {
      scheduled = false;
      const asked = waiting;
      waiting = new Map();
      running += 1;
      void answer(asked).finally(() => {
        running -= 1;
        start();
      });
    });
  };
  const answer = async (asked: ReadonlyMap<string, readonly Asked<Value>[]>): Promise<void> => {
    try {
      const found = await read([...asked.keys()]);
      for (const [key, each] of asked) for (const { resolve } of each) resolve(found.get(key));
    } catch (error) {
      for (const each of asked.values()) for (const { reject } of each) reject(error);
    }
  };
  return (key) =>
    new Promise((resolve, reject) => {
      const each = waiting.get(key);
      if (each === undefined) waiting.set(key, [{ resolve, reject }]);
      else each.push({ resolve, reject });
      start();
    });
}

/** The same for each business unit by itself, whose rows one statement reads. */
export function readTogetherByUnit<Value>(
  read: (unitId: number, keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): (unitId: number, key: string) => Promise<Value | undefined> {
  const units = new Map<number, (key: string) => Promise<Value | undefined>>();
  return (unitId, key) => {
    const ask = units.get(unitId) ?? readTogether<Value>((keys) => read(unitId, keys));
    units.set(unitId, ask);
    return ask(key);
  };
}
