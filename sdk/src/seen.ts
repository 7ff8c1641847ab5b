/** Remembers by their ids which notices were dealt with. */
export interface Seen {
  has(id: string): boolean | Promise<boolean>;
  add(id: string): void | Promise<void>;
}

/** In memory, the last so many. Forgotten with the process, so only for work that may be done twice. */
export function memorySeen(most = 10_000): Seen {
  const ids = new Set<string>();
  return {
    has: (id) => ids.has(id),
    add: (id) => {
      ids.add(id);
      const [oldest] = ids;
      if (ids.size > most && oldest !== undefined) ids.delete(oldest);
    },
  };
}
