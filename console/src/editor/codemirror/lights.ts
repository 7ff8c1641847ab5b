import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { Stretch } from '../trace/follow.ts';

/** A stretch that lights up: the one that is meant, or one that belongs to it. */
export interface Light extends Stretch {
  readonly strong: boolean;
}

const strong = Decoration.mark({ class: 'gw-light-strong' });
const soft = Decoration.mark({ class: 'gw-light-soft' });
const setLights = StateEffect.define<readonly Light[]>();

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, transaction) {
    let next = decorations.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setLights)) continue;
      const { length } = transaction.newDoc;
      const ranges = effect.value
        .filter(({ start, end }) => start < end && start < length)
        .map((light) => (light.strong ? strong : soft).range(light.start, Math.min(light.end, length)));
      next = Decoration.set(ranges, true);
    }
    return next;
  },
  provide: (self) => EditorView.decorations.from(self),
});

/** Stretches that light up, in the template and in the message. */
export const lights = field;

/** Lights these stretches, and scrolls to the first of them unless it is in sight. */
export function light(view: EditorView, stretches: readonly Light[], scroll: boolean): void {
  const [first] = stretches.filter((one) => one.strong);
  const effects: StateEffect<unknown>[] = [setLights.of(stretches)];
  if (scroll && first !== undefined && first.start <= view.state.doc.length) {
    effects.push(EditorView.scrollIntoView(first.start, { y: 'nearest', yMargin: 60 }));
  }
  view.dispatch({ effects });
}
