import { useQuery } from '@tanstack/react-query';
import type { Answer } from '../../../api/call.ts';
import { useLiveQuery } from '../../../api/live.ts';
import { useApi } from '../../../api/session.ts';

export type View = Answer<'listViewsInForce'>['data'][number];

export function useViews() {
  const api = useApi();
  const queryKey = [api.unit, 'views-in-force'];
  useLiveQuery('configuration', queryKey);
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await api.call('listViewsInForce', { signal })).data,
    staleTime: 300_000,
  });
}

/** The view that has every record of an entity. */
export function viewOfEntity(views: readonly View[], entity: string): View | undefined {
  return views.find(({ name }) => name === entity) ?? views.find((view) => view.entity === entity);
}

/** In the order in which people look for them; the unit's own ones, which nobody could know, stand before the rarer built-in ones. */
const first = [
  ...['invoices.sales', 'invoices.purchase', 'companies', 'persons', 'jobs', 'tasks', 'intervals.attendance'],
];
const rare = [
  ...['companies.client', 'companies.supplier', 'documents', 'documents.order.purchase', 'documents.quotation.sales'],
  ...['internals.sales', 'internals.purchase', 'cashboxes', 'journal', 'opportunities', 'overheads.client'],
  ...['overheads.internal', 'intervals.absence', 'intervals.track', 'time', 'binders', 'brands', 'gems', 'agencies'],
  ...['users', 'groups', 'units'],
];

export function arrangeViews(views: readonly View[]): { readonly usual: readonly View[]; readonly others: readonly View[] } {
  const named = (names: readonly string[]): readonly View[] =>
    names.flatMap((name) => views.find((view) => view.name === name) ?? []);
  const own = views.filter(({ name }) => !first.includes(name) && !rare.includes(name));
  return { usual: named(first), others: [...own, ...named(rare)] };
}
