import { parentPort } from 'node:worker_threads';

export interface ToThread {
  readonly id: number;
  readonly job: unknown;
  readonly extra?: unknown;
}

export type FromThread =
  | { readonly id: number; readonly needs: 'extra' }
  | {
      readonly id: number;
      readonly answer: unknown;
      /** Memory that this thread holds outside the JavaScript heap. */
      readonly memoryBytes: number;
    };

/** The answer of a thread that lacks what it keeps between jobs; the job comes again with it. */
export const needsExtra = Symbol('needs extra');

/**
 * The main loop of a thread's program: answers one job after the other. What `answer` throws ends the thread; the main thread says so to whoever
 * asked, and starts another.
 */
export function answerJobs(answer: (job: unknown, extra: unknown) => unknown): void {
  const port = parentPort;
  if (port === null) throw new Error('answerJobs belongs into a worker thread.');
  port.on('message', ({ id, job, extra }: ToThread) => {
    const answered = answer(job, extra);
    const message: FromThread =
      answered === needsExtra
        ? { id, needs: 'extra' }
        : { id, answer: answered, memoryBytes: process.memoryUsage().external };
    port.postMessage(message);
  });
}
