import type { Value, ValueObject } from '@gangway/language';
import type { SendResult } from '../outbound/outbound-request.ts';
import type { ComposedMessage } from './compose-message.ts';
import type { AnswerMessage, ClaimedDelivery } from './delivery.ts';
import type { Verdict } from './judge-answer.ts';
import type { LiveConnection } from './live-connection.ts';
import type { AttemptRow } from './settle-store.ts';
import type { AttemptBegun } from './unsendable.ts';
import { isObject } from './verdict-value.ts';

/** Bytes of a request that an attempt keeps. */
const keptRequestBytes = 1_048_576;

/** What hides secrets in what is kept. */
type Connection = Pick<Extract<LiveConnection, { ok: true }>, 'scrub' | 'scrubBytes' | 'scrubHeaders'>;

/** What is kept of a request and its answer: without secrets, the bytes of the request once per delivery. */
export function attemptFacts(
  { message, result }: { readonly message: ComposedMessage; readonly result: SendResult },
  verdict: Verdict,
  delivery: ClaimedDelivery,
  connection: Connection,
): Omit<AttemptRow, keyof AttemptBegun> {
  const answer = result.kind === 'answered' ? result : result.answer;
  const body =
    message.body && !delivery.bodyKept ? connection.scrubBytes(message.body.subarray(0, keptRequestBytes)) : null;
  return {
    counted: verdict.counted && !delivery.probe,
    outcome: verdict.outcome,
    reason: connection.scrub(verdict.reason),
    status: answer?.status ?? null,
    request: {
      method: message.method,
      url: connection.scrub(message.url),
      headers: connection.scrubHeaders(message.headers),
      ...(message.body && message.body.length > keptRequestBytes ? { truncated: true } : {}),
    },
    requestBody: body,
    response: answer && {
      headers: connection.scrubHeaders(answer.headers),
      ...(answer.truncated ? { truncated: true } : {}),
    },
    responseBody: answer && answer.body.length > 0 ? connection.scrubBytes(answer.body) : null,
    timing: result.timing,
    messages: verdict.messages.map((one) => scrubbedMessage(one, connection.scrub)),
  };
}

type Scrub = (text: string) => string;

/** A counterparty may repeat a secret in its answer; neither its words nor what it writes may carry it on. */
export function scrubbedVerdict(verdict: Verdict, scrub: Scrub): Verdict {
  const { reason, messages, write, writeAlways } = verdict;
  return {
    ...verdict,
    reason: scrub(reason),
    messages: messages.map((one) => scrubbedMessage(one, scrub)),
    ...(write && { write: scrubbedObject(write, scrub) }),
    ...(writeAlways && { writeAlways: scrubbedObject(writeAlways, scrub) }),
  };
}

function scrubbedMessage({ level, code, text, where }: AnswerMessage, scrub: Scrub): AnswerMessage {
  return {
    ...{ level, text: scrub(text) },
    ...(code === undefined ? {} : { code: scrub(code) }),
    ...(where === undefined ? {} : { where: scrub(where) }),
  };
}

function scrubbedObject(object: ValueObject, scrub: Scrub): ValueObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, scrubbedValue(value, scrub)]));
}

function scrubbedValue(value: Value, scrub: Scrub): Value {
  if (typeof value === 'string') return scrub(value);
  if (Array.isArray(value)) return (value as readonly Value[]).map((item) => scrubbedValue(item, scrub));
  return isObject(value) ? scrubbedObject(value, scrub) : value;
}
