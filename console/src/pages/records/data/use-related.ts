import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi, useCan } from '../../../api/session.ts';
import { nameColumnsOf, rowName } from '../model/name-columns.ts';
import { type Fields, isList, textOf, valueAt } from '../model/record.ts';
import type { Field } from './use-fields.ts';
import { useViews, viewOfEntity } from './use-views.ts';

/** The name of a record that another one refers to; undefined: not known (yet, or not to this person). */
export type RelatedName = (entity: string, id: number) => string | undefined;

/** The ids of other records that these fields hold, by their entity. */
function references(fields: Fields, all: readonly Field[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, Set<number>>();
  for (const { key, entity } of all) {
    if (entity === null || key.includes('[]')) continue;
    const value = valueAt(fields, key);
    const ids = (isList(value) ? value : [value]).filter((id) => typeof id === 'number');
    const known = found.get(entity) ?? new Set();
    for (const id of ids) known.add(id);
    if (known.size > 0) found.set(entity, known);
  }
  return new Map([...found].map(([entity, ids]) => [entity, [...ids].sort((one, other) => one - other).slice(0, 100)]));
}

/** The names of every record that these fields refer to. */
export function useRelated(fields: Fields, all: readonly Field[]): RelatedName {
  return useNamesOf(useMemo(() => [...references(fields, all)], [fields, all]));
}

/** Reads the names of records by their ids: one question per entity. */
export function useNamesOf(wanted: readonly (readonly [entity: string, ids: readonly number[]])[]): RelatedName {
  const api = useApi();
  const can = useCan();
  const { data: views = [] } = useViews();
  const answers = useQueries({
    queries: wanted.map(([entity, ids]) => {
      const view = viewOfEntity(views, entity);
      return {
        queryKey: [api.unit, 'related', entity, ids.join()],
        queryFn: async ({ signal }: { readonly signal: AbortSignal }) => {
          const query = {
            columns: ['id', 'registration', ...nameColumnsOf(entity)].join(),
            externalFilter: `id IN (${ids.join()})`,
            limit: 100,
          };
          const page = await api.call('readViewPage', { path: { view: view?.name ?? entity }, query, signal });
          // The columns that were asked for.
          return (page.data as readonly Fields[]).map((row) => [`${entity}/${textOf(row['id'])}`, rowName(entity, row)] as const);
        },
        staleTime: 120_000,
        enabled: view !== undefined && can(entity, 'read'),
      };
    }),
  });
  const names = new Map(answers.flatMap(({ data = [] }) => data));
  return (entity, id) => names.get(`${entity}/${id}`);
}
