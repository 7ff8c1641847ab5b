import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useApi } from '../../api/session.ts';
import { nameOfUser } from './users-page.tsx';

/** Names of users by their ids; the id itself for one that is not known, or not shown to this person. */
export function useUserNames(): (id: number) => string {
  const api = useApi();
  const { data } = useQuery({
    queryKey: [api.unit, 'users', 'names'],
    queryFn: async ({ signal }) => {
      const { data: users } = await api.call('listUsers', { query: { limit: 1000 }, signal });
      return new Map(users.map((user) => [user.id, nameOfUser(user)]));
    },
  });
  return useCallback((id) => data?.get(id) ?? String(id), [data]);
}
