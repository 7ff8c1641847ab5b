import type { DraftPreview } from './render-draft.ts';
import type { Dictionaries } from './samples.ts';
import type { MessageTemplate } from './message-draft.ts';

/** As many records are shown at once. */
export const mostRecords = 20;

/** What the page tells the worker. */
export type ToWorker =
  | {
      readonly kind: 'samples';
      readonly text: string;
      readonly conditions: readonly string[];
      readonly added: Dictionaries;
    }
  | { readonly kind: 'render'; readonly id: number; readonly draft: MessageTemplate; readonly shown: number };

/** What it answers: a preview to each draft. */
export interface FromWorker {
  readonly id: number;
  readonly preview: DraftPreview;
  /** Milliseconds that the rendering took. */
  readonly tookMs: number;
}
