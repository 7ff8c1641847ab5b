import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
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
    const element = document.createElement('div');
    element.className = `gw-sentence gw-sentence-${this.sentence.severity}`;
    element.textContent = this.sentence.message;
    return element;
  }
}

const setSentences = StateEffect.define<readonly Sentence[]>();
/** More would hide the text itself; the margin shows all of them. */
const mostShown = 12;

const below = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, transaction) {
    let next = decorations.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setSentences)) continue;
      const { newDoc: doc } = transaction;
      const widgets = effect.value.slice(0, mostShown).map((sentence) => {
        const line = doc.line(Math.min(Math.max(sentence.line, 1), doc.lines));
        return Decoration.widget({ widget: new SentenceWidget(sentence), block: true, side: 1 }).range(line.to);
      });
      next = Decoration.set(widgets, true);
    }
    return next;
  },
  provide: (self) => EditorView.decorations.from(self),
});

/** Faults in the margin, under the words that they are about, and as sentences below the line. */
export const sentences = [below, lintGutter()];

export function showSentences(view: EditorView, shown: readonly Sentence[]): void {
  const text = new Lines(view.state.doc.toString());
  const diagnostics = shown.map(({ line, column, length, message, severity }): Diagnostic => {
    const { start, end } = text.stretchOf({ line, column, length: Math.max(length, 1) });
    return { from: start, to: Math.max(start, end), severity, message };
  });
  view.dispatch(setDiagnostics(view.state, diagnostics));
  view.dispatch({ effects: setSentences.of(shown) });
}
