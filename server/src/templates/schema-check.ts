import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { SchemaFault } from './schema-check-faults.ts';
import type { SchemaSet } from './schema-check-set.ts';
import type { CheckAnswer, CheckJob } from './schema-check-worker.ts';

export type { SchemaFault } from './schema-check-faults.ts';
export type { SchemaSet } from './schema-check-set.ts';

export type SchemaVerdict =
  { readonly valid: true } | { readonly valid: false; readonly faults: readonly SchemaFault[] };

export interface SchemaCheck {
  /** Whether the message (bytes as sent, with its own declaration of the charset) fits the schema. Never throws for what it is given. */
  check(bytes: Uint8Array, schema: SchemaSet): Promise<SchemaVerdict>;
  /** Whether the schema itself can be used: every import there, no faults. To be asked when schema files are saved. */
  checkSchema(schema: SchemaSet): Promise<SchemaVerdict>;
  /** Ends the thread; checks under way are answered with a fault. */
  close(): Promise<void>;
  /** Memory held by the thread outside the JavaScript heap at its last answer, and how many threads were started so far. */
  readonly statistics: { readonly memoryBytes: number; readonly threadsStarted: number };
}

export interface SchemaCheckOptions {
  /** From the moment the thread takes the job up to its answer, compiling included. UBL compiles in 350 ms on a slow machine. */
  readonly deadlineMs?: number;
  /** Messages above this are not checked but refused. libxml2 needs about ten times the size as memory. */
  readonly mostBytes?: number;
  /** An idle thread that holds more than this is replaced, because libxml2's memory never shrinks. */
  readonly mostMemoryBytes?: number;
}

interface Waiting {
  readonly job: CheckJob;
  readonly schema: SchemaSet;
  readonly settle: (verdict: SchemaVerdict) => void;
}

/**
 * Checks messages against XML schemas in a thread of its own: libxml2 is compiled C, an endless rule or a memory bomb must not stop the
 * process. One job at a time goes to the thread, so the one that hangs is known; it is answered with a fault, the thread is killed, and
 * the jobs behind it go to the next thread.
 */
export function startSchemaCheck(options: SchemaCheckOptions = {}): SchemaCheck {
  return new ThreadedSchemaCheck(options);
}

class ThreadedSchemaCheck implements SchemaCheck {
  readonly statistics = { memoryBytes: 0, threadsStarted: 0 };
  readonly #options: Required<SchemaCheckOptions>;
  readonly #queue: Waiting[] = [];
  #busy: { waiting: Waiting; timer: NodeJS.Timeout } | undefined;
  #thread: Worker | undefined;
  #ending: Promise<unknown> = Promise.resolve();
  #lastId = 0;

  constructor(options: SchemaCheckOptions) {
    this.#options = { deadlineMs: 10_000, mostBytes: 20_000_000, mostMemoryBytes: 400_000_000, ...options };
  }

  checkSchema(schema: SchemaSet): Promise<SchemaVerdict> {
    return this.#enqueue(schema);
  }

  check(bytes: Uint8Array, schema: SchemaSet): Promise<SchemaVerdict> {
    const { mostBytes } = this.#options;
    if (bytes.byteLength <= mostBytes) return this.#enqueue(schema, bytes);
    const sentence = `The message has ${bytes.byteLength} bytes; at most ${mostBytes} can be checked against a schema.`;
    return Promise.resolve(fault(sentence));
  }

  async close(): Promise<void> {
    for (const { settle } of this.#queue.splice(0)) settle(fault('The check was stopped.'));
    this.#endThread('The check was stopped.');
    await this.#ending;
  }

  #enqueue(schema: SchemaSet, bytes?: Uint8Array): Promise<SchemaVerdict> {
    return new Promise((settle) => {
      this.#lastId += 1;
      const job = { id: this.#lastId, hash: hashOf(schema), ...(bytes === undefined ? {} : { bytes }) };
      this.#queue.push({ job, schema, settle });
      this.#next();
    });
  }

  #next(): void {
    const waiting = this.#busy ? undefined : this.#queue.shift();
    if (!waiting) return;
    const { deadlineMs } = this.#options;
    const timer = setTimeout(() => {
      this.#endThread(`The check did not end within ${deadlineMs / 1000} s and was stopped.`);
    }, deadlineMs);
    this.#busy = { waiting, timer };
    this.#thread ??= this.#startThread();
    this.#thread.ref();
    this.#thread.postMessage(waiting.job);
  }

  #startThread(): Worker {
    const thread = new Worker(new URL('./schema-check-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 256 },
      env: {},
    });
    const broken = (): void => {
      if (thread === this.#thread)
        this.#endThread('The check broke down on this message: it is too large or too deep.');
    };
    thread.on('error', broken);
    thread.on('exit', broken);
    thread.on('message', (answer: CheckAnswer) => {
      if (thread === this.#thread) this.#receive(answer, thread);
    });
    this.statistics.threadsStarted += 1;
    return thread;
  }

  #receive(answer: CheckAnswer, thread: Worker): void {
    const waiting = this.#busy?.waiting;
    if (waiting?.job.id !== answer.id) return;
    this.statistics.memoryBytes = answer.memoryBytes;
    if ('need' in answer) {
      thread.postMessage({ ...waiting.job, schema: waiting.schema });
      return;
    }
    if (answer.memoryBytes > this.#options.mostMemoryBytes) this.#terminate();
    this.#finish(answer.faults.length === 0 ? { valid: true } : { valid: false, faults: answer.faults });
  }

  #finish(verdict: SchemaVerdict): void {
    if (!this.#busy) return;
    clearTimeout(this.#busy.timer);
    const { settle } = this.#busy.waiting;
    this.#busy = undefined;
    // An idle thread does not keep a process alive that has nothing else to do.
    this.#thread?.unref();
    settle(verdict);
    this.#next();
  }

  /** The thread goes; the job that it was at is answered with the sentence; the next job starts a new thread. */
  #endThread(sentence: string): void {
    this.#terminate();
    this.#finish(fault(sentence));
  }

  #terminate(): void {
    const ended = this.#thread;
    this.#thread = undefined;
    if (ended) this.#ending = ended.terminate();
  }
}

function fault(message: string): SchemaVerdict {
  return { valid: false, faults: [{ message, line: 0 }] };
}

/** The Pohoda set is 1.4 MB: its files are hashed once per object that holds them, not once per message. */
const hashes = new WeakMap<SchemaSet['files'], string>();

function hashOf({ main, files }: SchemaSet): string {
  const known = hashes.get(files);
  const hash =
    known ??
    createHash('sha256')
      .update(JSON.stringify(Object.entries(files).sort()))
      .digest('hex');
  hashes.set(files, hash);
  return `${hash}/${main}`;
}

let shared: SchemaCheck | undefined;

/** The process's own check, started at the first use. */
export function checkAgainstSchema(bytes: Uint8Array, schema: SchemaSet): Promise<SchemaVerdict> {
  shared ??= startSchemaCheck();
  return shared.check(bytes, schema);
}

/** Part of an orderly stop. */
export async function closeSchemaCheck(): Promise<void> {
  const closing = shared;
  shared = undefined;
  await closing?.close();
}
