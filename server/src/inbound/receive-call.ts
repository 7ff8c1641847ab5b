import { durationMs } from '../configuration/duration.ts';
import type { Database, Transaction } from '../database/database.ts';
import { timeOfId } from '../database/uuid.ts';
import { type Fault, type ProblemCode, Refusal } from '../errors.ts';
import { inTurn } from '../idempotency/in-turn.ts';
import type { RecordEnvironment } from '../records/types.ts';
import { applyChanges } from './apply-changes.ts';
import type { ChangeResult } from './change-result.ts';
import type { InboundAnswer, InboundCall } from './call.ts';
import type { CallMarks, CallOutcome, EarlierCall } from './call-store.ts';
import { findAccepted, isSignatureUsed, lockMark } from './call-store.ts';
import type { CompiledDefinition } from './compile-definition.ts';
import { definitionDefaults } from './definition.ts';
import { hashOfBody, hashOfChanges, interpretCall, type Interpreted } from './interpret-call.ts';
import { type CallSurroundings, TemplateFailure } from './read-call.ts';
import type { ReadChange } from './read-verdict.ts';
import { acceptedAnswer, problemAnswer, refusedAnswer } from './render-answer.ts';

/** A call whose caller was let in. */
export interface ReceivedCall {
  readonly definition: CompiledDefinition;
  readonly call: InboundCall;
  readonly surroundings: CallSurroundings;
  /** What the caller has signed with, where the definition asks for it. */
  readonly signature: Buffer | undefined;
}

/** How a call has ended: what is answered, and what is kept of it. */
export interface Concluded {
  readonly outcome: CallOutcome;
  readonly answer: InboundAnswer;
  readonly code: ProblemCode | undefined;
  /** What a person reads. */
  readonly sentence: string;
  readonly faults: readonly Fault[];
  readonly results: readonly ChangeResult[];
  readonly messageId: string | undefined;
  readonly repeatOf: string | undefined;
  readonly marks: CallMarks;
}

export interface ReceivingParts {
  readonly database: Database;
  readonly environment: (transaction: Transaction) => Promise<RecordEnvironment>;
  /** Writes the call's row. */
  readonly keep: (transaction: Transaction, concluded: Concluded) => Promise<void>;
}

/**
 * What becomes of a call. Everything that it writes, records, events, deliveries and the call's own row, is written in one transaction or not at all; a
 * call that is refused, or only tried (`mode: test`), leaves its row alone. A message that was accepted before is answered as it was then.
 */
export async function receiveCall(parts: ReceivingParts, received: ReceivedCall): Promise<Concluded> {
  const { definition, call, surroundings } = received;
  const interpreted = interpretCall(definition, call, surroundings);
  const { messageId } = interpreted.reached;
  try {
    const work = (): Promise<Concluded> => withoutDeadlock(() => decide(parts, received, interpreted));
    if (messageId === undefined) return await work();
    // Who repeats in a panic waits here, without holding a connection to the database.
    return await inTurn(`call/${surroundings.unit.unitId}/${definition.source.name}/${messageId}`, work);
  } catch (error) {
    if (error instanceof Undone) return await kept(parts, error.concluded);
    if (!(error instanceof Refusal) || error.code === 'database-unavailable') throw error;
    return kept(parts, refuseCall(received, interpreted, error));
  }
}

async function kept({ database, keep }: ReceivingParts, concluded: Concluded): Promise<Concluded> {
  await database.transaction((transaction) => keep(transaction, concluded));
  return concluded;
}

/** Ends a transaction whose changes are not to stay. */
class Undone extends Error {
  readonly concluded: Concluded;
  constructor(concluded: Concluded) {
    super('the call was only tried');
    this.concluded = concluded;
  }
}

