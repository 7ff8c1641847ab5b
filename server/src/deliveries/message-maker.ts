import type { Run } from '@gangway/language';
import { availableParallelism } from 'node:os';
import type { Definitions, SeenRecord } from '../records/types.ts';
import { type JobOutcome, JobThreads } from '../threads/job-threads.ts';
import { composeMessage, type Composed } from './compose-message.ts';
import { judgeAnswer, type JudgeContext, readsAnswer, type Verdict } from './judge-answer.ts';
import { type CompiledParts, type MessageParts, type OpenedRun, openRun } from './message-parts.ts';
import { hereLimits, isOverBudget } from './narrow-limits.ts';
import { type PackedVerdict, unpackVerdict } from './packed-verdict.ts';

/** What a thread needs to judge an answer, beside the parts of its message. */
type Judged = Omit<JudgeContext, 'run' | 'template'>;

export interface MessageJob {
  readonly parts: MessageParts;
  /** Which entities; they are sent when the thread lacks them. */
  readonly definitions: number;
  /** Absent: the message is made. */
  readonly judge?: Judged;
}

export interface MessageAnswer {
  readonly composed?: Composed;
  readonly verdict?: PackedVerdict;
  readonly tookMs: number;
}

/** A message with all that it is made of. */
export interface MessageSource {
  readonly unitId: number;
  readonly parts: MessageParts;
  readonly compiled: CompiledParts;
  readonly definitions: Definitions;
}

/** A larger snapshot goes to a thread unseen: a message of 64 KB takes 0.7 ms here, and 0.8 ms by way of a thread. */
const largestSnapshot = 65_536;
/** A larger answer too: 32 KB of XML take 4 ms to read, a megabyte 120 ms. */
const largestAnswerBytes = 32_768;
/** What a thread did faster than this is done here the next time. */
const quickMs = 2;
const deadlineMs = 10_000;
/**
 * A thread that needs more dies alone, but only where V8 can interrupt it: JSON.parse cannot be, and ends the whole process there. It makes up to 14
 * times its text (`[1],` becomes 56 bytes), so snapshots are limited to what stays below.
 */
const mostHeapMb = 512;
const mostSnapshot = 16_000_000;

export interface MessageMakerOptions {
  readonly threads?: number;
  readonly deadlineMs?: number;
  readonly mostHeapMb?: number;
}

/**
 * Makes messages and reads answers. Nearly all take 50 to 100 microseconds and are done at once, in the event loop. Large ones, and those that
 * turn out to need more than `hereLimits`, are done by a few threads: they take their time without keeping anything else waiting, and one that
 * takes too long or too much memory ends alone. The bytes are the same in both places.
 */
export class MessageMaker {
  readonly #threads: JobThreads<MessageJob, MessageAnswer>;
  readonly #deadlineMs: number;
  /** Templates that took more than is done here the last time. */
  readonly #costly = new WeakSet<object>();
  readonly #definitionsIds = new WeakMap<Definitions, number>();
  #lastId = 0;
  #inThreads = 0;

