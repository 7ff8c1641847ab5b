import type { Fault } from '../errors.ts';
import { joinPath } from '../records/field-path.ts';
import { unstorableSentence } from '../records/read-input.ts';

/** The first text, or name, in a value that PostgreSQL cannot keep: one with a NUL or with half a character. Records judge their own fields (read-input.ts). */
export function unstorableText(value: unknown, path = ''): Fault | undefined {
  if (typeof value === 'string') {
    const sentence = unstorableSentence(value);
    if (sentence === undefined) return undefined;
    return path === '' ? { message: `The text ${sentence}` } : { path, message: `"${path}" ${sentence}` };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, item] of Object.entries(value)) {
    const at = joinPath(path, Array.isArray(value) ? Number(name) : name);
    const fault = (Array.isArray(value) ? undefined : unstorableText(name, path)) ?? unstorableText(item, at);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
