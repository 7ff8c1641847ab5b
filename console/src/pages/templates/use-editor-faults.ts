import type { EditorView } from '@codemirror/view';
import { useEffect, useMemo, useRef } from 'react';
import type { Fault } from '../../api/problem.ts';
import { type Sentence, showSentences } from '../../editor/codemirror/sentences.ts';
import { summarise } from '../../editor/preview/summarise.ts';
import type { Preview } from './use-preview.ts';
import type { SchemaCheck } from './use-schema-check.ts';

interface Found {
  readonly preview: Preview;
  readonly check: SchemaCheck;
  /** What the server has said to the last attempt to save this very draft. */
  readonly refused: readonly Fault[];
  readonly body: string;
}

/** Everything that is wrong in the body, at its place: faults of the template, troubles of single records, faults against the schema, what the server refused. */
export function useEditorFaults(
  view: EditorView | null,
  { preview, check, refused, body }: Found,
): readonly Sentence[] {
  const sentences = useMemo(() => {
    const own = preview.problems.filter(({ part }) => part === 'body').map((problem) => sentenceOf(problem, 'error'));
    if (own.length > 0) return own;
    const records = preview.good?.records ?? [];
    const troubles = preview.isStale
      ? []
      : summarise(records)
          .groups.filter(({ problem }) => problem.part === 'body')
          .map(({ problem, message, records: of }) =>
            sentenceOf(
              {
                ...problem,
                message: of.length === records.length ? message : `${message} (${of.length}/${records.length})`,
              },
              'warning',
            ),
          );
    const schema =
      check.draft?.body === body
        ? check.faults.flatMap(({ message, templateLine }) =>
            templateLine === undefined ? [] : [sentenceOf({ message, line: templateLine, column: 1 }, 'error')],
          )
        : [];
    const saving = refused.flatMap(({ path, message, line, column }) =>
      line !== undefined && /(?:^|\.)body$/.test(path ?? '')
        ? [sentenceOf({ message, line, column: column ?? 1 }, 'error')]
        : [],
    );
    return [...saving, ...schema, ...troubles];
  }, [preview, check, refused, body]);

  const shown = useRef<readonly [EditorView | null, string]>([null, '']);
  useEffect(() => {
    const key = JSON.stringify(sentences);
    if (view === null || (shown.current[0] === view && shown.current[1] === key)) return;
    shown.current = [view, key];
    showSentences(view, sentences);
  }, [view, sentences]);
  return sentences;
}

function sentenceOf(
  {
    message,
    line,
    column,
    length = 1,
  }: { readonly message: string; readonly line: number; readonly column: number; readonly length?: number },
  severity: Sentence['severity'],
): Sentence {
  return { message, line, column, length, severity };
}