  constructor(options: MessageMakerOptions = {}) {
    this.#deadlineMs = options.deadlineMs ?? deadlineMs;
    this.#threads = new JobThreads({
      program: new URL('./message-thread.ts', import.meta.url),
      threads: options.threads ?? Math.min(4, Math.max(1, availableParallelism() - 1)),
      deadlineMs: this.#deadlineMs,
      mostHeapMb: options.mostHeapMb ?? mostHeapMb,
    });
  }

  /** Messages made and answers read by threads, and threads started, so far. */
  get statistics(): { readonly inThreads: number; readonly threadsStarted: number } {
    return { inThreads: this.#inThreads, threadsStarted: this.#threads.statistics.threadsStarted };
  }

  /** The message, and how its answer will be read. */
  start(source: MessageSource): StartedMessage {
    let opened: OpenedRun | undefined;
    const here = (): Run => {
      if (opened !== undefined) return opened.run;
      const { run, record } = openRun(source.parts, source.definitions);
      opened = { run: { ...run, limits: hereLimits }, record };
      return opened.run;
    };
    return {
      compose: () => this.#compose(source, here),
      judge: (context) => this.#judge(source, here, context),
      seen: () => opened?.record ?? null,
    };
  }

  close(): Promise<void> {
    return this.#threads.close();
  }

  async #compose(source: MessageSource, here: () => Run): Promise<Composed> {
    const { template, connection } = source.compiled;
    const known = template ?? connection;
    const { length } = source.parts.snapshot;
    if (length > mostSnapshot)
      return tooLarge(
        `The record has ${length} characters with its related records; a message is made of ${mostSnapshot} at most. Take large fields out of it.`,
      );
    if (length <= largestSnapshot && !this.#costly.has(known)) {
      const composed = composeMessage(template, connection, here());
      if (composed.ok || !isOverBudget(composed.problems, here())) return composed;
    }
    const outcome = await this.#send(source, known);
    if (outcome.ok && outcome.answer.composed) return outcome.answer.composed;
    return tooLarge(
      `The message ${this.#whyNot(outcome, 'make')} Send fewer records or fields in it, or avoid a loop inside a loop.`,
    );
  }

  async #judge(source: MessageSource, here: () => Run, judge: Judged): Promise<Verdict> {
    const template = source.compiled.template?.response;
    const { result } = judge;
    if (template === undefined || result.kind === 'failed' || !readsAnswer({ ...judge, template })) {
      return judgeAnswer({ ...judge, template, run: nothingToRead });
    }
    const isSmall = source.parts.snapshot.length <= largestSnapshot && result.body.byteLength <= largestAnswerBytes;
    if (isSmall && !this.#costly.has(template)) {
      const verdict = judgeAnswer({ ...judge, template, run: here() });
      if (verdict.overBudget !== true) return verdict;
    }
    const outcome = await this.#send(source, template, judge);
    if (outcome.ok && outcome.answer.verdict) return unpackVerdict(outcome.answer.verdict);
    return judgeAnswer({ ...judge, template, run: nothingToRead, unreadable: `it ${this.#whyNot(outcome, 'read')}` });
  }

  async #send(
    { unitId, parts, definitions }: MessageSource,
    known: object,
    judge?: Judged,
  ): Promise<JobOutcome<MessageAnswer>> {
    this.#inThreads += 1;
    const job = { parts, definitions: this.#idOf(definitions), ...(judge === undefined ? {} : { judge }) };
    const row = `${unitId}/${parts.content.connection}`;
    const outcome = await this.#threads.run(job, { extra: () => definitions, row });
    if (outcome.ok && outcome.answer.tookMs < quickMs) this.#costly.delete(known);
    else this.#costly.add(known);
    return outcome;
  }

  /** What is not about the message is thrown: a process that stops, a fault of ours. */
  #whyNot(outcome: JobOutcome<MessageAnswer>, to: 'make' | 'read'): string {
    if (outcome.ok) throw new Error('a thread has answered something else');
    switch (outcome.why) {
      case 'late':
        return `takes longer than ${this.#deadlineMs / 1_000} s to ${to}.`;
      case 'memory':
        return `needs more memory to ${to} than one message may have.`;
      case 'broken':
        throw new Error('The thread that makes messages broke down.', { cause: outcome.cause });
      case 'stopped':
        throw new Error('A message was to be made while the process stops.');
    }
  }

  #idOf(definitions: Definitions): number {
    const known = this.#definitionsIds.get(definitions);
    if (known !== undefined) return known;
    this.#lastId += 1;
    this.#definitionsIds.set(definitions, this.#lastId);
    return this.#lastId;
  }
}

function tooLarge(message: string): Composed {
  return { ok: false, problems: [{ part: 'body', code: 'too-large', message, line: 1, column: 1 }] };
}

export interface StartedMessage {
  readonly compose: () => Promise<Composed>;
  readonly judge: (context: Judged) => Promise<Verdict>;
  /** The record that the message was made of, where it was read here. */
  readonly seen: () => SeenRecord | null;
}

/** Judging without a template asks nothing of the record. */
const nothingToRead: Run = { context: {}, now: new Date(0).toISOString(), seed: '', zone: 'UTC', locale: 'en' };
