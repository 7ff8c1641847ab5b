import type { EditorView } from '@codemirror/view';
import { useEffect, useState } from 'react';
import { CodeArea } from '../../editor/codemirror/code-area.tsx';
import { showSentences } from '../../editor/codemirror/sentences.ts';
import type { MessageFormat } from '../../editor/preview/message-draft.ts';

export interface PlacedFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

interface CodeTextProps {
  readonly label: string;
  readonly value: string;
  readonly format: MessageFormat;
  readonly onChange?: (value: string) => void;
  readonly faults?: readonly PlacedFault[];
  /** Lines that are in sight. */
  readonly lines?: number;
}

const none: readonly PlacedFault[] = [];

/** A longer text with its faults at their places. */
export default function CodeText({ label, value, format, onChange, faults = none, lines = 16 }: CodeTextProps) {
  const [view, setView] = useState<EditorView | null>(null);
  useEffect(() => {
    if (view === null || onChange === undefined) return;
    showSentences(
      view,
      faults.map((fault) => ({ ...fault, length: 1, severity: 'error' as const })),
    );
    const [first] = faults;
    if (first === undefined) return;
    // The first one comes into sight.
    const line = view.state.doc.line(Math.min(Math.max(1, first.line), view.state.doc.lines));
    view.dispatch({ selection: { anchor: line.from }, scrollIntoView: true });
  }, [view, faults, onChange]);
  return (
    <div style={{ height: `${lines * 1.55 * 0.8125 + 1}rem` }}>
      <CodeArea
        label={label}
        value={value}
        format={format}
        readOnly={onChange === undefined}
        onView={setView}
        {...(onChange === undefined ? {} : { onChange })}
      />
    </div>
  );
}
