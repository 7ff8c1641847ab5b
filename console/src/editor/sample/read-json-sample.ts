import { Decimal, readJson, type Value } from '@gangway/language';
import { isList, isObject } from '../preview/samples.ts';
import type { SampleNode } from './sample-tree.ts';

/** A JSON sample as a tree; or why it cannot be read. */
export function readJsonSample(text: string): { ok: true; root: SampleNode } | { ok: false; message: string } {
  const read = readJson(text);
  if (read.ok) return { ok: true, root: nodeOf('', read.value) };
  const [problem] = read.problems;
  return { ok: false, message: `${problem?.message ?? ''} (${problem?.line ?? 1}:${problem?.column ?? 1})` };
}

function nodeOf(name: string, value: Value): SampleNode {
  if (isList(value)) return { kind: 'list', name, items: value.map((item) => nodeOf(name, item)) };
  if (isObject(value)) {
    const children = Object.entries(value).map(([key, child]) => nodeOf(key, child));
    return { kind: 'branch', name, attributes: [], children };
  }
  if (typeof value === 'string') return { kind: 'leaf', name, text: value, bare: false };
  return { kind: 'leaf', name, text: value instanceof Decimal ? value.toString() : String(value), bare: true };
}
