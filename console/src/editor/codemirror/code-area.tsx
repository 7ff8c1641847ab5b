import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension, Transaction } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { styleNonce } from '../../app/nonce.ts';
import type { MessageFormat } from '../preview/message-draft.ts';
import './code-area.css';
import { differenceOf } from './difference-of.ts';
import { folds } from './folds.ts';
import { lights } from './lights.ts';
import { sentences } from './sentences.ts';
import { templateMode } from './template-mode.ts';

interface CodeAreaProps {
  /** For screen readers: "Body of the message". */
  readonly label: string;
  readonly value: string;
  readonly format: MessageFormat;
  readonly readOnly?: boolean;
  readonly onChange?: (value: string) => void;
  /** The person has moved the cursor; not told of changes of the text. */
  readonly onCursor?: (offset: number) => void;
  readonly onView?: (view: EditorView | null) => void;
  /** Fixed for the life of the editor. */
  readonly extensions?: Extension;
  readonly wraps?: boolean;
}

/**
 * A text area for code. What is typed belongs to the editor; `value` from outside replaces it only where it is another text, so the cursor and the way back stay.
 */
export function CodeArea(props: CodeAreaProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  const mode = useRef(new Compartment());
  useEffect(() => {
    latest.current = props;
  });
  const { value, format, label, readOnly = false } = props;

  useEffect(() => {
    const { onView, extensions = [], wraps = false } = latest.current;
    const listener = EditorView.updateListener.of((update) => {
      const { onChange, onCursor } = latest.current;
      const own = update.transactions.some((transaction) => transaction.annotation(Transaction.remote) !== true);
      if (update.docChanged && own) onChange?.(update.state.doc.toString());
      const moved = update.transactions.some((transaction) => transaction.isUserEvent('select'));
      if (update.selectionSet && moved) onCursor?.(update.state.selection.main.head);
    });
    const made = new EditorView({
      ...(place.current === null ? {} : { parent: place.current }),
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          listener,
          mode.current.of(templateMode(latest.current.format)),
          EditorView.cspNonce.of(styleNonce),
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
          readOnly ? [EditorState.readOnly.of(true)] : editing,
          wraps ? EditorView.lineWrapping : [],
          common,
          extensions,
        ],
      }),
    });
    view.current = made;
    onView?.(made);
    return () => {
      onView?.(null);
      made.destroy();
      view.current = null;
    };
    // The label and what is allowed do not change while the editor stands.
  }, [label, readOnly]);

  useEffect(() => {
    view.current?.dispatch({ effects: mode.current.reconfigure(templateMode(format)) });
  }, [format]);

  useEffect(() => {
    const current = view.current;
    const before = current?.state.doc.toString();
    if (current === null || before === undefined || before === value) return;
    current.dispatch({
      changes: differenceOf(before, value),
      annotations: [Transaction.remote.of(true), ...(readOnly ? [Transaction.addToHistory.of(false)] : [])],
    });
  }, [value, readOnly]);

  return <div className="gw-code-area" ref={place} data-readonly={readOnly} />;
}

const common: Extension = [
  lineNumbers(),
  foldGutter(),
  drawSelection(),
  bracketMatching(),
  highlightSelectionMatches(),
  syntaxHighlighting(classHighlighter),
  folds,
  lights,
  keymap.of([...searchKeymap, ...foldKeymap]),
];

/** Tab indents; Escape and then Tab leaves, as screen readers and CodeMirror's own keys have it. */
const editing: Extension = [
  history(),
  closeBrackets(),
  highlightActiveLine(),
  indentUnit.of('  '),
  sentences,
  keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, indentWithTab, ...defaultKeymap]),
];
