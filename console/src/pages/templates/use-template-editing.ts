import { EditorView } from '@codemirror/view';
import type { Extension } from '@codemirror/state';
import { useMemo, useRef, useState } from 'react';
import { faultsOf } from '../../components/problem-alert.tsx';
import type { Sentence } from '../../editor/codemirror/sentences.ts';
import { completions } from '../../editor/codemirror/completions.ts';
import type { CompletionSource } from '../../editor/completion/complete.ts';
import { answerScope, messageScope } from '../../editor/preview/compile-draft.ts';
import type { Dictionaries } from '../../editor/preview/samples.ts';
import { insertionOf } from '../../editor/tree/insertion.ts';
import type { TreeNode } from '../../editor/tree/record-tree.ts';
import type { TemplateDraft } from './use-draft-template.ts';
import { useEditorFaults } from './use-editor-faults.ts';
import { type Followed, useFollowed } from './use-followed.ts';
import { type Preview, usePreview } from './use-preview.ts';
import { type Samples, useSamples, useSecretNames } from './use-samples.ts';
import type { SavedTemplate } from './use-saved-template.ts';
import { type Saving, useSaving } from './use-saving.ts';
import { type SchemaCheck, useSchemaCheck } from './use-schema-check.ts';

export interface EditedTemplate {
  readonly edited: TemplateDraft;
  /** undefined: it was never saved. */
  readonly saved: SavedTemplate | undefined;
  /** That come with a new template and are saved with it. */
  readonly dictionaries: Dictionaries;
}

export const parts = ['body', 'request', 'answer', 'settings'] as const;
export type Part = (typeof parts)[number];
export type Pane = 'template' | 'record' | 'preview';

/** Everything that the panes of the editor share. */
export interface TemplateEditing extends EditedTemplate {
  readonly part: Part;
  readonly setPart: (part: Part) => void;
  /** Which of the columns is shown where there is room for one. */
  readonly pane: Pane;
  readonly setPane: (pane: Pane) => void;
  readonly filter: string;
  readonly setFilter: (filter: string) => void;
  readonly samples: Samples;
  readonly samplesError: Error | null;
  readonly shown: number;
  readonly show: (index: number) => void;
  readonly preview: Preview;
  readonly check: SchemaCheck;
  readonly saving: Saving;
  readonly followed: Followed;
  readonly faults: readonly Sentence[];
  readonly bodyExtensions: Extension;
  readonly answerExtensions: Extension;
  readonly keepView: (view: EditorView | null) => void;
  readonly insert: (node: TreeNode) => void;
  readonly goTo: (line: number) => void;
}

export function useTemplateEditing({ edited, saved, dictionaries }: EditedTemplate): TemplateEditing {
  const { draft } = edited;
  const [part, setPart] = useState<Part>('body');
  const [pane, setPane] = useState<Pane>('template');
  const [filter, setFilter] = useState('');
  const [chosen, show] = useState(0);
  const [view, setView] = useState<EditorView | null>(null);
  const entity = draft.entity ?? 'documents';
  const { samples, error } = useSamples({ entity, template: saved?.body.name, filter, added: dictionaries });
  const shown = Math.min(chosen, Math.max(0, samples.set.samples.length - 1));
  const preview = usePreview(samples, draft, shown);
  const check = useSchemaCheck(preview, samples, shown);
  const saving = useSaving(edited, saved, dictionaries);
  const body = draft.body ?? '';
  const followed = useFollowed(preview.good?.shown, body, preview.goodDraft?.body ?? '', draft.format === 'json');
  const faults = useEditorFaults(view, { preview, check, refused: faultsOf(saving.error), body });

  const keepView = (made: EditorView | null): void => {
    setView(made);
    followed.setTemplateView(made);
  };
  const toBody = (act: (on: EditorView) => void): void => {
    if (view === null) return;
    setPart('body');
    setPane('template');
    act(view);
    view.focus();
  };
  return {
    ...{ edited, saved, dictionaries, part, setPart, pane, setPane, filter, setFilter, samples, samplesError: error },
    ...{ shown, show, preview, check, saving, followed, faults, keepView, ...useCompletions(edited, samples, shown) },
    insert: (node) => toBody((on) => insertField(on, edited, node)),
    goTo: (line) => toBody((on) => goToLine(on, line)),
  };
}

function insertField(view: EditorView, { draft }: TemplateDraft, node: TreeNode): void {
  const { from, to } = view.state.selection.main;
  const { text, cursor, ...range } = insertionOf(draft.format, view.state.doc.toString(), from, to, node);
  view.dispatch({
    changes: { ...range, insert: text },
    selection: { anchor: cursor },
    scrollIntoView: true,
    userEvent: 'input',
  });
}

function goToLine(view: EditorView, line: number): void {
  const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines)).from;
  view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
}

/** Completion for the body and for the response template; both ask for the record that is looked at when they are opened. */
function useCompletions(edited: TemplateDraft, samples: Samples, shown: number) {
  const secrets = useSecretNames();
  const { dictionaries, fields } = samples.set;
  const run = samples.set.samples[shown]?.run;
  const latest = useRef<{ body: CompletionSource; answer: CompletionSource }>(undefined);
  const names = Object.keys(dictionaries);
  const common = { run, dictionaries, secrets };
  latest.current = {
    body: { ...common, format: edited.draft.format, scope: messageScope(fields, names) },
    answer: { ...common, format: 'json', scope: answerScope(fields, names) },
  };
  return useMemo(() => {
    const source = (part: 'body' | 'answer') => (): CompletionSource =>
      latest.current?.[part] ?? {
        format: 'text',
        scope: { fields: {} },
        run: undefined,
        dictionaries: {},
        secrets: [],
      };
    return { bodyExtensions: [completions(source('body'))], answerExtensions: [completions(source('answer'))] };
  }, []);
}
