import { refuse } from '../errors.ts';
import type { GivenAnswer } from '../idempotency/seal-answer.ts';
import type { Answer } from './operation.ts';

/** The largest answer to a GET. A program that asks for more than this asks for pages. */
export const answerLimitBytes = 10 * 1024 * 1024;

const jsonMediaType = 'application/json; charset=utf-8';

/** An operation's answer as it goes out. A text goes as it is, with the content type that the operation gives; everything else is JSON. */
export function answerText({ status = 200, headers = {}, body }: Answer): GivenAnswer {
  if (typeof body === 'string' && headers['content-type'] !== undefined) return { status, headers, body };
  return { status, headers: { 'content-type': jsonMediaType, ...headers }, body: JSON.stringify(body) };
}

/** Refuses (`too-large`) to send more than the limit. Only for what reads: what was done must be answered, whatever its size. */
export function checkAnswerSize({ body }: GivenAnswer): void {
  // A character takes three bytes at most (a pair of surrogates four for two): small answers are not measured.
  if (body.length * 3 <= answerLimitBytes) return;
  const bytes = Buffer.byteLength(body);
  if (bytes <= answerLimitBytes) return;
  const megabytes = (bytes / 1024 / 1024).toFixed(1);
  refuse(
    'too-large',
    `The answer would be ${megabytes} MB, and 10 MB is the most. Ask for less at a time: a smaller limit, fewer columns, or a narrower filter.`,
  );
}
