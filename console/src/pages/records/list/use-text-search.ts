import { useQueries } from '@tanstack/react-query';
import { useApi, useCan } from '../../../api/session.ts';
import type { View } from '../data/use-views.ts';
import type { TextSearch } from '../model/filter-text.ts';

/** Texts by whose beginning people look for records. */
const beginnings = ['registration', 'number', 'variableSymbol', 'name', 'lastName', 'login', 'badge'];
/** Records that a row refers to and that people know by name. */
const referring = { companyId: 'companies', userId: 'users' } as const;
/** More than this and the text is no name yet. */
const most = 100;
const withoutOptions = ['intervals', 'units', 'groups', 'brands'];

/** What a typed text may mean: the beginning of a number, a name of the record itself, or of its company. undefined: not known yet, or nothing typed. */
export function useTextSearch(
  view: View,
  text: string,
): { readonly search: TextSearch | undefined; readonly waits: boolean } {
  const api = useApi();
  const can = useCan();
  const places = [
    ...(withoutOptions.includes(view.entity) ? [] : [{ field: 'id', entity: view.entity }]),
    ...Object.entries(referring)
      .filter(([field, entity]) => view.fields.includes(field) && view.entity !== entity && can(entity, 'read'))
      .map(([field, entity]) => ({ field, entity })),
  ];
  const answers = useQueries({
    queries: places.map(({ entity }) => ({
      queryKey: [api.unit, 'options', entity, text],
      queryFn: async ({ signal }: { readonly signal: AbortSignal }) => {
        const { data } = await api.call('listEntityOptions', {
          path: { name: entity },
          query: { q: text, limit: most },
          signal,
        });
        return data.map(({ value }) => Number(value));
      },
      enabled: text !== '',
      staleTime: 30_000,
    })),
  });
  if (text === '') return { search: undefined, waits: false };
  // A name that cannot be looked for leaves the beginnings, which always can.
  const found = places.map(({ field }, index) => ({ field, ids: answers[index]?.data ?? [] }));
  const waits = answers.some(({ isPending, isError }) => isPending && !isError);
  return { search: { text, beginnings: beginnings.filter((field) => view.fields.includes(field)), found }, waits };
}
