import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLiveQuery } from '../../api/live.ts';
import { requestText } from '../../api/request.ts';
import { useApi } from '../../api/session.ts';
import { chooseSamples, type Chosen } from '../../editor/preview/choose-samples.ts';
import { mostRecords } from '../../editor/preview/protocol.ts';
import { type Dictionaries, noSamples, readSamples, withDictionaries } from '../../editor/preview/samples.ts';

/** So many records are looked through for those that a trigger would send. */
const lookedThrough = 100;

export interface SamplesFor {
  readonly entity: string;
  /** A template that is saved; undefined: a new one. */
  readonly template: string | undefined;
  readonly filter: string;
  readonly added: Dictionaries;
}

export interface Samples extends Chosen {
  /** The answer of the server as it came, for the worker. */
  readonly text: string;
  readonly conditions: readonly string[];
  /** Dictionaries that are saved only together with the template. */
  readonly added: Dictionaries;
}

/** Real records to try a template on, with all that it sees of them. */
export function useSamples({ entity, template, filter, added }: SamplesFor) {
  const { unit } = useApi();
  const conditions = useConditions(template);
  const answer = useQuery({
    queryKey: [unit, 'samples', entity, template, filter],
    queryFn: ({ signal }) =>
      requestText('GET', `/api/v1/${unit}/samples`, {
        query: { entity, template, filter, last: lookedThrough },
        signal,
      }),
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  const text = answer.data ?? '';
  const samples = useMemo((): Samples => {
    const set = withDictionaries(text === '' ? noSamples : readSamples(text), added);
    return { ...chooseSamples(set, conditions, mostRecords), text, conditions, added };
  }, [text, conditions, added]);
  return { samples, error: answer.error, isPending: answer.isPending };
}

const none: readonly string[] = [];

/** The conditions of the triggers that use the template. */
function useConditions(template: string | undefined): readonly string[] {
  const triggers = useTriggers();
  return useMemo(() => {
    if (template === undefined) return none;
    const used = (triggers.data ?? []).filter(({ body }) =>
      (body.deliver ?? []).some((one) => one.template === template),
    );
    return used.map(({ body }) => body.when ?? 'true');
  }, [triggers.data, template]);
}

export function useTriggers() {
  const api = useApi();
  useLiveQuery('configuration', [api.unit, 'triggers']);
  return useQuery({
    queryKey: [api.unit, 'triggers'],
    queryFn: async ({ signal }) => (await api.call('listTriggers', { signal })).data,
  });
}

/** Names of secrets, for completion. */
export function useSecretNames(): readonly string[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: [api.unit, 'secrets'],
    queryFn: async ({ signal }) => (await api.call('listSecrets', { signal })).data,
    staleTime: 60_000,
  });
  return useMemo(() => (data ?? []).map(({ name }) => name), [data]);
}
