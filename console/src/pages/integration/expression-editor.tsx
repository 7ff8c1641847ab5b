import {
  autocompletion,
  closeBrackets,
  completionKeymap,
  snippetCompletion,
  type Completion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { EditorState, Transaction } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder as shownWhenEmpty } from '@codemirror/view';
import type { Problem } from '@gangway/language';
import { useEffect, useRef } from 'react';
import { styleNonce } from '../../app/nonce.ts';
import type { Choice, Choices } from '../../editor/completion/complete.ts';
import { functionDocs } from '../../editor/completion/function-docs.ts';
import { textsNow } from '../../texts/language.ts';
import { expressionColours, expressionMode } from './expression-mode.ts';

export interface ExpressionEditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly complete: (source: string, cursor: number) => Choices | undefined;
  readonly faults: readonly Problem[];
  readonly placeholder: string;
  readonly describedBy: string;
}

/** A field for one expression. Tab goes on to the next field, as in every field. */
export default function ExpressionEditor(props: ExpressionEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const { value, faults } = props;
  useEffect(() => {
    const parent = place.current;
    if (parent === null) return;
    const made = new EditorView({ parent, state: stateOf(() => latest.current) });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, []);
  useEffect(() => {
    const current = view.current;
    if (current === null || current.state.doc.toString() === value) return;
    current.dispatch({
      changes: { from: 0, to: current.state.doc.length, insert: value },
      annotations: Transaction.remote.of(true),
    });
  }, [value]);
  useEffect(() => {
    const current = view.current;
    if (current === null) return;
    current.dispatch(
      setDiagnostics(
        current.state,
        faults.map((fault) => diagnosticOf(current.state, fault)),
      ),
    );
  }, [faults]);
  return <div ref={place} className="gw-code-field gw-expression" data-fault={faults.length > 0 ? '' : undefined} />;
}

function stateOf(props: () => ExpressionEditorProps): EditorState {
  const { value, label, placeholder, describedBy } = props();
  return EditorState.create({
    doc: value,
    extensions: [
      EditorView.cspNonce.of(styleNonce),
      EditorView.contentAttributes.of({
        ...{ 'aria-label': label, 'aria-multiline': 'true', 'aria-describedby': describedBy },
        ...{ spellcheck: 'false', autocapitalize: 'off' },
      }),
      EditorView.lineWrapping,
      EditorView.updateListener.of(({ docChanged, state, transactions }) => {
        const own = transactions.some((transaction) => transaction.annotation(Transaction.remote) !== true);
        if (docChanged && own) props().onChange(state.doc.toString());
      }),
      ...[history(), drawSelection(), bracketMatching(), closeBrackets(), shownWhenEmpty(placeholder)],
      ...[expressionMode, expressionColours],
      autocompletion({
        icons: false,
        activateOnTypingDelay: 50,
        override: [
          ({ state, pos, explicit }) => {
            const found = props().complete(state.doc.toString(), pos);
            const behind = state.sliceDoc(pos - 1, pos);
            const begun = found !== undefined && (found.from < pos || /[.('"|]/.test(behind));
            if (found === undefined || found.choices.length === 0 || (!explicit && !begun)) return null;
            return { from: found.from, options: found.choices.map(optionOf), validFor: /^[@#]?[\p{L}\p{N}_.:-]*$/u };
          },
        ],
      }),
      keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    ],
  });
}

function optionOf({ kind, label, insert, detail, boost }: Choice): Completion {
  const docs: Readonly<Record<string, string>> = textsNow(functionDocs);
  const info = kind === 'function' ? docs[label] : undefined;
  const option: Completion = {
    label,
    ...(detail === undefined ? {} : { detail }),
    ...(boost === undefined ? {} : { boost }),
    ...(info === undefined ? {} : { info }),
  };
  if (insert === undefined) return option;
  if (!insert.includes('#')) return { ...option, apply: insert };
  return snippetCompletion(insert.replaceAll(/[{}\\$]/g, '\\$&').replace('#', '${}'), option);
}

function diagnosticOf(state: EditorState, { line, column, length = 1, message }: Problem): Diagnostic {
  const { from, to } = state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
  const start = Math.min(from + Math.max(0, column - 1), to);
  return { from: start, to: Math.min(Math.max(start + length, start), state.doc.length), severity: 'error', message };
}
