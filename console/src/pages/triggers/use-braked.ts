import { useQuery } from '@tanstack/react-query';
import { useLiveQuery } from '../../api/live.ts';
import { useApi } from '../../api/session.ts';

export interface Braked {
  readonly count: number;
  /** There are more than were counted. */
  readonly atLeast: boolean;
}

/** Triggers whose brake has stepped in, with how many messages it holds. */
export function useBraked(): ReadonlyMap<string, Braked> {
  const api = useApi();
  const key = [api.unit, 'overview', '24h'];
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.call('readOverview', { query: { range: '24h' }, signal }),
  });
  useLiveQuery('connections', key);
  const needs = data?.needsPerson.filter(({ kind }) => kind === 'brake') ?? [];
  return new Map(needs.map(({ trigger, count, atLeast }) => [trigger ?? '', { count, atLeast }]));
}
