import { syntaxHighlighting } from '@codemirror/language';
import { MergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { styleNonce } from '../../app/nonce.ts';
import { templateMode } from '../../editor/codemirror/template-mode.ts';
import type { MessageFormat } from '../../editor/preview/message-draft.ts';

interface CompareProps {
  readonly before: string;
  readonly after: string;
  readonly beforeLabel: string;
  readonly afterLabel: string;
  readonly format: MessageFormat;
}

/** Two texts side by side, what differs marked, what is the same folded away. */
export function Compare({ before, after, beforeLabel, afterLabel, format }: CompareProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return;
    const side = (label: string): Extension[] => [
      lineNumbers(),
      EditorState.readOnly.of(true),
      EditorView.lineWrapping,
      EditorView.cspNonce.of(styleNonce),
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
      syntaxHighlighting(classHighlighter),
      templateMode(format),
    ];
    const view = new MergeView({
      a: { doc: before, extensions: side(beforeLabel) },
      b: { doc: after, extensions: side(afterLabel) },
      parent: place.current,
      collapseUnchanged: { margin: 3, minSize: 6 },
      gutter: true,
    });
    return () => view.destroy();
  }, [before, after, beforeLabel, afterLabel, format]);
  return (
    <div className="gw-compare">
      <div className="gw-compare-heads gw-dimmed" aria-hidden="true">
        <span>{beforeLabel}</span>
        <span>{afterLabel}</span>
      </div>
      <div className="gw-code-area gw-compare-code" ref={place} />
    </div>
  );
}
