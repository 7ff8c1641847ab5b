import { createHash } from 'node:crypto';
import { type Run, type Value, type ValueObject, writeJson } from '@gangway/language';
import { type Fault, Refusal } from '../errors.ts';
import type { AnswerMessage } from '../templates/read-messages.ts';
import type { InboundCall } from './call.ts';
import type { CompiledDefinition } from './compile-definition.ts';
import type { BodyFormat } from './definition.ts';
import {
  callContext,
  type CallSurroundings,
  readChanges,
  readInput,
  readMessageId,
  refusedByFailure,
  refusedByRead,
  runOf,
  TemplateFailure,
} from './read-call.ts';
import type { ReadChange, ReadVerdict } from './read-verdict.ts';

/** How far a message was understood. */
export interface Reached {
  readonly format: BodyFormat | undefined;
  readonly input: Value;
  /** For the answers; `input` is null where the body could not be read. */
  readonly run: Run;
  readonly messageId: string | undefined;
  readonly messages: readonly AnswerMessage[];
}

/** What a message means, before anything is looked up or written. */
export type Interpreted =
  | {
      readonly ok: true;
      readonly reached: Reached;
      readonly changes: readonly ReadChange[];
      readonly verdict: ReadVerdict;
    }
  | {
      readonly ok: false;
      readonly reached: Reached;
      readonly refusal: Refusal;
      /** With the places in the templates, for those who mend them. */
      readonly faults: readonly Fault[];
    };

/** Body, id of the message, changes: everything that a message alone decides. Pure; the same message gives the same. */
export function interpretCall(
  definition: CompiledDefinition,
  call: InboundCall,
  surroundings: CallSurroundings,
): Interpreted {
  const read = readInput(definition, call);
  const { format, input } = read instanceof Refusal ? { format: undefined, input: null } : read;
  const context = callContext(definition, call, input, surroundings);
  const run = (seed: string): Run => runOf(context, surroundings, call.at, seed);
  const reached: Reached = { format, input, run: run(call.id), messageId: undefined, messages: [] };
  if (read instanceof Refusal) return { ok: false, reached, refusal: read, faults: read.faults };
  const messageId = readMessageId(definition, reached.run);
  if (messageId instanceof TemplateFailure) return failed(reached, messageId);
  const known: Reached = { ...reached, messageId, run: run(messageId ?? call.id) };
  const verdict = readChanges(definition, known.run);
  if (verdict instanceof TemplateFailure) return failed(known, verdict);
  if (!isVerdict(verdict)) {
    const sentence = `What the definition ${JSON.stringify(definition.source.name)} has read cannot be understood: ${verdict[0]?.message ?? ''}`;
    return { ok: false, reached: known, refusal: new Refusal('definition-failed', sentence, verdict), faults: verdict };
  }
  const heard: Reached = { ...known, messages: verdict.messages };
  if (verdict.outcome === 'accepted') return { ok: true, reached: heard, changes: verdict.changes, verdict };
  const refusal = refusedByRead(verdict);
  return { ok: false, reached: heard, refusal, faults: refusal.faults };
}

function failed(reached: Reached, failure: TemplateFailure): Interpreted {
  return { ok: false, reached, refusal: refusedByFailure(failure), faults: failure.faults };
}

function isVerdict(verdict: ReadVerdict | readonly Fault[]): verdict is ReadVerdict {
  return 'outcome' in verdict;
}

/** SHA-256 of what a call asks for, whatever its body looks like: a device that repeats a message may write the time of sending into it anew. */
export function hashOfChanges(changes: readonly ReadChange[]): Buffer {
  const values = changes.map(({ entity, do: doing, choice, fields }): ValueObject => ({
    ...{ entity, do: doing, choice: choice === undefined ? null : { ...choice }, fields },
  }));
  return createHash('sha256').update(writeJson(values)).digest();
}

export function hashOfBody({ method, address, body }: Pick<InboundCall, 'method' | 'address' | 'body'>): Buffer {
  return createHash('sha256').update(`${method} ${address}\n`).update(body).digest();
}
