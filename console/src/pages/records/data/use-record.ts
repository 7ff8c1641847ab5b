import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { useLiveEvent } from '../../../api/live.ts';
import { useApi } from '../../../api/session.ts';
import { type GangwayRecord, readRecord } from '../model/record.ts';

/** Hints come up to four times a second; a page that shows one record follows twice. */
const followMs = 500;

/** One record as it is now, and every part of its page again when something has happened to it. */
export function useRecord(entity: string, id: number) {
  const api = useApi();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: recordKey(api.unit, entity, id),
    queryFn: async ({ signal }) => readRecord(await api.call('readRecord', { path: { entity }, query: { id }, signal })),
    staleTime: 0,
  });
  const readAgain = useCallback(
    () => client.invalidateQueries({ queryKey: [api.unit, 'record', entity, id] }),
    [client, api.unit, entity, id],
  );
  const follow = useFollowing(() => void readAgain());
  useLiveEvent('records', (hint) => {
    if (hint.entity === entity && (hint.more || hint.ids.includes(id))) follow();
  });
  const known = query.data?.exports;
  useLiveEvent('deliveries', () => {
    // A delivery names no record; where this one was never sent and nothing was queued for it, its own event has told so.
    if (known === undefined || Object.keys(known).length > 0) follow();
  });
  return { ...query, readAgain };
}

/** Its story, transitions and deliveries stand under the same beginning, so that they are read again together. */
export const recordKey = (unit: number, entity: string, id: number, ...part: readonly string[]): readonly unknown[] => [
  unit,
  'record',
  entity,
  id,
  ...part,
];

/** Calls back soon, however often it is asked meanwhile. */
function useFollowing(act: () => void): () => void {
  const latest = useRef(act);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, followMs);
  }, []);
}

export type RecordQuery = ReturnType<typeof useRecord>;
export type { GangwayRecord };
