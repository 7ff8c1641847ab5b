import { Worker } from 'node:worker_threads';
import type { FromThread, ToThread } from './answer-jobs.ts';

export type JobOutcome<Answer> = { readonly ok: true; readonly answer: Answer } | JobFailure;

/** `late`: it did not end in time. `memory`: the thread died for want of it. `broken`: the thread died of a fault. `stopped`: the process ends. */
export interface JobFailure {
  readonly ok: false;
  readonly why: 'late' | 'memory' | 'broken' | 'stopped';
  /** Of a broken thread: what its program threw. */
  readonly cause?: unknown;
}

export interface ThreadSettings {
  /** The program of the thread: it calls answerJobs. */
  readonly program: URL;
  /** From the moment the thread takes a job up to its answer; the start of the thread counts too. */
  readonly deadlineMs: number;
  /** What the JavaScript of a thread may hold; it dies of more, and nothing else does. */
  readonly mostHeapMb: number;
  /** An idle thread that holds more than this outside the JavaScript heap is replaced: memory of compiled C never shrinks. */
  readonly mostMemoryBytes?: number;
}

/** Memory held by a thread outside the JavaScript heap at its last answer, and how many threads were started so far. */
export interface ThreadStatistics {
  memoryBytes: number;
  threadsStarted: number;
}

interface Busy<Answer> {
  readonly message: ToThread;
  readonly extra: (() => unknown) | undefined;
  readonly timer: NodeJS.Timeout;
  readonly settle: (outcome: JobOutcome<Answer>) => void;
}

/**
 * A thread that does one job at a time, so that the job that hangs or needs too much is known: it is answered with what happened, the thread ends,
 * and the next job starts a new one. Started with its first job; an idle one does not keep a process alive that has nothing else to do.
 */
export class JobThread<Answer> {
  readonly #settings: ThreadSettings;
  readonly #statistics: ThreadStatistics;
  #thread: Worker | undefined;
  #busy: Busy<Answer> | undefined;
  #ending: Promise<unknown> = Promise.resolve();
  #lastId = 0;

  constructor(settings: ThreadSettings, statistics: ThreadStatistics) {
    this.#settings = settings;
    this.#statistics = statistics;
  }

  get isFree(): boolean {
    return this.#busy === undefined;
  }

  /** Only while it is free. `extra` is asked for when the thread lacks what it keeps between jobs. Never rejects. */
  do(job: unknown, extra: (() => unknown) | undefined): Promise<JobOutcome<Answer>> {
    this.#lastId += 1;
    const message = { id: this.#lastId, job };
    return new Promise((settle) => {
      const timer = setTimeout(() => this.#end({ why: 'late' }), this.#settings.deadlineMs);
      this.#busy = { message, extra, timer, settle };
      this.#thread ??= this.#start();
      this.#thread.ref();
      this.#thread.postMessage(message);
    });
  }

  async close(): Promise<void> {
    this.#end({ why: 'stopped' });
    await this.#ending;
  }

  #start(): Worker {
    const { program, mostHeapMb } = this.#settings;
    const thread = new Worker(program, { resourceLimits: { maxOldGenerationSizeMb: mostHeapMb }, env: {} });
    const died = (failure: Omit<JobFailure, 'ok'>): void => {
      if (thread === this.#thread) this.#end(failure);
    };
    thread.on('error', (cause: unknown) => died(isOutOfMemory(cause) ? { why: 'memory' } : { why: 'broken', cause }));
    thread.on('exit', () => died({ why: 'broken' }));
    thread.on('message', (message: FromThread) => {
      if (thread === this.#thread) this.#receive(message, thread);
    });
    this.#statistics.threadsStarted += 1;
    return thread;
  }

  #receive(message: FromThread, thread: Worker): void {
    const busy = this.#busy;
    if (busy?.message.id !== message.id) return;
    if ('needs' in message) {
      thread.postMessage({ ...busy.message, extra: busy.extra?.() });
      return;
    }
    this.#statistics.memoryBytes = message.memoryBytes;
    if (message.memoryBytes > (this.#settings.mostMemoryBytes ?? Infinity)) this.#terminate();
    // What a thread answers is its program's own type.
    this.#finish({ ok: true, answer: message.answer as Answer });
  }

  #end(failure: Omit<JobFailure, 'ok'>): void {
    this.#terminate();
    this.#finish({ ok: false, ...failure });
  }

  #finish(outcome: JobOutcome<Answer>): void {
    const busy = this.#busy;
    if (!busy) return;
    clearTimeout(busy.timer);
    this.#busy = undefined;
    this.#thread?.unref();
    busy.settle(outcome);
  }

  #terminate(): void {
    const ended = this.#thread;
    this.#thread = undefined;
    if (ended) this.#ending = ended.terminate();
  }
}

function isOutOfMemory(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
