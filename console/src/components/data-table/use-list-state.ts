import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** What a list shows, all of it in the address bar: a link or the back button brings the same list. */
export interface ListState {
  /** A filter by its name; undefined: not set. */
  readonly get: (name: string) => string | undefined;
  /** Sets several at once; undefined or empty takes one away. */
  readonly set: (changes: Readonly<Record<string, string | undefined>>) => void;
  /** Names of all parameters that are set, without sort and columns. */
  readonly filters: readonly string[];
  readonly clear: () => void;
  readonly sort: Sort | undefined;
  readonly sortBy: (sort: Sort | undefined) => void;
  /** Keys of the columns; undefined: the usual ones. */
  readonly columns: readonly string[] | undefined;
  readonly showColumns: (columns: readonly string[] | undefined) => void;
}

const own = ['sort', 'columns'];

export function useListState(): ListState {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (changes: Readonly<Record<string, string | undefined>>) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes))
            if (value === undefined || value === '') next.delete(name);
            else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return useMemo(() => {
    const sort = search.get('sort');
    const filters = [...new Set(search.keys())].filter((name) => !own.includes(name));
    return {
      get: (name) => search.get(name) ?? undefined,
      set,
      filters,
      clear: () => set(Object.fromEntries(filters.map((name) => [name, undefined]))),
      sort: sort === null ? undefined : { column: sort.replace(/^-/, ''), descending: sort.startsWith('-') },
      sortBy: (next) => set({ sort: next === undefined ? undefined : `${next.descending ? '-' : ''}${next.column}` }),
      columns: search.get('columns')?.split(',') ?? undefined,
      showColumns: (columns) => set({ columns: columns?.join(',') }),
    };
  }, [search, set]);
}
