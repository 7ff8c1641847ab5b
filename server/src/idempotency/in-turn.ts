const under = new Map<string, Promise<unknown>>();

/**
 * Works for the same place one after the other within this process. The database's lock alone would do, but everyone who waits there holds a
 * connection: a client that repeats in a panic must not take all of them.
 */
export async function inTurn<T>(place: string, work: () => Promise<T>): Promise<T> {
  const before = under.get(place) ?? Promise.resolve();
  const turn = before.then(work, work);
  under.set(place, turn);
  try {
    return await turn;
  } finally {
    if (under.get(place) === turn) under.delete(place);
  }
}
