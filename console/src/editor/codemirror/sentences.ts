import { type Extension, RangeSet, StateEffect, StateField } from '@codemirror/state';
import {
  type Command,
  Decoration,
  type DecorationSet,
  EditorView,
  gutter,
  GutterMarker,
  keymap,
  WidgetType,
} from '@codemirror/view';
import { Lines } from '../trace/follow.ts';

/** A fault at its place in the text that is edited. */
export interface Sentence {
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly message: string;
  /** `warning`: of some records only. */
  readonly severity: 'error' | 'warning';
}

class SentenceWidget extends WidgetType {
  private readonly sentence: Sentence;

  constructor(sentence: Sentence) {
    super();
    this.sentence = sentence;
  }

  override eq(other: SentenceWidget): boolean {
    return other.sentence.message === this.sentence.message && other.sentence.severity === this.sentence.severity;
  }

  override toDOM(): HTMLElement {
    // A box around it, because the editor measures no margins.
    const box = document.createElement('div');
    box.className = 'gw-sentence-box';
    const element = document.createElement('div');
    element.className = `gw-sentence gw-sentence-${this.sentence.severity}`;
    element.textContent = this.sentence.message;
    box.append(element);
    return box;
  }
}

class Mark extends GutterMarker {
  private readonly severity: Sentence['severity'];

  constructor(severity: Sentence['severity']) {
    super();
    this.severity = severity;
  }

  override eq(other: Mark): boolean {
    return other.severity === this.severity;
  }

  override toDOM(): HTMLElement {
    const element = document.createElement('span');
    element.className = `gw-margin-mark gw-margin-${this.severity}`;
    return element;
  }
}

interface Shown {
  readonly sentences: readonly Sentence[];
  readonly decorations: DecorationSet;
  readonly marks: RangeSet<GutterMarker>;
}

const nothing: Shown = { sentences: [], decorations: Decoration.none, marks: RangeSet.of<GutterMarker>([]) };
const setSentences = StateEffect.define<Shown>();
/** More would hide the text itself; the margin shows all of them. */
const mostBelow = 12;

const field = StateField.define<Shown>({
  create: () => nothing,
  update(shown, { changes, effects }) {
    let next = shown;
    if (!changes.empty && shown.sentences.length > 0) {
      next = { ...shown, decorations: shown.decorations.map(changes), marks: shown.marks.map(changes) };
    }
    for (const effect of effects) if (effect.is(setSentences)) next = effect.value;
    return next;
  },
  provide: (self) => EditorView.decorations.from(self, ({ decorations }) => decorations),
});

/** To the next fault, as F8 does in most editors. */
const nextSentence: Command = (view) => {
  const { head } = view.state.selection.main;
  const places: number[] = [];
  const marks = view.state.field(field).marks.iter();
  while (marks.value !== null) {
    places.push(marks.from);
    marks.next();
  }
  const next = places.find((place) => place > head) ?? places[0];
  if (next === undefined) return false;
  view.dispatch({ selection: { anchor: next }, scrollIntoView: true, userEvent: 'select' });
  return true;
};

/** Faults in the margin, under the words that they are about, and as sentences below the line. Drawn here, because the images of CodeMirror's own are not allowed by the page. */
export const sentences: Extension = [
  field,
  gutter({ class: 'gw-margin', markers: (view) => view.state.field(field).marks }),
  keymap.of([{ key: 'F8', run: nextSentence }]),
];

export function showSentences(view: EditorView, shown: readonly Sentence[]): void {
  const { doc } = view.state;
  const text = new Lines(doc.toString());
  const placed = shown.map((sentence) => {
    const { start, end } = text.stretchOf({ ...sentence, length: Math.max(sentence.length, 1) });
    const line = doc.lineAt(Math.min(start, doc.length));
    return { sentence, line, start, end: Math.max(end, start) };
  });
  const words = placed
    .filter(({ start, end }) => start < end)
    .map(({ sentence, start, end }) =>
      Decoration.mark({ class: `gw-fault gw-fault-${sentence.severity}` }).range(start, end),
    );
  const below = placed
    .slice(0, mostBelow)
    .map(({ sentence, line }) =>
      Decoration.widget({ widget: new SentenceWidget(sentence), block: true, side: 1 }).range(line.to),
    );
  const worst = new Map<number, Sentence['severity']>();
  for (const { sentence, line } of placed) {
    if (worst.get(line.from) !== 'error') worst.set(line.from, sentence.severity);
  }
  const marks = Array.from(worst, ([from, severity]) => new Mark(severity).range(from));
  const effect = setSentences.of({
    sentences: shown,
    decorations: Decoration.set([...words, ...below], true),
    marks: RangeSet.of(marks, true),
  });
  view.dispatch({ effects: effect });
}
