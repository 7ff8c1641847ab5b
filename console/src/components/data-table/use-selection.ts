import { useMemo, useState } from 'react';

export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  /** With shift: everything between the row chosen before and this one. */
  readonly extendTo: (id: string, order: readonly string[]) => void;
  readonly setAll: (ids: readonly string[]) => void;
  readonly clear: () => void;
}

/** Which rows are chosen. Rows that are no longer shown stay chosen until the selection is cleared. */
export function useSelection(): Selection {
  const [{ ids, last }, change] = useState<{ readonly ids: ReadonlySet<string>; readonly last: string | undefined }>({
    ids: new Set(),
    last: undefined,
  });
  return useMemo(
    () => ({
      ids,
      toggle: (id) =>
        change((before) => {
          const next = new Set(before.ids);
          if (!next.delete(id)) next.add(id);
          return { ids: next, last: id };
        }),
      extendTo: (id, order) =>
        change(() => {
          const ends = [order.indexOf(last ?? id), order.indexOf(id)].map((end) => Math.max(0, end));
          const between = order.slice(Math.min(...ends), Math.max(...ends) + 1);
          return { ids: new Set([...ids, ...between]), last: id };
        }),
      setAll: (all) => change({ ids: new Set(all), last: undefined }),
      clear: () => change({ ids: new Set(), last: undefined }),
    }),
    [ids, last],
  );
}
