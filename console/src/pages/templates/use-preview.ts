import { useEffect, useRef, useState } from 'react';
import type { MessageTemplate } from '../../editor/preview/message-draft.ts';
import { type PreviewThread, startPreviewThread } from '../../editor/preview/preview-thread.ts';
import type { DraftPreview } from '../../editor/preview/render-draft.ts';
import type { Samples } from './use-samples.ts';

export interface Preview {
  /** The last one without a fault of the template; it stays while the next one is being written. */
  readonly good: DraftPreview | undefined;
  /** The draft that it was made of. */
  readonly goodDraft: MessageTemplate | undefined;
  /** Of the draft as it is. */
  readonly problems: DraftPreview['problems'];
  /** What is shown is not of the draft as it is. */
  readonly isStale: boolean;
  readonly isLate: boolean;
  readonly tookMs: number;
}

const nothing: Preview = {
  good: undefined,
  goodDraft: undefined,
  problems: [],
  isStale: false,
  isLate: false,
  tookMs: 0,
};

/**
 * Renders the draft on the records after every keystroke, in a thread of its own. `performance.measure('preview')` tells how long it was from the keystroke to
 * the message on the page.
 */
export function usePreview(samples: Samples, draft: MessageTemplate, shown: number): Preview {
  const [preview, setPreview] = useState(nothing);
  const thread = useRef<PreviewThread | null>(null);
  const asked = useRef<{ draft: MessageTemplate; at: number }>({ draft, at: 0 });

  useEffect(() => {
    const made = startPreviewThread(
      ({ preview: next, tookMs }) => {
        const { draft: of } = asked.current;
        const isGood = next.problems.length === 0;
        setPreview((before) => ({
          good: isGood ? next : before.good,
          goodDraft: isGood ? of : before.goodDraft,
          problems: next.problems,
          isStale: !isGood,
          isLate: false,
          tookMs,
        }));
      },
      () => setPreview((before) => ({ ...before, isLate: true, isStale: true })),
    );
    thread.current = made;
    return () => made.close();
  }, []);

  const { text, conditions, added } = samples;
  useEffect(() => thread.current?.setSamples({ text, conditions, added }), [text, conditions, added]);

  useEffect(() => {
    asked.current = { draft, at: performance.now() };
    if (text !== '') thread.current?.render(draft, shown);
  }, [draft, shown, text, conditions, added]);

  useEffect(() => {
    const { at } = asked.current;
    if (preview.good === undefined || at === 0) return;
    performance.clearMeasures('preview');
    performance.measure('preview', { start: at, end: performance.now() });
  }, [preview]);

  return preview;
}
