import { Compilation } from '../../compile.ts';
import type { Place } from '../../source-text.ts';
import { SourceText } from '../../source-text.ts';
import { TemplateFaults } from '../template-faults.ts';
import { constantText } from './compile-json.ts';
import { parseJsonTemplate, type JsonNode } from './parse-json-template.ts';

/** A key that the value of a JSON template will, or may, have. */
export interface TemplateKey {
  /** From the outermost object; lists without index; `*` for a key that is known only with the data. */
  readonly path: readonly string[];
  readonly place: Place;
  /** Nothing deeper is written out: the value is a text, a number or an expression. */
  readonly isLeaf: boolean;
  /** The objects in which the names of the path stand, by numbers: what stands in the same object has the same number at the same place. */
  readonly objects: readonly number[];
  /** The value, where it is a text without expressions. */
  readonly text?: string;
}

/**
 * The keys of a JSON template at their places, for checks when it is saved: whether a response template writes only fields that exist.
 * Directives are looked through. None for a template that cannot be read: compiling it says why.
 */
export function keysOfJsonTemplate(body: string): readonly TemplateKey[] {
  const compilation = new Compilation(new SourceText(body), { fields: {} });
  const keys: TemplateKey[] = [];
  let count = 0;
  try {
    collect(parseJsonTemplate(compilation.source), [], []);
  } catch (fault) {
    if (!(fault instanceof TemplateFaults)) throw fault;
    return [];
  }
  return keys;

  function collect(node: JsonNode, path: readonly string[], around: readonly number[]): void {
    if (node.kind === 'list') for (const item of node.items) collect(item, path, around);
    if (node.kind !== 'object') return;
    const objects = [...around, count++];
    for (const { key, value } of node.entries) {
      const name = constantText(compilation, key);
      if (name === '$for' || name === '$if' || name === '$let') continue;
      if (name === '$else' || name === '$value') {
        collect(value, path, around);
        continue;
      }
      const inner = [...path, name ?? '*'];
      const place = compilation.source.placeOf(key.start, key.end);
      const isLeaf = value.kind !== 'object' && value.kind !== 'list';
      const text = value.kind === 'text' ? constantText(compilation, value) : undefined;
      keys.push({ path: inner, place, isLeaf, objects, ...(text === undefined ? {} : { text }) });
      collect(value, inner, objects);
    }
  }
}
