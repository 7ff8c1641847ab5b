import { Button } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Answer, Body } from '../../api/call.ts';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Icon } from '../../components/icon.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import type { MessageFormat, MessageTemplate } from '../../editor/preview/message-draft.ts';
import type { Sample } from '../../editor/preview/samples.ts';
import { prettyJson } from '../../editor/layout/pretty-json.ts';
import { useTexts } from '../../texts/language.ts';
import { Compare } from './compare.tsx';
import { templateTexts } from './texts.ts';
import { useSettled } from './use-settled.ts';

interface GoldenPaneProps {
  readonly draft: MessageTemplate;
  readonly isSaved: boolean;
  readonly isDirty: boolean;
  /** The record that is looked at. */
  readonly sample: Sample | undefined;
  readonly entity: string;
}

interface Pinning {
  readonly id: string;
  readonly title: string;
  readonly body: NonNullable<Body<'putGoldenRecord'>>;
}
type Result = Answer<'checkGoldenRecords'>['data'][number];

/** Pinned records, held against the template as it stands. */
export function GoldenPane({ draft, isSaved, isDirty, sample, entity }: GoldenPaneProps) {
  const texts = useTexts(templateTexts).golden;
  const { results, error, pin, remove } = useGolden(draft, isSaved);
  const mayPin = isSaved && !isDirty && sample !== undefined;
  return (
    <div className="gw-golden-pane" tabIndex={0} role="region" aria-label={texts.about}>
      <div className="gw-message-top">
        <Button
          size="xs"
          leftSection={<Icon name="star" size={14} />}
          disabled={!mayPin}
          loading={pin.isPending}
          onClick={() =>
            pin.mutate({
              id: crypto.randomUUID(),
              title: sample?.label ?? '',
              body: { record: { entity, id: sample?.id ?? 0 } },
            })
          }
        >
          {texts.pin}
        </Button>
        {results === undefined || results.length === 0 ? null : (
          <span role="status">{texts.summary(results.filter(({ same }) => same).length, results.length)}</span>
        )}
      </div>
      <p className="gw-dimmed">{isSaved && !isDirty ? texts.about : texts.pinFirst}</p>
      <ProblemAlert error={error ?? pin.error ?? remove.error} />
      {isSaved && results === undefined && error === null ? <PageSkeleton lines={2} /> : null}
      {results?.length === 0 ? (
        <EmptyState icon="star" title={texts.none}>
          <p>{texts.noneHow}</p>
        </EmptyState>
      ) : null}
      {results?.map((result) => (
        <GoldenRow
          key={result.id}
          result={result}
          format={draft.format}
          mayAccept={!isDirty}
          accept={() => pin.mutate({ id: result.id, title: result.title, body: { accept: true } })}
          remove={() => remove.mutate(result)}
        />
      ))}
    </div>
  );
}

const quietMs = 400;

function useGolden(draft: MessageTemplate, isSaved: boolean) {
  const api = useApi();
  const texts = useTexts(templateTexts).golden;
  const client = useQueryClient();
  const settled = useSettled(draft, quietMs);
  const { name } = draft;
  const key = [api.unit, 'templates', name, 'golden'];
  const { data, error } = useQuery({
    queryKey: [...key, settled],
    enabled: isSaved,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (await api.call('checkGoldenRecords', { path: { name }, body: { template: settled }, signal })).data,
  });
  const again = async (): Promise<void> => client.invalidateQueries({ queryKey: key });
  const pin = useMutation({
    mutationFn: ({ id, body }: Pinning) => api.call('putGoldenRecord', { path: { name, id }, body }),
    onSuccess: async (_answer, { title, body }) => {
      await again();
      notices.done(body.accept === true ? texts.accepted(title) : texts.pinned(title));
    },
  });
  const remove = useMutation({
    mutationFn: ({ id }: Result) => api.call('deleteGoldenRecord', { path: { name, id } }),
    onSuccess: async (_answer, { title }) => {
      await again();
      notices.done(texts.removed(title));
    },
  });
  return { results: data, error, pin, remove };
}

interface GoldenRowProps {
  readonly result: Result;
  readonly format: MessageFormat;
  readonly mayAccept: boolean;
  readonly accept: () => void;
  readonly remove: () => void;
}

function GoldenRow({ result, format, mayAccept, accept, remove }: GoldenRowProps) {
  const texts = useTexts(templateTexts).golden;
  const [open, setOpen] = useState(false);
  const { title, same, actual, expected, faults } = result;
  return (
    <article className="gw-golden">
      <p className="gw-judged-top">
        <span className={same ? 'gw-good' : 'gw-bad'}>
          <Icon name={same ? 'checkCircle' : 'alert'} size={14} />{' '}
          {same ? texts.same : actual === null ? texts.fails : texts.differs}
        </span>
        <strong className="gw-grow">{title}</strong>
        {same || actual === null ? null : (
          <Button size="compact-xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? texts.hide : texts.show}
          </Button>
        )}
        {same || actual === null ? null : (
          <Button size="compact-xs" variant="default" disabled={!mayAccept} title={texts.acceptHow} onClick={accept}>
            {texts.accept}
          </Button>
        )}
        <Button size="compact-xs" variant="subtle" color="gray" onClick={remove}>
          {texts.remove}
        </Button>
      </p>
      {faults.map(({ path, message }) => (
        <p key={`${path}${message}`} className="gw-bad">
          {message}
        </p>
      ))}
      {open && actual !== null ? (
        <Compare
          before={readable(expected, format)}
          after={readable(actual, format)}
          beforeLabel={texts.expected}
          afterLabel={texts.actual}
          format={format === 'xml' || format === 'json' ? format : 'text'}
        />
      ) : null}
    </article>
  );
}

/** The request line, the headers and the body as people read them. */
function readable({ method, url, headers, body }: Result['expected'], format: MessageFormat): string {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const text = format === 'json' ? prettyJson(body ?? '', []).text : (body ?? '');
  return [`${method} ${url}`, ...head, '', text].join('\n');
}
