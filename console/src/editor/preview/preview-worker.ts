import { chooseSamples } from './choose-samples.ts';
import { type FromWorker, mostRecords, type ToWorker } from './protocol.ts';
import { renderDraft } from './render-draft.ts';
import { noSamples, readSamples, withDictionaries } from './samples.ts';

/*
 * The thread that renders drafts. The samples stay here between keystrokes; only the draft travels. A template always ends (the language counts steps), but
 * twenty records at their limit would hold up the typing.
 */
let set = noSamples;

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'samples') {
    const read = withDictionaries(readSamples(data.text), data.added);
    ({ set } = chooseSamples(read, data.conditions, mostRecords));
    return;
  }
  const before = performance.now();
  const preview = renderDraft(data.draft, set, data.shown);
  const answer: FromWorker = { id: data.id, preview, tookMs: performance.now() - before };
  postMessage(answer);
});
