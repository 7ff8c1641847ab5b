import { readAnswer, type Run, type Template, type Value, type ValueObject } from '@gangway/language';
import { retryAfterMs } from '../outbound/retry-after.ts';
import type { Answered, SendFailed, SendResult } from '../outbound/outbound-request.ts';
import { plainWords } from '../outbound/plain-words.ts';
import type { AnswerMessage, Outcome } from './delivery.ts';
import { isOverBudget } from './narrow-limits.ts';
import { isObject, readVerdictValue, wordsOf } from './verdict-value.ts';

/**
 * What an attempt has come to: the one place that decides what counts as delivered. Pure.
 *
 * The status decides first: 408, 425, 429, redirects and 5xx are not the counterparty's considered answer, so an unreadable 502 page is an
 * outage, whatever a template would make of its text. (A template may claim single 5xx statuses for itself: SOAP answers a refusal with 500.)
 * Then the response template decides, on 2xx and 4xx. Without one, 2xx is accepted and everything else refused.
 * A 2xx that cannot be read is `unknown`: the message may have been booked.
 */
export interface Verdict {
  readonly outcome: Outcome;
  /** Whether the attempt counts against the schedule. */
  readonly counted: boolean;
  /** Whether the counterparty was there at all: what the breaker goes by. undefined: it says nothing about that. */
  readonly available: boolean | undefined;
  /** A failure that no message can have caused (nothing was sent): when the counterparty is back, everything waiting may go at once. */
  readonly unreachable: boolean;
  /** One sentence for a person. */
  readonly reason: string;
  readonly messages: readonly AnswerMessage[];
  readonly write?: ValueObject;
  readonly writeAlways?: ValueObject;
  readonly retryAfterMs?: number;
  /** A person has to mend the settings first; it says nothing about the counterparty and costs no attempt. */
  readonly waitsForSettings?: true;
  /** The limits of `run` were too narrow for the response template: only a run with wider ones can tell. */
  readonly overBudget?: true;
}

export interface JudgeContext {
  readonly result: SendResult;
  readonly template: Template | undefined;
  /** Statuses of 500 and above that the template decides. */
  readonly templateStatuses: readonly number[];
  readonly run: Run;
  /** `unsafe`: a request that may have arrived is never sent again blindly. */
  readonly repeats: 'safe' | 'unsafe';
  readonly nowMs: number;
  /** Why the response template cannot be run on this answer at all, where that is known. */
  readonly unreadable?: string;
}

export function judgeAnswer(context: JudgeContext): Verdict {
  const { result } = context;
  if (result.kind === 'failed') return judgeFailure(result, context);
  const { status } = result;
  if (isOutage(status) && !context.templateStatuses.includes(status)) return judgeOutage(result, context);
  if (context.template) return judgeByTemplate(result, context.template, context);
  return isSuccess(status)
    ? verdict('accepted', `Accepted with status ${status}.`)
    : verdict('refused', refusedByStatus(status));
}