function decide(
  { database, environment, keep }: ReceivingParts,
  received: ReceivedCall,
  interpreted: Interpreted,
): Promise<Concluded> {
  return database.transaction(async (transaction) => {
    await refuseReplay(transaction, received);
    const earlier = await earlierCall(transaction, received, interpreted);
    const concluded = earlier ?? (await accept(transaction, await environment(transaction), received, interpreted));
    if (modeOf(received) === 'test') throw new Undone(concluded);
    await keep(transaction, concluded);
    return concluded;
  });
}

/** Reads and changes; throws every refusal. Also what a preview does, in a transaction that does not last. */
export async function accept(
  transaction: Transaction,
  environment: RecordEnvironment,
  received: ReceivedCall,
  interpreted: Interpreted,
): Promise<Concluded> {
  if (!interpreted.ok) throw interpreted.refusal;
  const { changes, reached } = interpreted;
  const applied = await applyChanges(transaction, environment, received.surroundings.user, changes);
  if (!applied.ok) throw applied.refusal;
  const { results } = applied;
  const { messages, run, messageId } = reached;
  const answer = acceptedAnswer(received.definition, received.call, run, { messages, results });
  if (answer instanceof TemplateFailure) throw new AnswerFailed(answer);
  return {
    ...{ outcome: 'accepted', answer, code: undefined, sentence: sentenceOf(results), faults: [], results },
    ...{ messageId, repeatOf: undefined, marks: marksOf(received, interpreted) },
  };
}

/** The fault is the definition's: the caller may send the same again when it was mended, and nothing was written. */
class AnswerFailed extends Refusal {
  readonly failure: TemplateFailure;
  constructor(failure: TemplateFailure) {
    super('definition-failed', `The answer cannot be made, so nothing was written: ${failure.sentence}`);
    this.failure = failure;
  }
}

/** What is answered to a refusal, in the definition's words where it has some for what the caller can mend. */
export function refuseCall(received: ReceivedCall, interpreted: Interpreted, refusal: Refusal): Concluded {
  const { definition, call } = received;
  const { run, messages, messageId } = interpreted.reached;
  const plain = problemAnswer(call, refusal);
  const told =
    messages.length > 0
      ? messages
      : refusal.faults.map(({ message, path }) => ({
          level: 'error',
          text: message,
          ...(path === undefined ? {} : { where: path }),
        }));
  // Who calls was not proved (a signature that comes again), or the caller cannot mend it: that is always ours to say.
  const ownWords = plain.status < 500 && refusal.code !== 'unauthenticated';
  const own = ownWords ? refusedAnswer(definition, run, { messages: told, results: [] }, refusal) : undefined;
  const answer = own === undefined || own instanceof TemplateFailure ? plain : own;
  const places = !interpreted.ok && interpreted.refusal === refusal ? interpreted.faults : refusal.faults;
  return {
    outcome: plain.status < 500 ? 'refused' : 'failed',
    ...{ answer, code: refusal.code, sentence: refusal.message, messageId, repeatOf: undefined },
    results: interpreted.ok ? interpreted.changes.map(notWritten) : [],
    faults: [
      ...places,
      ...(refusal instanceof AnswerFailed ? refusal.failure.faults : []),
      ...(own instanceof TemplateFailure ? own.faults : []),
    ],
    marks: marksOf(received, interpreted),
  };
}

function notWritten({ entity, do: doing, choice }: ReadChange): ChangeResult {
  const registration = choice?.by === 'registration' ? choice.registration : null;
  const id = choice?.by === 'id' ? choice.id : null;
  return {
    entity,
    do: doing,
    outcome: 'refused',
    id,
    registration,
    revision: null,
    state: null,
    record: null,
    changes: null,
  };
}

