import { FilterFault } from '../filter/filter.ts';
import { lexFilter } from '../filter/lex-filter.ts';
import type { ViewField, ViewFields } from './view-field.ts';

/** `a, b.c` as names; blanks around them do not count. */
export function splitNames(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** A path as it is written in a filter: names joined by points, odd ones in double quotes. undefined: it cannot be read. */
export function readPath(text: string): readonly string[] | undefined {
  try {
    const [token, end] = lexFilter(text);
    if (end?.is !== 'end') return undefined;
    // A field may have the name of a keyword; it stands alone here.
    if (token?.is === 'keyword' || (token?.is === 'literal' && /^[a-z]/i.test(text))) return [text];
    return token?.is === 'path' ? token.path.parts : undefined;
  } catch (error) {
    if (!(error instanceof FilterFault)) throw error;
    return undefined;
  }
}

/** The field of a path, or the sentence that says why there is none to be shown or sorted by. */
export function findShown(text: string, fields: ViewFields): ViewField | string {
  const parts = readPath(text);
  if (parts === undefined) return `${JSON.stringify(text.slice(0, 60))} is no name of a field.`;
  const field = fields.find(parts);
  if (field === undefined) return fields.unknown(parts);
  if (field.inList === true) {
    return `${field.path} is in a list: ask for the whole list, ${field.path.split('.').slice(0, -1).join('.')}.`;
  }
  return { ...field, path: text };
}
