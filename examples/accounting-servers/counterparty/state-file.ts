import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Where a counterparty keeps what it has booked: in memory alone, or in a file as well, so that a restart forgets nothing. */
export interface StateFile<T> {
  load(): T | undefined;
  save(state: T): void;
}

export function stateFile<T>(path: string | undefined): StateFile<T> {
  if (path === undefined) return { load: () => undefined, save: () => undefined };
  return {
    load: () => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined),
    save: (state) => {
      // Written beside and renamed: a kill in the middle leaves the old state, never half a file.
      writeFileSync(`${path}.new`, JSON.stringify(state, null, 2));
      renameSync(`${path}.new`, path);
    },
  };
}
