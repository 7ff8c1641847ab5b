import { Decimal, type Value, type ValueObject } from '@gangway/language';
import { plainWords } from '../outbound/plain-words.ts';

/** Something that a person should read, from a counterparty or a template. */
export interface AnswerMessage {
  readonly level: string;
  readonly code?: string;
  readonly text: string;
  readonly where?: string;
}

/** What is kept of such words: enough for a person, whatever a program there may print. */
const mostMessages = 100;
const longestText = 2_000;
const longestCode = 200;

/** The `messages` that a template has made: objects of level, code, text and where, or bare texts. What says nothing is left out. */
export function readMessages(value: Value): AnswerMessage[] {
  return listOf(value).slice(0, mostMessages).flatMap(readMessage);
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

/** A list as it is, null as none, anything else as a list of itself. */
export function listOf(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  return value === undefined || value === null ? [] : [value];
}

/** A value as one text; '' for a list, an object and nothing. */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || value instanceof Decimal) return value.toString();
  return '';
}

export function isObject(value: Value): value is ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Decimal);
}
