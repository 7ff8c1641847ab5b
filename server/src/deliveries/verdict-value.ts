import { Decimal, type Value, type ValueObject } from '@gangway/language';
import { plainWords } from '../outbound/plain-words.ts';
import type { AnswerMessage, Outcome } from './delivery.ts';

/** What is kept of a counterparty's words: enough for a person, whatever a program there may print. */
const mostMessages = 100;
const longestText = 2_000;
const longestCode = 200;

export interface VerdictValue {
  readonly outcome: Outcome;
  readonly messages: readonly AnswerMessage[];
  readonly write?: ValueObject;
  readonly writeAlways?: ValueObject;
}

const outcomes = ['accepted', 'refused', 'retry', 'unknown'] as const;

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
      messages: list(value['messages']).slice(0, mostMessages).flatMap(readMessage),
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

function readMessage(value: Value): AnswerMessage[] {
  if (!isObject(value)) {
    const words = typeof value === 'string' ? plainWords(value, longestText) : '';
    return words === '' ? [] : [{ level: 'error', text: words }];
  }
  const text = plainWords(textOf(value['text']), longestText);
  const code = plainWords(textOf(value['code']), longestCode);
  const where = plainWords(textOf(value['where']), longestCode);
  if (text === '' && code === '') return [];
  return [
    {
      level: plainWords(textOf(value['level']), longestCode) || 'error',
      text: text || `Code ${code}.`,
      ...(code === '' ? {} : { code }),
      ...(where === '' ? {} : { where }),
    },
  ];
}

/** The words of all messages as one sentence for a person; '' where there are none. */
export function wordsOf(messages: readonly AnswerMessage[]): string {
  return plainWords(messages.map(({ text }) => text).join(' '), longestText);
}

const list = (value: Value): readonly Value[] =>
  Array.isArray(value) ? (value as readonly Value[]) : value === undefined || value === null ? [] : [value];

function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || value instanceof Decimal) return value.toString();
  return '';
}

export function isObject(value: Value): value is ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Decimal);
}
