import type { MessageTemplate } from './message-draft.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

/** A draft that takes longer than this is given up, and the thread with it. */
const patienceMs = 5_000;

export interface PreviewThread {
  setSamples(samples: Omit<Extract<ToWorker, { kind: 'samples' }>, 'kind'>): void;
  /** Renders this draft; of several that wait only the last is rendered. */
  render(draft: MessageTemplate, shown: number): void;
  close(): void;
}

interface Asked {
  readonly draft: MessageTemplate;
  readonly shown: number;
}

/**
 * The rendering thread as the page sees it: one draft is under way at most, and the newest waits behind it. A draft that does not end in time
 * costs the thread, and the next one gets a new thread.
 */
export function startPreviewThread(heard: (answer: FromWorker) => void, late: () => void): PreviewThread {
  let samples: ToWorker = { kind: 'samples', text: '', conditions: [], added: {} };
  let worker = start();
  let underWay: { readonly id: number; readonly timer: number } | undefined;
  let waiting: Asked | undefined;
  let count = 0;

  function start(): Worker {
    const made = new Worker(new URL('./preview-worker.ts', import.meta.url), { type: 'module', name: 'preview' });
    made.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (underWay?.id !== data.id) return;
      clearTimeout(underWay.timer);
      underWay = undefined;
      heard(data);
      next();
    });
    return made;
  }

  function tell(message: ToWorker): void {
    worker.postMessage(message);
  }

  function next(): void {
    if (underWay !== undefined || waiting === undefined) return;
    const { draft, shown } = waiting;
    waiting = undefined;
    const id = ++count;
    underWay = { id, timer: window.setTimeout(giveUp, patienceMs) };
    tell({ kind: 'render', id, draft, shown });
  }

  function giveUp(): void {
    worker.terminate();
    underWay = undefined;
    worker = start();
    tell(samples);
    late();
    next();
  }

  return {
    setSamples(given) {
      samples = { kind: 'samples', ...given };
      tell(samples);
    },
    render(draft, shown) {
      waiting = { draft, shown };
      next();
    },
    close() {
      if (underWay !== undefined) clearTimeout(underWay.timer);
      worker.terminate();
    },
  };
}