/** Whether judging runs the response template, which may take a while. */
export function readsAnswer({ result, template, templateStatuses }: Omit<JudgeContext, 'run'>): boolean {
  if (result.kind === 'failed' || template === undefined) return false;
  return !isOutage(result.status) || templateStatuses.includes(result.status);
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;
const isOutage = (status: number): boolean =>
  status >= 500 || status === 408 || status === 425 || status === 429 || (status >= 300 && status < 400);

function verdict(outcome: Outcome, reason: string, more: Partial<Verdict> = {}): Verdict {
  return { outcome, reason, counted: true, available: true, unreachable: false, messages: [], ...more };
}

function judgeFailure(result: SendFailed, context: JudgeContext): Verdict {
  const { sentence: reason, sent, answer } = result;
  switch (result.stage) {
    case 'request':
    case 'address':
      // It is about the settings, not about the counterparty: trying again would end the same, and the mend is a person's.
      return verdict('refused', reason, { available: undefined });
    case 'authentication':
      if (result.code === 'secret-missing') {
        return verdict('retry', reason, { available: undefined, counted: false, waitsForSettings: true });
      }
      return verdict('retry', reason, { available: false });
    default:
      break;
  }
  // The answer broke off, but its status had come: that decides where it says no, or where the rest would not have been read.
  if (answer && isOutage(answer.status))
    return judgeOutage({ ...answer, kind: 'answered', timing: result.timing }, context);
  if (answer && !isSuccess(answer.status)) return verdict('refused', refusedByStatus(answer.status));
  if (answer && !context.template) return verdict('accepted', `Accepted with status ${answer.status}.`);
  if (sent && context.repeats === 'unsafe') {
    return verdict(
      'unknown',
      `${reason} The message may have arrived, and this connection cannot recognise a repeat.`,
      {
        available: false,
      },
    );
  }
  return verdict('retry', reason, { available: false, unreachable: !sent });
}

function judgeOutage(result: Answered, context: JudgeContext): Verdict {
  const { status, headers } = result;
  const retryAfter = headers['retry-after'];
  const waitMs = retryAfterMs(typeof retryAfter === 'string' ? retryAfter : undefined, context.nowMs);
  const asked = (status === 429 || status === 503) && waitMs !== undefined;
  const reason = `${outageWords(status)}${asked ? ` It asked to come back in ${Math.ceil(waitMs / 1_000)} s.` : ''}`;
  const rejectedUnread = status === 429 || status === 503 || status === 425 || status < 400;
  if (context.repeats === 'unsafe' && !rejectedUnread) {
    return verdict(
      'unknown',
      `${reason} The message may have been processed, and this connection cannot recognise a repeat.`,
      {
        available: false,
      },
    );
  }
  return verdict('retry', reason, {
    counted: !asked,
    // A counterparty that says "slower" is there; the lane waits as asked, the breaker has no part in it.
    available: status === 429 || asked ? undefined : false,
    ...(asked ? { retryAfterMs: waitMs } : {}),
  });
}

function outageWords(status: number): string {
  if (status === 429) return 'The counterparty answered 429: too many requests.';
  if (status === 408) return 'The counterparty answered 408: it waited too long for the request.';
  if (status >= 300 && status < 400) {
    return `The counterparty answered ${status}: it points to another address. Redirects are never followed; put the right address into the connection.`;
  }
  return `The counterparty answered ${status}: it is not working at the moment.`;
}

function refusedByStatus(status: number): string {
  switch (status) {
    case 401:
      return 'The counterparty answered 401: it does not accept the user name, password or token of this connection.';
    case 403:
      return 'The counterparty answered 403: this user may not do that there.';
    case 404:
      return 'The counterparty answered 404: it does not know this address. Check the path of the connection and the template.';
    case 413:
      return 'The counterparty answered 413: the message is too large for it.';
    default:
      return `The counterparty refused the message with status ${status}.`;
  }
}

function judgeByTemplate(result: Answered, template: Template, context: JudgeContext): Verdict {
  const success = isSuccess(result.status);
  const unreadable = (why: string): Verdict => {
    if (isOutage(result.status)) return judgeOutage(result, context);
    return success
      ? verdict('unknown', `The answer cannot be understood: ${why} Look there whether the message was accepted.`)
      : verdict('refused', `${refusedByStatus(result.status)} Its answer cannot be read: ${why}`);
  };
  if (context.unreadable !== undefined) return unreadable(context.unreadable);
  const readsBody = template.uses.paths.some((path) => path === 'response' || path.startsWith('response.'));
  const body = readBody(result, readsBody);
  if (!body.ok)
    return success || isOutage(result.status)
      ? unreadable(body.why)
      : verdict('refused', refusedByStatus(result.status));
  const rendered = template.renderValue({
    ...context.run,
    context: { ...context.run.context, response: body.value, http: { status: result.status, headers: result.headers } },
  });
  // The problems may quote the answer.
  if (!rendered.ok) {
    const verdictNow = unreadable(plainWords(rendered.problems.map(({ message }) => message).join(' '), 2_000));
    return isOverBudget(rendered.problems, context.run) ? { ...verdictNow, overBudget: true } : verdictNow;
  }
  const answer = readVerdictValue(rendered.value);
  if (!answer.ok) return unreadable(answer.why);
  return verdictOf(answer.value, result.status, context);
}

function readBody(result: Answered, needed: boolean): { ok: true; value: Value } | { ok: false; why: string } {
  if (!needed) return { ok: true, value: null };
  if (result.truncated) return { ok: false, why: 'it is larger than 1 MB.' };
  const answer = readAnswer(result.body, contentTypeOf(result));
  switch (answer.kind) {
    case 'empty':
      return { ok: false, why: 'it is empty.' };
    case 'text':
      return { ok: false, why: plainWords(answer.problems[0]?.message ?? '', 2_000) || 'it is neither JSON nor XML.' };
    case 'xml':
      // A proxy's log-in page with status 200 can be well-formed; it is still nobody's answer to an invoice.
      if (isObject(answer.value) && 'html' in answer.value) return { ok: false, why: 'it is a web page.' };
      return { ok: true, value: answer.value };
    case 'json':
    case 'form':
      return { ok: true, value: answer.value };
  }
}

function contentTypeOf({ headers }: Answered): string | undefined {
  const contentType = headers['content-type'];
  return typeof contentType === 'string' ? contentType : undefined;
}

function verdictOf(
  answer: Pick<Verdict, 'outcome' | 'messages' | 'write' | 'writeAlways'>,
  status: number,
  context: JudgeContext,
): Verdict {
  const { outcome, messages } = answer;
  const words = wordsOf(messages);
  const write = {
    ...(answer.write && { write: answer.write }),
    ...(answer.writeAlways && { writeAlways: answer.writeAlways }),
  };
  const more = { messages, ...write };
  switch (outcome) {
    case 'accepted':
      // A template cannot make an acceptance of a status that says otherwise.
      if (!isSuccess(status)) return verdict('refused', words || refusedByStatus(status), more);
      return verdict('accepted', words || 'Accepted.', more);
    case 'refused':
      return verdict(
        'refused',
        words || (isSuccess(status) ? 'Refused without a reason.' : refusedByStatus(status)),
        more,
      );
    case 'retry':
      if (context.repeats === 'unsafe' && status >= 500) {
        return verdict('unknown', `${words} The message may have been processed.`.trim(), {
          ...more,
          available: false,
        });
      }
      return verdict('retry', words || 'The counterparty asked to try again.', {
        ...more,
        available: undefined,
      });
    case 'unknown':
      return verdict('unknown', words || 'The counterparty does not say whether it accepted the message.', more);
  }
}
