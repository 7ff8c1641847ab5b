import { useEffect, useMemo, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../../api/session.ts';
import type { ListState } from '../../../components/data-table/use-list-state.ts';
import type { View } from '../data/use-views.ts';
import { filterText, type FriendlyFilter } from '../model/filter-text.ts';
import { useTextSearch } from './use-text-search.ts';

/** Days that people filter by, the first that a view has. */
const dateFields = ['issuedOn', 'day', 'dueOn', 'startOn'];

export const dateFieldOf = ({ fields }: View): string | undefined => dateFields.find((field) => fields.includes(field));

/** The filter that the address bar holds, as the server's own language. */
export function useRecordFilter(list: ListState, view: View): { readonly text: string; readonly waits: boolean } {
  const { search, waits } = useTextSearch(view, (list.get('text') ?? '').trim());
  const connections = useConnectionNames();
  const parts = ['status', 'type', 'company', 'from', 'to', 'exported', 'filter']
    .map((name) => list.get(name) ?? '')
    .join('\n');
  const text = useMemo(() => {
    const [status, type, companyId, from, to, exported, ...expert] = parts.split('\n');
    const filter: FriendlyFilter = {
      status,
      type,
      companyId,
      from,
      to,
      exported,
      expert: expert.join('\n'),
      dateField: dateFieldOf(view),
    };
    return filterText(filter, search, connections);
  }, [parts, search, connections, view]);
  // Until it is known whose name was typed the list stays as it is, instead of being empty for a moment.
  const [settled, settle] = useState(text);
  useEffect(() => {
    if (!waits) settle(text);
  }, [waits, text]);
  return { text: waits ? settled : text, waits };
}

const none: readonly string[] = [];

/** By the overview, which everybody who reads records may read too. */
function useConnectionNames(): readonly string[] {
  const api = useApi();
  const { data = none } = useQuery({
    queryKey: [api.unit, 'overview', '24h'],
    queryFn: ({ signal }) => api.call('readOverview', { query: { range: '24h' }, signal }),
    staleTime: 60_000,
    select: namesOf,
  });
  return data;
}

function namesOf({
  connections,
}: {
  readonly connections: readonly { readonly name: string; readonly hookId: string | null }[];
}): readonly string[] {
  return connections.flatMap(({ name, hookId }) => (hookId === null ? [name] : []));
}
