import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { request } from '../../../api/request.ts';
import { notices } from '../../../app/notices.tsx';

/** Something that the person has chosen, kept by the server for every browser. undefined: not read yet; null: nothing chosen. */
export function usePreference<Kept>(
  key: string,
  isKept: (value: unknown) => value is Kept,
): readonly [Kept | null | undefined, (value: Kept) => Promise<void>] {
  const client = useQueryClient();
  const address = `/api/v1/me/preferences/${encodeURIComponent(key)}`;
  const { data } = useQuery({
    queryKey: ['preference', key],
    queryFn: ({ signal }) => request('GET', address, { signal }),
    staleTime: Infinity,
  });
  const write = useCallback(
    async (value: Kept): Promise<void> => {
      client.setQueryData(['preference', key], value);
      try {
        await request('PUT', address, { body: JSON.stringify(value) });
      } catch (error) {
        notices.problem(error);
        await client.invalidateQueries({ queryKey: ['preference', key] });
      }
    },
    [client, key, address],
  );
  return [data === undefined ? undefined : isKept(data) ? data : null, write];
}
