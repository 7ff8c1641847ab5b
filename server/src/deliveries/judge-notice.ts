import { retryAfterMs } from '../outbound/retry-after.ts';
import type { Answer, SendResult } from '../outbound/outbound-request.ts';
import type { Verdict } from './judge-answer.ts';

/** What an attempt to tell a receiver has come to. */
export interface NoticeVerdict extends Verdict {
  /** The receiver wants no more notices, ever. */
  readonly gone?: true;
}

/**
 * The sender's rules of Standard Webhooks, the one place that decides when a notice has been taken. Pure.
 *
 * A 2xx within the time-out is done, whatever its body says. 410 ends the hook. 404 is retried, because a receiver that is being deployed answers so. 429 and
 * 503 are asked again when they say, and that costs no attempt. A redirect is a failure: its target has not been vetted, and the owner has not named it. Everything
 * else that a receiver answers is a failure of the receiver and retried: a notice cannot be wrong, only its receiver can.
 */
export function judgeNotice(result: SendResult, nowMs: number): NoticeVerdict {
  const answer: Answer | null = result.kind === 'answered' ? result : result.answer;
  // A body that breaks off changes nothing: the status had come.
  if (answer !== null) return judgeStatus(answer, nowMs);
  if (result.kind === 'answered') return judgeStatus(result, nowMs);
  const { sentence: reason, sent, stage } = result;
  const isSetting = stage === 'request' || stage === 'address';
  return failed(reason, { unreachable: !sent && !isSetting });
}

function judgeStatus({ status, headers }: Answer, nowMs: number): NoticeVerdict {
  if (status >= 200 && status < 300) {
    return {
      ...{ outcome: 'accepted', reason: `Taken with status ${status}.`, counted: true, available: true },
      ...{ unreachable: false, messages: [] },
    };
  }
  if (status === 410) {
    return {
      ...{ outcome: 'refused', reason: 'The receiver answered 410: it wants no more notices.', counted: true },
      ...{ available: true, unreachable: false, messages: [], gone: true },
    };
  }
  const named = headers['retry-after'];
  const waitMs =
    status === 429 || status === 503 ? retryAfterMs(typeof named === 'string' ? named : undefined, nowMs) : undefined;
  if (waitMs === undefined) return failed(wordsOf(status));
  const reason = `${wordsOf(status)} It asked to come back in ${Math.ceil(waitMs / 1_000)} s.`;
  // A receiver that says "slower" is there.
  return failed(reason, { counted: false, retryAfterMs: waitMs, ...(status === 429 ? { available: undefined } : {}) });
}

function failed(reason: string, more: Partial<Verdict> = {}): NoticeVerdict {
  return { outcome: 'retry', reason, counted: true, available: false, unreachable: false, messages: [], ...more };
}

function wordsOf(status: number): string {
  if (status >= 300 && status < 400) {
    return `The receiver answered ${status}: it points to another address. Redirects are never followed; put the right address into the hook.`;
  }
  switch (status) {
    case 401:
    case 403:
      return `The receiver answered ${status}: it does not accept the notice. Check the secret there, and the headers of the hook.`;
    case 404:
      return 'The receiver answered 404: there is nothing at this address at the moment.';
    case 408:
      return 'The receiver answered 408: it waited too long for the request.';
    case 413:
      return 'The receiver answered 413: the notice is too large for it. Use payload: thin.';
    case 429:
      return 'The receiver answered 429: too many requests.';
    default:
      return `The receiver answered ${status}.`;
  }
}
