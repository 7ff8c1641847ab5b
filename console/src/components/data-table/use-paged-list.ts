import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

export interface Page<Row> {
  readonly data: readonly Row[];
  readonly nextCursor: string | null;
}

interface PagedListOptions<Row> {
  /** Everything that decides what is listed: `[unit, 'deliveries', filters]`. */
  readonly queryKey: readonly unknown[];
  readonly fetchPage: (cursor: string | undefined, signal?: AbortSignal) => Promise<Page<Row>>;
  readonly idOf: (row: Row) => string;
  /** Reads one row as it is now; undefined: it is gone. Used for rows that change while they are shown. */
  readonly readOne?: (id: string) => Promise<Row | undefined>;
  /** New rows come at the top, so that they can be counted without moving what is shown. */
  readonly newestFirst?: boolean;
}

export interface PagedList<Row> {
  readonly rows: readonly Row[];
  readonly waiting: boolean;
  readonly error: Error | null;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly loadMore: () => void;
  /** Rows that wait to be asked for. */
  readonly fresh: { readonly count: number; readonly more: boolean };
  readonly showFresh: () => void;
  /** Ids of rows that have just changed: they glow for a second. */
  readonly glowing: ReadonlySet<string>;
  /** What live updates tell: these rows may have changed, or be new. */
  readonly hint: (ids: readonly string[]) => void;
  readonly readAgain: () => void;
}

type Pages<Row> = InfiniteData<Page<Row>, string | undefined>;
const nothingFresh = { count: 0, more: false };
const glowMs = 1_200;
/** Hints come up to four times a second; the list follows once a second. */
const followMs = 1_000;
/** More rows than this are read with their pages instead of one by one. */
const singly = 10;

/** A list that is read in pages as a person scrolls. Rows change in place, new ones wait to be asked for, and nothing jumps. */
export function usePagedList<Row>(options: PagedListOptions<Row>): PagedList<Row> {
  const { queryKey, fetchPage } = options;
  const client = useQueryClient();
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    // Live updates keep it; reading all pages again because a window was looked at would only move rows.
    staleTime: 60_000,
    placeholderData: (before: Pages<Row> | undefined) => before,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data]);
  const { hint, fresh, glowing, forget } = useFollowing(options);
  const { fetchNextPage, hasNextPage, isFetchingNextPage, refetch } = query;
  return {
    rows,
    waiting: query.isPending || (query.isPlaceholderData && query.isFetching),
    error: query.error,
    hasMore: hasNextPage,
    loadingMore: isFetchingNextPage,
    loadMore: useCallback(() => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    }, [hasNextPage, isFetchingNextPage, fetchNextPage]),
    fresh,
    showFresh: () => {
      client.setQueryData<Pages<Row>>(queryKey, (data) =>
        data === undefined ? data : { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
      );
      forget();
      void refetch();
    },
    glowing,
    hint,
    readAgain: () => void refetch(),
  };
}

function useFollowing<Row>({ queryKey, fetchPage, idOf, readOne, newestFirst = true }: PagedListOptions<Row>) {
  const client = useQueryClient();
  const [fresh, setFresh] = useState(nothingFresh);
  const [glowing, setGlowing] = useState<ReadonlySet<string>>(new Set());
  const hinted = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const key = JSON.stringify(queryKey);
  const follow = async (): Promise<void> => {
    timer.current = undefined;
    const ids = [...hinted.current];
    hinted.current.clear();
    const shown = client.getQueryData<Pages<Row>>(queryKey);
    if (shown === undefined) return;
    const known = new Map(shown.pages.flatMap(({ data }) => data).map((row) => [idOf(row), row]));
    const newest = await fetchPage(undefined);
    const first = shown.pages[0]?.data.map(idOf) ?? [];
    const ahead = newest.data.findIndex((row) => first.includes(idOf(row)));
    const count = ahead < 0 ? newest.data.length : ahead;
    if (newestFirst && known.size > 0) setFresh({ count, more: ahead < 0 && newest.nextCursor !== null });
    const now = new Map(newest.data.map((row) => [idOf(row), row]));
    const rest = ids.filter((id) => known.has(id) && !now.has(id)).slice(0, singly);
    for (const row of await Promise.all(rest.map(async (id) => readOne?.(id))))
      if (row !== undefined) now.set(idOf(row), row);
    const changed = [...now].filter(
      ([id, row]) => known.has(id) && JSON.stringify(known.get(id)) !== JSON.stringify(row),
    );
    // An empty list has nothing that could jump.
    if (known.size === 0) client.setQueryData<Pages<Row>>(queryKey, { pages: [newest], pageParams: [undefined] });
    if (changed.length === 0) return;
    client.setQueryData<Pages<Row>>(queryKey, (data) =>
      data === undefined
        ? data
        : {
            ...data,
            pages: data.pages.map((page) => ({ ...page, data: page.data.map((row) => now.get(idOf(row)) ?? row) })),
          },
    );
    setGlowing(new Set(changed.map(([id]) => id)));
  };
  const latest = useRef(follow);
  useEffect(() => {
    latest.current = follow;
  });
  useEffect(() => {
    setFresh(nothingFresh);
    return () => clearTimeout(timer.current);
  }, [key]);
  useEffect(() => {
    if (glowing.size === 0) return;
    const end = setTimeout(() => setGlowing(new Set()), glowMs);
    return () => clearTimeout(end);
  }, [glowing]);
  const hint = useCallback((ids: readonly string[]): void => {
    for (const id of ids) hinted.current.add(id);
    // A server that cannot be reached is told of elsewhere; the next hint tries again.
    timer.current ??= setTimeout(() => void latest.current().catch(() => undefined), followMs);
  }, []);
  return { hint, fresh, glowing, forget: () => setFresh(nothingFresh) };
}
