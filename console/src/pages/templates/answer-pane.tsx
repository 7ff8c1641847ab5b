import type { EditorView } from '@codemirror/view';
import { Button, NumberInput, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useApi } from '../../api/session.ts';
import { Moment } from '../../components/moment.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { judgeStored, type StoredAnswer } from '../../editor/answers/judge-stored.ts';
import { CodeArea } from '../../editor/codemirror/code-area.tsx';
import { showSentences } from '../../editor/codemirror/sentences.ts';
import type { Extension } from '@codemirror/state';
import type { MessageTemplate } from '../../editor/preview/message-draft.ts';
import { useTexts } from '../../texts/language.ts';
import { templateTexts } from './texts.ts';
import type { Samples } from './use-samples.ts';

interface AnswerPaneProps {
  readonly draft: MessageTemplate;
  readonly change: (draft: MessageTemplate) => void;
  readonly isSaved: boolean;
  readonly samples: Samples;
  readonly extensions: Extension;
}

const beginning =
  '{\n  "outcome": "${response.ok = true ? \'accepted\' : \'refused\'}",\n  "messages": [ { "text": "${response.message | optional}" } ],\n  "write": { "properties": { "accountingId": "${response.id | optional}" } }\n}\n';

/** What an answer means: the response template beside what it makes of real answers. */
export function AnswerPane({ draft, change, isSaved, samples, extensions }: AnswerPaneProps) {
  const texts = useTexts(templateTexts);
  const [view, setView] = useState<EditorView | null>(null);
  const [tried, setTried] = useState<StoredAnswer>({ status: 200, headers: {}, body: '' });
  const stored = useAnswers(draft.name, isSaved);
  const answers = useMemo(
    () => [...(tried.body === '' ? [] : [triedAnswer(tried, texts.answer.tried)]), ...stored],
    [tried, stored, texts],
  );
  const judged = useJudged(draft, samples, answers);
  const shown = useRef('');

  useEffect(() => {
    if (view === null) return;
    const found = judged.problems.map(({ line, column, length = 1, message }) => ({
      line,
      column,
      length,
      message,
      severity: 'error' as const,
    }));
    const key = JSON.stringify(found);
    if (key === shown.current) return;
    shown.current = key;
    showSentences(view, found);
  }, [view, judged]);

  const setResponse = (response: string): void => {
    const { response: _before, ...rest } = draft;
    change(response.trim() === '' ? rest : { ...rest, response });
  };
  return (
    <div className="gw-answer-pane">
      <div className="gw-answer-template">
        {draft.response === undefined ? (
          <p>
            {texts.answer.without}{' '}
            <Button size="xs" variant="default" onClick={() => setResponse(beginning)}>
              {texts.answer.begin}
            </Button>
          </p>
        ) : (
          <CodeArea
            label={texts.answerLabel}
            value={draft.response}
            format="json"
            onChange={setResponse}
            onView={setView}
            extensions={extensions}
          />
        )}
      </div>
      <div className="gw-answers" tabIndex={0} role="region" aria-label={texts.parts.answer}>
        <p className="gw-dimmed">{texts.answer.how}</p>
        <div className="gw-two">
          <NumberInput
            size="xs"
            label={texts.answer.status}
            w={90}
            min={200}
            max={599}
            value={tried.status}
            onChange={(status) => setTried({ ...tried, status: Number(status) })}
          />
          <Textarea
            size="xs"
            className="gw-grow gw-mono-input"
            label={texts.answer.paste}
            autosize
            minRows={1}
            maxRows={6}
            value={tried.body}
            onChange={({ currentTarget }) => setTried({ ...tried, body: currentTarget.value })}
          />
        </div>
        {answers.length === 0 ? (
          <EmptyState icon="inbox" title={texts.answer.none}>
            <p>{texts.answer.noneHow}</p>
          </EmptyState>
        ) : null}
        {answers.map((answer, index) => {
          const verdict = judged.verdicts[index];
          return verdict === undefined ? null : <JudgedAnswer key={answer.key} answer={answer} verdict={verdict} />;
        })}
      </div>
    </div>
  );
}

interface ShownAnswer {
  readonly key: string;
  readonly label: string;
  readonly at: string | undefined;
  readonly recordId: number | undefined;
  readonly answer: StoredAnswer;
  /** What it was taken for then. */
  readonly outcome: string | undefined;
}

function triedAnswer(answer: StoredAnswer, label: string): ShownAnswer {
  return { key: 'tried', label, at: undefined, recordId: undefined, outcome: undefined, answer };
}

function useAnswers(name: string, isSaved: boolean): readonly ShownAnswer[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: [api.unit, 'templates', name, 'answers'],
    enabled: isSaved,
    queryFn: async ({ signal }) => (await api.call('listTemplateAnswers', { path: { name }, signal })).data,
  });
  return useMemo(
    () =>
      (data ?? []).map(({ deliveryId, registration, at, recordId, outcome, status, headers, ...more }): ShownAnswer => {
        const body: unknown = 'body' in more ? more.body : '';
        return {
          ...{ key: deliveryId, at, outcome, recordId: recordId ?? undefined, label: registration ?? '' },
          answer: { status, headers, body: typeof body === 'string' ? body : '' },
        };
      }),
    [data],
  );
}

function useJudged(draft: MessageTemplate, samples: Samples, answers: readonly ShownAnswer[]) {
  const current = useDeferredValue(draft);
  return useMemo(() => {
    const { fields, dictionaries, samples: records } = samples.set;
    return judgeStored(
      current,
      fields,
      Object.keys(dictionaries),
      answers.map(({ answer, recordId }) => ({
        answer,
        run: (records.find(({ id }) => id === recordId) ?? records[0])?.run,
      })),
    );
  }, [current, samples, answers]);
}

type Verdict = ReturnType<typeof judgeStored>['verdicts'][number];
const states: Readonly<Record<Verdict['outcome'], string>> = {
  accepted: 'delivered',
  refused: 'refused',
  retry: 'waiting',
  unknown: 'unknown',
};

function JudgedAnswer({ answer, verdict }: { readonly answer: ShownAnswer; readonly verdict: Verdict }) {
  const texts = useTexts(templateTexts).answer;
  const { outcome, reason, messages, write } = verdict;
  const differs = answer.outcome !== undefined && answer.outcome !== outcome;
  return (
    <article className="gw-judged">
      <p className="gw-judged-top">
        <StateBadge state={states[outcome]} />
        <strong>{answer.recordId === undefined ? answer.label : texts.record(answer.label)}</strong>
        <span className="gw-dimmed">
          HTTP {answer.answer.status} {answer.at === undefined ? null : <Moment at={answer.at} />}
        </span>
        {differs ? <span className="gw-bad">{texts.changes}</span> : null}
      </p>
      <p>{reason}</p>
      {messages.length > 1 ? (
        <ul>
          {messages.map(({ text, code }) => (
            <li key={text}>
              {code === undefined ? null : <code>{code} </code>}
              {text}
            </li>
          ))}
        </ul>
      ) : null}
      {write === undefined ? null : (
        <p className="gw-dimmed">
          {texts.write}: <code>{JSON.stringify(write)}</code>
        </p>
      )}
      <details>
        <summary className="gw-dimmed gw-cut">{answer.answer.body.slice(0, 120)}</summary>
        <pre className="gw-code">{answer.answer.body.slice(0, 20_000)}</pre>
      </details>
    </article>
  );
}
