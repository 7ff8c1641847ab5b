import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Body } from '../../api/call.ts';
import { useApi } from '../../api/session.ts';

export type BulkFilter = Body<'resendDeliveries'>;

/** Asks the server first what would be sent; nothing happens before the person has seen it. */
export function useBulkResend() {
  const api = useApi();
  const [filter, setFilter] = useState<BulkFilter>();
  const preview = useMutation({
    mutationFn: async (wanted: BulkFilter) => {
      const answer = await api.call('resendDeliveries', { body: { ...wanted, dryRun: true } });
      if (!('groups' in answer)) throw new Error('The server has not answered what would be sent.');
      return answer;
    },
  });
  return {
    filter,
    preview,
    ask: (wanted: BulkFilter): void => {
      setFilter(wanted);
      preview.mutate(wanted);
    },
    close: (): void => setFilter(undefined),
    go: async (): Promise<void> => {
      if (filter !== undefined) await api.call('resendDeliveries', { body: filter });
    },
  };
}

export type Bulk = ReturnType<typeof useBulkResend>;
