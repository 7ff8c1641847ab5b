import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useApi } from '../../api/session.ts';
import type { MessageTemplate } from '../../editor/preview/message-draft.ts';
import { Lines, templateLineOf } from '../../editor/trace/follow.ts';
import type { Preview } from './use-preview.ts';
import type { Samples } from './use-samples.ts';
import { useSettled } from './use-settled.ts';

export interface SchemaFault {
  readonly message: string;
  /** Of the message. */
  readonly line: number;
  /** Of the template; undefined where nothing in the message leads there. */
  readonly templateLine: number | undefined;
}

export interface SchemaCheck {
  readonly state: 'none' | 'waiting' | 'checking' | 'checked';
  readonly faults: readonly SchemaFault[];
  readonly error: Error | null;
  /** The draft that was checked: its lines are meant. */
  readonly draft: MessageTemplate | undefined;
}

const quietMs = 400;

/** The server checks the message of the record that is looked at, as soon as nobody types; its faults stand on the lines of the template that wrote them. */
export function useSchemaCheck(preview: Preview, samples: Samples, shown: number): SchemaCheck {
  const api = useApi();
  const draft = useSettled(preview.isStale ? undefined : preview.goodDraft, quietMs);
  const sample = samples.set.samples[shown];
  const { entity } = samples.set;
  const enabled = draft?.schema !== undefined && draft.schema !== '' && sample !== undefined;
  const { data, error, isFetching } = useQuery({
    queryKey: [api.unit, 'schema-check', draft, sample?.id],
    enabled,
    queryFn: ({ signal }) =>
      api.call('previewMessage', {
        body: { template: draft ?? '', record: { entity, id: sample?.id ?? 0 } },
        signal,
      }),
    staleTime: 30_000,
  });
  const result = useDeferredValue(preview.good?.shown);
  if (draft?.schema === undefined || draft.schema === '') return { state: 'none', faults: [], error: null, draft };
  if (!enabled) return { state: 'waiting', faults: [], error: null, draft };
  if (isFetching && data === undefined) return { state: 'checking', faults: [], error: null, draft };
  // The server's message may have another moment or key in it, but the same lines.
  const message = new Lines(result?.text ?? '');
  const own = message.count === new Lines(data?.request?.body ?? '').count ? (result?.spans ?? []) : [];
  const faults = (data?.schema?.faults ?? []).map(({ message: words, line }): SchemaFault => ({
    message: words,
    line,
    templateLine: line > 0 ? templateLineOf(own, message, line) : undefined,
  }));
  // A message that cannot be made is told of elsewhere, and cannot be checked.
  const isMade = data === undefined || data.faults.length === 0;
  return { state: (data === undefined && error === null) || !isMade ? 'waiting' : 'checked', faults, error, draft };
}
