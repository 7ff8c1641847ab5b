import type { Value, ValueObject } from '@gangway/language';
import { isObject, readMessages } from '../templates/read-messages.ts';
import type { AnswerMessage, Outcome } from './delivery.ts';

export { isObject, wordsOf } from '../templates/read-messages.ts';

export interface VerdictValue {
  readonly outcome: Outcome;
  readonly messages: readonly AnswerMessage[];
  readonly write?: ValueObject;
  readonly writeAlways?: ValueObject;
}

/** Every word that `outcome` may be. */
export const outcomes = ['accepted', 'refused', 'retry', 'unknown'] as const;

/**
 * Reads what a response template (or a late answer by API) has made:
 * `{ outcome, messages: [{level, code, text, where}], write, writeAlways }`, or `accepted: true | false` with `retry: true`.
 */
export function readVerdictValue(value: Value): { ok: true; value: VerdictValue } | { ok: false; why: string } {
  if (!isObject(value)) return { ok: false, why: 'the response template must make an object with "outcome".' };
  const outcome = outcomeOf(value);
  if (outcome === undefined) {
    return { ok: false, why: '"outcome" must be accepted, refused, retry or unknown.' };
  }
  const { write, writeAlways } = value;
  return {
    ok: true,
    value: {
      outcome,
      messages: readMessages(value['messages']),
      ...(isObject(write) ? { write } : {}),
      ...(isObject(writeAlways) ? { writeAlways } : {}),
    },
  };
}

function outcomeOf(value: ValueObject): Outcome | undefined {
  const named = outcomes.find((outcome) => outcome === value['outcome']);
  if (named) return named;
  if (value['outcome'] !== undefined && value['outcome'] !== null) return undefined;
  if (value['accepted'] === true) return 'accepted';
  if (value['accepted'] === false) return value['retry'] === true ? 'retry' : 'refused';
  return undefined;
}
