import type { Outcome, Problem, Run, Value } from '@gangway/language';
import { type Fault, Refusal } from '../errors.ts';
import { plainWords } from '../outbound/plain-words.ts';
import { isSecretHeader } from '../outbound/scrub.ts';
import { unstorableSentence } from '../records/read-input.ts';
import { textOf, wordsOf } from '../templates/read-messages.ts';
import { bodyFormat, mediaTypeOf } from './body-format.ts';
import type { CallContext, CallUnit, CallUser, Dictionaries, InboundCall } from './call.ts';
import type { CompiledDefinition } from './compile-definition.ts';
import type { BodyFormat } from './definition.ts';
import { readBody } from './read-body.ts';
import { type ReadVerdict, readVerdict } from './read-verdict.ts';

/** A body as templates see it; no format: the call has none. */
export interface ReadInput {
  readonly format: BodyFormat | undefined;
  readonly input: Value;
}

/** Who calls, where, with which dictionaries: what templates see beside the message. */
export interface CallSurroundings {
  readonly user: CallUser;
  readonly unit: CallUnit;
  readonly dictionaries: Dictionaries;
}

/** A template that could not be rendered on a message; the places are those in the template. */
export class TemplateFailure {
  readonly faults: readonly Fault[];
  constructor(part: string, problems: readonly Pick<Problem, 'message' | 'line' | 'column'>[]) {
    // The problems may quote the message.
    this.faults = problems.map(({ message, line, column }) => ({
      ...{ path: part, message: plainWords(message, 2_000), line, column },
    }));
  }

  get sentence(): string {
    return this.faults.map(({ message }) => message).join(' ');
  }
}

/** The longest id of a message that is kept. */
const longestMessageId = 500;

/** Reads the body in its format, or says why it cannot be read. A call without a body is fine where `read` and `repeat` do not look at it. */
export function readInput({ source, read, repeat }: CompiledDefinition, call: InboundCall): ReadInput | Refusal {
  const { body, headers } = call;
  const looks = [...read.uses.paths, ...(repeat?.uses.paths ?? [])].some(
    (path) => path === 'input' || path.startsWith('input.'),
  );
  if (body.length === 0 && !looks) return { format: undefined, input: null };
  const contentType = headers['content-type'];
  const chosen = bodyFormat(source, contentType);
  if (!chosen.ok) {
    // Whoever forgot the body altogether is not helped by a word about its type.
    if (body.length === 0 && mediaTypeOf(contentType) === '')
      return new Refusal('unreadable-body', 'The call has no body.');
    return new Refusal('unsupported-media-type', chosen.sentence);
  }
  const outcome = readBody(body, chosen.format, source, contentType);
  return outcome instanceof Refusal ? outcome : { format: chosen.format, input: outcome.value };
}

/** What `read`, `repeat` and the answers see. */
export function callContext(
  { source }: Pick<CompiledDefinition, 'source'>,
  call: InboundCall,
  input: Value,
  { user, unit }: Pick<CallSurroundings, 'user' | 'unit'>,
): CallContext {
  const headers = Object.entries(call.headers).filter(([name]) => !isSecretHeader(name));
  return {
    input,
    path: call.params,
    query: call.query,
    http: { method: call.method, headers: Object.fromEntries(headers) },
    call: { id: call.id, definition: source.name, mode: source.mode ?? 'live' },
    user: { id: user.userId, name: user.name, groups: user.groups },
    unit: { id: unit.unitId, name: unit.name, zone: unit.zone, locale: unit.locale },
  };
}

/** now and today are the call's, uuid() comes out of the message's own id where it has one: a repeat reads the same. */
export function runOf(context: CallContext, surroundings: CallSurroundings, at: Date, seed: string): Run {
  const { unit, dictionaries } = surroundings;
  return { context, dictionaries, now: at.toISOString(), seed, zone: unit.zone, locale: unit.locale };
}

/** The caller's own id of the message; undefined: it has none. */
export function readMessageId({ repeat }: CompiledDefinition, run: Run): string | undefined | TemplateFailure {
  if (repeat === undefined) return undefined;
  const outcome = repeat.evaluate(run);
  if (!outcome.ok) return new TemplateFailure('repeat', outcome.problems);
  const { value } = outcome;
  if (value === null || value === undefined || value === '') return undefined;
  const text = textOf(value);
  const fault =
    text === ''
      ? 'The id of the message must be a text or a number.'
      : text.length > longestMessageId
        ? `The id of the message is longer than ${longestMessageId} characters.`
        : unstorable(text);
  return fault === undefined ? text : new TemplateFailure('repeat', [{ message: fault, line: 1, column: 1 }]);
}

function unstorable(text: string): string | undefined {
  const sentence = unstorableSentence(text);
  return sentence === undefined ? undefined : `The id of the message ${sentence}`;
}

/** What the message asks for. Faults without a template's place are faults of the definition: it has made something that cannot be understood. */
export function readChanges({ read }: CompiledDefinition, run: Run): ReadVerdict | TemplateFailure | readonly Fault[] {
  const rendered: Outcome<Value> = read.renderValue(run);
  return rendered.ok ? readVerdict(rendered.value) : new TemplateFailure('read', rendered.problems);
}

/** The refusal that `read` has made itself, with its own words. */
export function refusedByRead({ messages }: ReadVerdict): Refusal {
  const faults = messages.map(({ text, where }) => ({
    message: text,
    ...(where === undefined ? {} : { path: where }),
  }));
  return new Refusal(
    'message-refused',
    wordsOf(messages) || 'This message is not taken here; the definition does not say why.',
    faults,
  );
}

/** What a caller is told of a template that stopped on the message: its words, not its lines. */
export function refusedByFailure(failure: TemplateFailure): Refusal {
  return new Refusal(
    'message-refused',
    failure.sentence,
    failure.faults.map(({ message }) => ({ message })),
  );
}