/** A recorded call that comes again within the tolerance of its time. */
async function refuseReplay(
  transaction: Transaction,
  { definition, call, surroundings, signature }: ReceivedCall,
): Promise<void> {
  const { name, authentication } = definition.source;
  if (signature === undefined || authentication.kind !== 'hmac') return;
  const { unitId } = surroundings.unit;
  await lockMark(transaction, unitId, `${name}/${signature.toString('base64')}`);
  // A call is taken up to the tolerance before its time, and up to the tolerance behind it.
  const sinceMs = call.at.getTime() - 2 * durationMs(authentication.tolerance ?? definitionDefaults.tolerance);
  if (await isSignatureUsed(transaction, unitId, name, signature, new Date(sinceMs))) {
    throw new Refusal(
      'unauthenticated',
      'This signature was used already. Sign every call anew, with the time of sending; a repeat too.',
    );
  }
}

/** The answer to a message that was accepted before; undefined: it is new. Refuses the id of one message with another message. */
export async function earlierCall(
  transaction: Transaction,
  received: ReceivedCall,
  interpreted: Interpreted,
): Promise<Concluded | undefined> {
  const { definition, surroundings } = received;
  const { messageId } = interpreted.reached;
  if (messageId === undefined || modeOf(received) !== 'live') return undefined;
  const { unitId } = surroundings.unit;
  const { name } = definition.source;
  await lockMark(transaction, unitId, `${name}/message/${messageId}`);
  const earlier = await findAccepted(transaction, unitId, name, messageId);
  if (earlier === undefined) return undefined;
  if (!isRepeat(received, interpreted, earlier)) {
    throw new Refusal(
      'key-reused',
      `The message ${JSON.stringify(messageId)} came before with another content (call ${earlier.id}). Give every message an id of its own.`,
    );
  }
  const { 'content-type': contentType = '', ...headers } = earlier.responseHeaders;
  return {
    outcome: 'repeated',
    answer: { status: earlier.status, contentType, headers, body: earlier.responseBody ?? Buffer.alloc(0) },
    ...{ code: undefined, sentence: `It came before and was accepted then: ${earlier.sentence}`, faults: [] },
    ...{ results: [], messageId, repeatOf: earlier.id, marks: marksOf(received, interpreted) },
  };
}

/** The same bytes, or the same changes as the message would have made when it came first: its `now` and `today` are those of then. */
function isRepeat(
  { definition, call, surroundings }: ReceivedCall,
  interpreted: Interpreted,
  earlier: EarlierCall,
): boolean {
  if (earlier.bodyHash?.equals(hashOfBody(call)) === true) return true;
  if (!interpreted.ok) return false;
  const then = interpretCall(definition, { ...call, at: new Date(timeOfId(earlier.id)) }, surroundings);
  return then.ok && earlier.writeHash?.equals(hashOfChanges(then.changes)) === true;
}

function marksOf({ call, signature }: ReceivedCall, interpreted: Interpreted): CallMarks {
  const remembered = interpreted.reached.messageId !== undefined;
  return {
    bodyHash: remembered ? hashOfBody(call) : null,
    writeHash: remembered && interpreted.ok ? hashOfChanges(interpreted.changes) : null,
    signature: signature ?? null,
  };
}

function modeOf({ definition }: ReceivedCall): string {
  return definition.source.mode ?? definitionDefaults.mode;
}

/** `Created in time: 3. Unchanged in companies: 1.` */
function sentenceOf(results: readonly ChangeResult[]): string {
  const [only] = results;
  if (only === undefined) return 'Accepted; there was nothing to change.';
  if (results.length === 1) return `${capital(only.outcome)} in ${only.entity}: ${only.registration ?? only.id ?? ''}.`;
  const groups = Map.groupBy(results, ({ outcome, entity }) => `${capital(outcome)} in ${entity}`);
  return [...groups].map(([words, group]) => `${words}: ${group.length}.`).join(' ');
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Two calls that change the same records in another order stop each other, and PostgreSQL ends one of them; it begins anew. */
async function withoutDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const isDeadlock = error instanceof Error && 'code' in error && error.code === '40P01';
      if (!isDeadlock || tries >= 5) throw error;
    }
  }
}
