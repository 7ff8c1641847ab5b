import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/session.ts';

/** What runs, and what it was started with: for administrators alone. */
export function useSystem(refetchMs?: number) {
  const api = useApi();
  return useQuery({
    queryKey: [api.unit, 'system'],
    queryFn: ({ signal }) => api.call('readSystem', { signal }),
    ...(refetchMs === undefined ? {} : { refetchInterval: refetchMs }),
  });
}
