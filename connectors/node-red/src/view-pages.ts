import type { Gangway } from '../../../sdk/src/index.ts';

export interface ViewPage {
  readonly rows: readonly unknown[];
  readonly isLast: boolean;
}

interface Answer {
  readonly data: readonly unknown[];
  readonly metadata: { readonly nextCursor: string | null };
}

/** The pages of a view, by cursor: what is inserted or changed meanwhile neither doubles a row nor leaves one out. An empty view has one empty page. */
export async function* viewPages(
  gangway: Gangway,
  { view, query }: { readonly view: string; readonly query: Readonly<Record<string, unknown>> },
  signal: AbortSignal,
): AsyncGenerator<ViewPage, void> {
  const path = `/rest/v1/${gangway.unit}/views/${encodeURIComponent(view)}`;
  const texts = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, textOf(value)]));
  let cursor: string | null = null;
  do {
    const page: Answer = await gangway.request<Answer>('GET', path, { signal, query: { ...texts, cursor } });
    cursor = page.metadata.nextCursor;
    yield { rows: page.data, isLast: cursor === null };
  } while (cursor !== null);
}

/** Lists are written with commas, as `columns` wants them. */
const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.map(textOf).join(',') : typeof value === 'string' ? value : JSON.stringify(value);
