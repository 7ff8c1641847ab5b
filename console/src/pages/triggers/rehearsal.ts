import { useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import type { Answer } from '../../api/call.ts';
import { useApi } from '../../api/session.ts';
import type { Trigger } from './trigger.ts';

export type Rehearsal = Answer<'rehearseTrigger'>;
const typingMs = 600;
const name = 'rehearsed';

/** What decides for which changes it fires; to whom it sends does not. */
export function judged({ entity, on, when, schedule, from, writeBacks, imports }: Trigger): Trigger {
  return {
    name,
    ...(entity === undefined ? {} : { entity }),
    ...(on === undefined ? {} : { on }),
    ...(when === undefined ? {} : { when }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(from === undefined ? {} : { from }),
    ...(writeBacks === undefined ? {} : { writeBacks }),
    ...(imports === undefined ? {} : { imports }),
  };
}

/** Asks a trigger, saved or not, over the real changes of the last 30 days; again a moment after it was changed. */
export function useRehearsal(trigger: Trigger, enabled = true) {
  const api = useApi();
  const text = JSON.stringify(judged(trigger));
  const [asked] = useDebouncedValue(text, typingMs);
  const query = useQuery({
    queryKey: [api.unit, 'rehearsal', asked],
    enabled,
    retry: false,
    // Records change meanwhile.
    staleTime: 0,
    queryFn: ({ signal }) =>
      api.call('rehearseTrigger', { path: { name }, body: { trigger: JSON.parse(asked) as Trigger }, signal }),
    placeholderData: (before) => before,
  });
  return { ...query, isBehind: asked !== text || query.isPlaceholderData };
}
