import { FairQueue } from './fair-queue.ts';
import { type JobOutcome, JobThread, type ThreadSettings, type ThreadStatistics } from './job-thread.ts';

export type { JobOutcome } from './job-thread.ts';

export interface JobThreadsSettings extends ThreadSettings {
  readonly threads: number;
}

interface Waiting<Answer> {
  readonly job: unknown;
  readonly extra: (() => unknown) | undefined;
  readonly settle: (outcome: JobOutcome<Answer>) => void;
}

export interface JobManner {
  /** What the thread keeps between jobs, sent when it says that it lacks it. */
  readonly extra?: () => unknown;
  /** In whose row the job waits for a free thread; rows take turns. */
  readonly row?: string;
}

/** A few threads that do jobs which would keep the event loop from everything else, or which must not be able to end the process. */
export class JobThreads<Job, Answer> {
  readonly statistics: Readonly<ThreadStatistics>;
  readonly #threads: readonly JobThread<Answer>[];
  readonly #queue = new FairQueue<Waiting<Answer>>();

  constructor(settings: JobThreadsSettings) {
    const statistics: ThreadStatistics = { memoryBytes: 0, threadsStarted: 0 };
    this.statistics = statistics;
    this.#threads = Array.from({ length: settings.threads }, () => new JobThread<Answer>(settings, statistics));
  }

  /** Never rejects. */
  run(job: Job, { extra, row = '' }: JobManner = {}): Promise<JobOutcome<Answer>> {
    return new Promise((settle) => {
      this.#queue.add(row, { job, extra, settle });
      this.#next();
    });
  }

  /** Ends the threads; jobs that wait or are under way are answered with `stopped`. */
  async close(): Promise<void> {
    for (const { settle } of this.#queue.takeAll()) settle({ ok: false, why: 'stopped' });
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #next(): void {
    const thread = this.#threads.find(({ isFree }) => isFree);
    const waiting = thread && this.#queue.take();
    if (!waiting) return;
    void thread.do(waiting.job, waiting.extra).then((outcome) => {
      waiting.settle(outcome);
      this.#next();
    });
  }
}
