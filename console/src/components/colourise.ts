export interface Part {
  readonly start: number;
  readonly text: string;
  readonly is?: 'name' | 'text' | 'number' | 'mark';
}

/** Larger texts stay plain: a browser draws hundreds of thousands of elements slowly. */
const limit = 60_000;

const jsonToken = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)\b/g;
const xmlToken = /(<!--[\s\S]*?-->|<[?!][^>]*>)|(<\/?)([\w.:-]+)|([\w.:-]+)(=)("[^"]*"|'[^']*')/g;

/** Cuts a text into parts by what they are. */
export function colourise(text: string, kind: 'json' | 'xml' | 'text'): readonly Part[] {
  if (kind === 'text' || text.length > limit) return [{ start: 0, text }];
  const parts: Part[] = [];
  let end = 0;
  const take = (start: number, piece: string, is?: Part['is']): void => {
    if (start > end) parts.push({ start: end, text: text.slice(end, start) });
    parts.push({ start, text: piece, ...(is === undefined ? {} : { is }) });
    end = start + piece.length;
  };
  for (const match of text.matchAll(kind === 'json' ? jsonToken : xmlToken)) {
    if (kind === 'json') {
      const [, quoted, colon, plain] = match;
      if (quoted !== undefined) take(match.index, quoted, colon === undefined ? 'text' : 'name');
      else if (plain !== undefined) take(match.index, plain, 'number');
      continue;
    }
    const [, comment, bracket, element, attribute, , value] = match;
    if (comment !== undefined) take(match.index, comment, 'mark');
    else if (element !== undefined) take(match.index + (bracket ?? '').length, element, 'name');
    else if (attribute !== undefined && value !== undefined) take(match.index + attribute.length + 1, value, 'text');
  }
  if (end < text.length) parts.push({ start: end, text: text.slice(end) });
  return parts;
}
