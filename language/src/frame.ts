import { base64Of } from './base64.ts';
import { Decimal } from './decimal.ts';
import type { ProblemCode } from './problem-codes.ts';
import { sentenceOf } from './quoted-data.ts';
import type { Place } from './source-text.ts';
import { NotedProblems } from './noted-problems.ts';
import { Stop } from './stop.ts';
import type { Tracer } from './trace/tracer.ts';
import type { Limits, Outcome, Problem, Run, Value, ValueObject } from './types.ts';

/** A compiled expression: called once per evaluation, keeps no state of its own. */
export type Evaluate = (frame: Frame) => Value;

const MOST_STEPS = 5_000_000;
const STEPS_PER_VALUE = 200;

export const DEFAULT_LIMITS: Limits = {
  steps: 20_000,
  outputLength: 10_000_000,
  textLength: 1_000_000,
  digits: 100,
  depth: 64,
};

/** All texts made on the way, added up, may be so many times as long as the output; it bounds the memory of one evaluation. */
const TEXT_PER_OUTPUT = 4;

/**
 * One evaluation of one template or expression: the data, the loop variables, and what is left of every limit. Everything that could
 * differ between two evaluations comes from the Run, so the same run gives the same bytes.
 */
export class Frame {
  readonly run: Run;
  readonly context: ValueObject;
  readonly limits: Limits;
  /** Loop variables, `$let` names and `item`, by the slot that the Environment gave them. */
  readonly locals: Value[] = [];
  private stepsLeft: number;
  private stepsExtended: boolean;
  private textLeft: number;
  private outputLeft: number;
  private uuids = 0;
  private resolved: Map<string, string> | undefined;
  private dataHidden = 0;
  /** The problems so far, where all of them are asked for; undefined: the first one ends the evaluation. */
  readonly noted: NotedProblems | undefined;
  /** Follows what is read and written, where somebody looks; undefined: nobody does. */
  readonly tracer: Tracer | undefined;

  constructor(run: Run, tracer?: Tracer) {
    this.run = run;
    this.tracer = tracer;
    this.context = run.context;
    this.limits = run.limits === undefined ? DEFAULT_LIMITS : { ...DEFAULT_LIMITS, ...run.limits };
    this.stepsLeft = this.limits.steps;
    this.stepsExtended = run.limits?.steps !== undefined;
    this.textLeft = this.limits.outputLength * TEXT_PER_OUTPUT;
    this.outputLeft = this.limits.outputLength;
    this.noted = run.everyProblem === true ? new NotedProblems() : undefined;
  }

  /** Takes steps off the budget: one per node of an expression, one per round of a loop, more for work on long texts. */
  charge(steps: number, place: Place): void {
    this.stepsLeft -= steps;
    if (this.stepsLeft < 0) this.extendSteps(place);
  }

  /** Call with the length of every text that is made, before it is made where it could be long. */
  chargeText(length: number, place: Place): void {
    if (length > this.limits.textLength) {
      stop(
        'text-too-long',
        `This text would have ${length} characters; at most ${this.limits.textLength} are allowed.`,
        place,
      );
    }
    this.textLeft -= length;
    if (this.textLeft < 0) {
      stop('text-too-long', 'The texts made here are too long altogether. Join or repeat less text.', place);
    }
    if (length > 64) this.charge(length >> 6, place);
  }

  /** Call with the length of every piece of output. */
  chargeOutput(length: number, place: Place): void {
    this.outputLeft -= length;
    if (this.outputLeft < 0) {
      const most = this.limits.outputLength;
      stop(
        'output-too-long',
        `The message would be longer than ${most} characters. Send fewer records or fields in it.`,
        place,
      );
    }
  }

  /** The value of a secret; the placeholder itself in a preview, where the run gives no secrets. */
  secret(name: string, place: Place): string {
    const lookUp = this.run.secret;
    if (lookUp === undefined) return `{{secret:${name}}}`;
    const value = lookUp(name);
    if (value === undefined) {
      return stop(
        'unknown-secret',
        `There is no secret "${name}". Set it with the connection, or correct the name.`,
        place,
      );
    }
    this.resolved ??= new Map();
    this.resolved.set(name, value);
    return value;
  }

