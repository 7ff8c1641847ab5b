import type { TraceSpan } from '@gangway/language';
import type { EditorView } from '@codemirror/view';
import { useEffect, useMemo, useRef, useState } from 'react';
import { light, type Light } from '../../editor/codemirror/lights.ts';
import { prettyJson } from '../../editor/layout/pretty-json.ts';
import type { ShownPreview } from '../../editor/preview/render-draft.ts';
import { Lines, spanAt, spansOfPath, spansOfSource } from '../../editor/trace/follow.ts';

/** What the person points at, wherever that is. */
interface Pointed {
  readonly from: 'template' | 'message' | 'tree';
  readonly spans: readonly TraceSpan[];
  /** The one that was pointed at, in the message. */
  readonly main: TraceSpan | undefined;
}

export interface Followed {
  /** The message as it is laid out for reading. */
  readonly text: string;
  /** Paths of the fields that light up in the tree. */
  readonly paths: readonly string[];
  readonly main: TraceSpan | undefined;
  readonly setTemplateView: (view: EditorView | null) => void;
  readonly setMessageView: (view: EditorView | null) => void;
  readonly atTemplate: (offset: number) => void;
  readonly atMessage: (offset: number) => void;
  readonly atField: (path: string) => void;
}

/**
 * A value in the message, the expression that wrote it and the fields that it was made of light up together, whichever of them is pointed at. Only a good preview can be
 * followed: its places are those of the draft that it was made of.
 */
export function useFollowed(
  shown: ShownPreview | undefined,
  body: string,
  goodBody: string,
  isJson: boolean,
): Followed {
  const [pointed, setPointed] = useState<Pointed>();
  const template = useRef<EditorView | null>(null);
  const message = useRef<EditorView | null>(null);
  const { text, spans } = useMemo(() => {
    const own = { text: shown?.text ?? '', spans: shown?.spans ?? [] };
    return isJson ? prettyJson(own.text, own.spans) : own;
  }, [shown, isJson]);
  const lines = useMemo(() => new Lines(goodBody), [goodBody]);
  const isFollowed = body === goodBody;

  // Another message has other places: what lit up goes out.
  useEffect(() => setPointed(undefined), [spans]);

  useEffect(() => {
    const lit = isFollowed ? pointed : undefined;
    const own = (lit?.spans ?? []).map((span) => ({ span, strong: isMain(span, lit) }));
    if (message.current !== null) {
      const stretches = own.map(({ span, strong }): Light => ({ ...firstLine(span, text), strong }));
      light(message.current, stretches, lit?.from === 'template');
    }
    if (template.current === null) return;
    const places = own.map(({ span, strong }): Light => ({ ...lines.stretchOf(span.place), strong }));
    light(template.current, places, lit?.from === 'message');
  }, [pointed, isFollowed, lines, text]);

  return {
    text,
    main: pointed?.main,
    paths: pointed?.main?.paths ?? noPaths,
    setTemplateView: (view) => void (template.current = view),
    setMessageView: (view) => void (message.current = view),
    atTemplate: (offset) => {
      const own = spansOfSource(spans, lines, offset);
      setPointed({ from: 'template', spans: own, main: own[0] });
    },
    atMessage: (offset) => {
      const main = spanAt(spans, offset);
      setPointed({ from: 'message', spans: main === undefined ? [] : [main], main });
    },
    atField: (path) => {
      const own = spansOfPath(spans, path);
      setPointed({ from: 'tree', spans: own, main: own[0] });
    },
  };
}

const noPaths: readonly string[] = [];

/** Of a part only its beginning lights up: an element may go over the whole message. */
function firstLine(span: TraceSpan, text: string): TraceSpan {
  const end = text.indexOf('\n', span.start);
  return span.kind === 'value' || end < 0 || end >= span.end ? span : { ...span, end };
}

/** Of an expression every value is meant; of a field each place where it went. */
function isMain(span: TraceSpan, pointed: Pointed | undefined): boolean {
  return pointed?.from === 'tree' || span === pointed?.main;
}
