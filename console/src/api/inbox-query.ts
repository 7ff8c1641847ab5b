import { queryOptions } from '@tanstack/react-query';
import type { Api } from './call.ts';

/** What waits for a person: the inbox shows it, the navigation counts it. */
export function inboxQuery(api: Api) {
  return queryOptions({
    queryKey: [api.unit, 'alerts', 'inbox'],
    queryFn: ({ signal }) => api.call('readInbox', { signal }),
  });
}