  /** Counts from 1: how many uuids this evaluation has made. */
  nextUuid(): number {
    this.uuids += 1;
    return this.uuids;
  }

  /** Call before something is worked out with a secret: until showData() is called as often, no problem shows data. */
  hideData(): void {
    this.dataHidden += 1;
  }

  showData(): void {
    this.dataHidden -= 1;
  }

  /** A problem's sentence for a person: data shortened, and no secret in it, neither as it is nor encoded. */
  sentence(message: string): string {
    return sentenceOf(
      message,
      (words) => this.withoutSecrets(words),
      (data) => (this.dataHidden > 0 ? '***' : this.withoutSecrets(data)),
    );
  }

  /** Does the work; a problem in it is noted, and `instead` stands for what it would have made. Limits end everything all the same. */
  attempt<T, I>(work: (frame: Frame) => T, instead: I): T | I {
    const hidden = this.dataHidden;
    try {
      return work(this);
    } catch (cause) {
      if (
        !(cause instanceof Stop) ||
        this.noted?.add({ ...cause.problem, message: this.sentence(cause.message) }) !== true
      )
        throw cause;
      this.dataHidden = hidden;
      return instead;
    }
  }

  private withoutSecrets(words: string): string {
    let clean = words;
    for (const [name, value] of this.resolved ?? []) {
      if (value === '') continue;
      const text = value.toWellFormed();
      for (const form of [value, encodeURIComponent(text), base64Of(new TextEncoder().encode(text))]) {
        clean = clean.replaceAll(form, () => `{{secret:${name}}}`);
      }
    }
    return clean;
  }

  /** A small record gets along with the base; only when it is used up are the values of the record counted. */
  private extendSteps(place: Place): void {
    if (!this.stepsExtended) {
      this.stepsExtended = true;
      const most = MOST_STEPS - DEFAULT_LIMITS.steps;
      this.stepsLeft += Math.min(most, countValues(this.context, most / STEPS_PER_VALUE) * STEPS_PER_VALUE);
    }
    if (this.stepsLeft < 0) {
      stop(
        'too-many-steps',
        'This takes too many steps. Loop over fewer values, or avoid a loop inside a loop.',
        place,
      );
    }
  }
}

/** Runs a compiled expression or template; every problem comes back as a value, with the secrets kept out of its sentence. */
export function runFrame<T>(run: Run, body: (frame: Frame) => T): Outcome<T> {
  const frame = new Frame(run);
  try {
    const value = body(frame);
    const problems = frame.noted?.inOrder() ?? [];
    return problems.length === 0 ? { ok: true, value } : { ok: false, problems };
  } catch (cause) {
    if (!(cause instanceof Stop)) throw cause;
    const last = { ...cause.problem, message: frame.sentence(cause.problem.message) };
    return { ok: false, problems: [...(frame.noted?.inOrder() ?? []), last] };
  }
}

/** The same, followed by a tracer: what can be written in spite of problems, and every one of them. */
export function traceFrame(
  run: Run,
  tracer: Tracer,
  body: (frame: Frame) => string,
): { readonly text: string | undefined; readonly problems: readonly Problem[] } {
  const frame = new Frame({ ...run, everyProblem: true }, tracer);
  try {
    return { text: body(frame), problems: frame.noted?.inOrder() ?? [] };
  } catch (cause) {
    if (!(cause instanceof Stop)) throw cause;
    const last = { ...cause.problem, message: frame.sentence(cause.problem.message) };
    return { text: undefined, problems: [...(frame.noted?.inOrder() ?? []), last] };
  }
}

/** Ends the evaluation with a problem. */
export function stop(code: ProblemCode, message: string, place: Place): never {
  throw new Stop(code, message, place);
}

/** Values in the data, every list, object, text and number being one; counting ends at `most`. No recursion: the data may be deep. */
function countValues(data: Value, most: number): number {
  const waiting: Value[] = [data];
  let count = 0;
  while (waiting.length > 0) {
    const value = waiting.pop();
    count += 1;
    if (count + waiting.length >= most) return most;
    if (typeof value !== 'object' || value === null || value instanceof Decimal) continue;
    for (const child of Object.values<Value>(value)) waiting.push(child);
  }
  return count;
}
