import { Decimal, type Value, type ValueObject } from '@gangway/language';
import type { Verdict } from './judge-answer.ts';
import { isObject } from './verdict-value.ts';

/** A verdict on its way between threads. A Decimal would lose what it is there: it travels as a Map of its text, which no value of an answer is. */
export interface PackedVerdict extends Omit<Verdict, 'write' | 'writeAlways'> {
  readonly packed: readonly (readonly ['write' | 'writeAlways', unknown])[];
}

const written = ['write', 'writeAlways'] as const;

export function packVerdict(verdict: Verdict): PackedVerdict {
  const { write, writeAlways, ...plain } = verdict;
  const objects = { write, writeAlways };
  return { ...plain, packed: written.flatMap((part) => (objects[part] ? [[part, packValue(objects[part])]] : [])) };
}

export function unpackVerdict({ packed, ...plain }: PackedVerdict): Verdict {
  return { ...plain, ...Object.fromEntries(packed.map(([part, value]) => [part, unpackValue(value) as ValueObject])) };
}

function packValue(value: Value): unknown {
  if (value instanceof Decimal) return new Map([['decimal', value.toString()]]);
  if (Array.isArray(value)) return (value as readonly Value[]).map(packValue);
  return isObject(value) ? mapped(value, packValue) : value;
}

function unpackValue(packed: unknown): Value {
  if (packed instanceof Map) return Decimal.of(String(packed.get('decimal')));
  if (Array.isArray(packed)) return packed.map(unpackValue);
  return typeof packed === 'object' && packed !== null ? mapped(packed as ValueObject, unpackValue) : (packed as Value);
}

function mapped<T>(object: ValueObject, change: (value: Value) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
