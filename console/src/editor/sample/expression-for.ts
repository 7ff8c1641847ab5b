import type { Value } from '@gangway/language';
import { textOf } from '../preview/samples.ts';
import type { Dictionaries } from '../preview/samples.ts';
import type { Match } from './match-leaf.ts';
import { dateFormatOf } from './sample-dates.ts';
import type { SampleLeaf } from './sample-tree.ts';

/** The expression for a leaf, and what it needs that is not there yet. */
export interface Proposed {
  readonly expression: string;
  /** An entry that a new dictionary must have: the record's value and the counterparty's word for it. */
  readonly dictionary?: {
    readonly name: string;
    readonly key: string;
    readonly value: string;
    readonly isNew: boolean;
  };
}

/** Fields whose values are words of a closed set, which every program calls otherwise. */
const enumerated = new Set(['type', 'status', 'vatRate', 'rate', 'unit', 'country', 'category', 'language']);

/** Of these a number is a code, too. */
const codes = new Set(['type', 'status']);

/** Writes the record's value as the sample writes it: its date format, its decimal places, its words. */
export function expressionFor(leaf: SampleLeaf, match: Match, dictionaries: Dictionaries): Proposed {
  const { candidate, sameValue } = match;
  const { path, type, value } = candidate;
  if (type === 'date' || type === 'datetime') {
    const format = dateFormatOf(leaf.text) ?? 'yyyy-MM-dd';
    const plain = type === 'date' && format === 'yyyy-MM-dd';
    return { expression: optional(plain ? path : `${path} | date('${format}')`, value) };
  }
  const field = candidate.steps.at(-1) ?? '';
  const isWord = /\p{L}/u.test(leaf.text);
  if (!sameValue && ((enumerated.has(field) && isWord) || codes.has(field))) {
    return throughDictionary(leaf.text, path, field, value, dictionaries);
  }
  if (type === 'number') return { expression: optional(numberAs(path, leaf), value) };
  return { expression: optional(path, value) };
}

/** What the record mostly lacks is left out of the message instead of being sent empty. */
function optional(expression: string, value: Value): string {
  return textOf(value) === '' ? `${expression} | optional` : expression;
}

/** A JSON number has no fixed places, and one place is as good as chance: only a text such as `1250.50` says how many it wants. */
function numberAs(path: string, { text, bare }: SampleLeaf): string {
  const places = /^-?[\d\s]+[.,](\d+)$/.exec(text)?.[1]?.length ?? 0;
  const rounded = bare || places < 2 ? path : `${path} | decimals(${places})`;
  return text.includes(',') ? `${rounded} | text | replace('.', ',')` : rounded;
}

/** The dictionary that already knows the counterparty's word; else a new one with this entry. */
function throughDictionary(
  word: string,
  path: string,
  field: string,
  value: Value,
  dictionaries: Dictionaries,
): Proposed {
  const key = textOf(value);
  const known = Object.entries(dictionaries).find(
    ([, entries]) => Object.values(entries).includes(word) && (key === '' || Object.hasOwn(entries, key)),
  );
  const name = known?.[0] ?? `counterparty-${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return {
    expression: `${path} | dict('${name}')`,
    dictionary: { name, key, value: word, isNew: known === undefined },
  };
}
