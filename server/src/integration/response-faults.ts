import { didYouMean, keysOfJsonTemplate, type TemplateKey } from '@gangway/language';
import { outcomes } from '../deliveries/verdict-value.ts';
import type { Fault } from '../errors.ts';
import type { EntityDefinition } from '../records/types.ts';
import { checkWriteBack } from '../records/write-back.ts';
import { unknownName } from '../schema-faults.ts';

/** What a response template may make (deliveries/verdict-value.ts reads it). */
const verdictKeys = ['outcome', 'accepted', 'retry', 'messages', 'write', 'writeAlways'];

/**
 * What is wrong with the keys of a response template: one that nobody reads, no outcome, a field that the entity does not have or that no answer may
 * write. Keys that come out of data are judged when an answer is there. None for a template that cannot be read: compiling it says why.
 */
export function responseFaults(path: string, response: string, definitions: readonly EntityDefinition[]): Fault[] {
  const keys = keysOfJsonTemplate(response);
  const tops = keys.filter((key) => key.path.length === 1);
  if (tops.length === 0) return [];
  const faults = tops
    .filter(({ path: [name = ''] }) => name !== '*' && !verdictKeys.includes(name))
    .map((key) => placed(path, key, unknownName(key.path[0] ?? '', verdictKeys)));
  if (!tops.some(({ path: [name] }) => name === 'outcome' || name === 'accepted' || name === '*')) {
    const message =
      'The response template does not say what the answer means. Add "outcome": accepted, refused, retry or unknown.';
    faults.push({ path, message, line: 1, column: 1 });
  }
  faults.push(...tops.flatMap((key) => wordFaults(path, key)));
  return [...faults, ...tops.flatMap((top) => writeFaults(path, top, keys, definitions))];
}

/** A word that is written out and means nothing; what an expression gives is judged when an answer is there. */
function wordFaults(path: string, key: TemplateKey): Fault[] {
  const [name = ''] = key.path;
  const { text } = key;
  if (text === undefined) return [];
  if (name === 'outcome' && !(outcomes as readonly string[]).includes(text)) {
    return [
      placed(
        path,
        key,
        `"outcome" is accepted, refused, retry or unknown, not ${JSON.stringify(text)}.${didYouMean(text, outcomes)}`,
      ),
    ];
  }
  if (name !== 'accepted' && name !== 'retry') return [];
  return [placed(path, key, `"${name}" is true or false without quotes, not the text ${JSON.stringify(text)}.`)];
}

function writeFaults(
  path: string,
  top: TemplateKey,
  keys: readonly TemplateKey[],
  definitions: readonly EntityDefinition[],
): Fault[] {
  const [name = ''] = top.path;
  if (name !== 'write' && name !== 'writeAlways') return [];
  const inner = keys.filter((key) => key.path[0] === name && key.path.length > 1 && !key.path.includes('*'));
  const shape = shapeOf(inner.map((key) => ({ ...key, path: key.path.slice(1) })));
  const found = new Map<string, Fault>();
  for (const definition of definitions) {
    for (const { path: field = name, message } of checkWriteBack(definition, shape, name)) {
      const key = inner.find((each) => each.path.join('.') === field) ?? top;
      found.set(`${field} ${message}`, placed(path, key, message));
    }
  }
  return [...found.values()];
}

/** The keys as the object that they stand for, with nothing in its leaves. */
function shapeOf(keys: readonly TemplateKey[]): Record<string, unknown> {
  const names = new Set(keys.map(({ path }) => path[0] ?? ''));
  return Object.fromEntries(
    [...names].map((name) => {
      const inner = keys.filter(({ path }) => path[0] === name && path.length > 1);
      return [name, inner.length === 0 ? null : shapeOf(inner.map((key) => ({ ...key, path: key.path.slice(1) })))];
    }),
  );
}

function placed(path: string, { place }: TemplateKey, message: string): Fault {
  return { path, message, line: place.line, column: place.column };
}
