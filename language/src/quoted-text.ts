import { secretAt } from './placeholders.ts';
import type { Range } from './source-text.ts';
import type { TextPart } from './syntax.ts';

export type DecodedText =
  | { readonly kind: 'text'; readonly parts: readonly TextPart[] }
  | ({ readonly kind: 'fault'; readonly message: string } & Range);

const ESCAPES = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['/', '/'],
]);

/**
 * What a text in quotes says; the range includes the quotes. A doubled quote is one quote; \n \r \t \\ \' \" \/ and \u0041 mean what
 * they mean in JSON; {{secret:name}} is a part of its own. A text between \" and \" was written in JSON once more.
 */
export function decodeQuotedText(source: string, range: Range): DecodedText {
  const copiedFromJson = source.charCodeAt(range.start) === 92;
  const width = copiedFromJson ? 2 : 1;
  const quote = source.charAt(range.start + width - 1);
  const raw = source.slice(range.start + width, range.end - width);
  const text = copiedFromJson ? raw.replaceAll(/\\(["\\/])/g, '$1') : raw;
  const parts: TextPart[] = [];
  let literal = '';
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at);
    const secret = character === '{' ? secretAt(text, at, text.length) : null;
    if (secret?.kind === 'secret') {
      parts.push(literal, { secret: secret.name });
      literal = '';
      at = secret.end;
    } else if (character === '\\') {
      const escape = escapeAt(text, at);
      if (escape === undefined) return unknownEscape(copiedFromJson ? range : between(range.start + width + at));
      literal += escape.text;
      at = escape.end;
    } else {
      literal += character;
      at += character === quote && !copiedFromJson ? 2 : 1;
    }
  }
  parts.push(literal);
  return {
    kind: 'text',
    parts: parts.filter((part) => part !== '').map((part) => (typeof part === 'string' ? part.toWellFormed() : part)),
  };
}

function escapeAt(text: string, at: number): { readonly text: string; readonly end: number } | undefined {
  const letter = text.charAt(at + 1);
  if (letter === 'u') {
    const digits = text.slice(at + 2, at + 6);
    if (!/^[0-9A-Fa-f]{4}$/.test(digits)) return undefined;
    return { text: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 6 };
  }
  const meaning = ESCAPES.get(letter);
  return meaning === undefined ? undefined : { text: meaning, end: at + 2 };
}

function between(at: number): Range {
  return { start: at, end: at + 2 };
}

function unknownEscape(range: Range): DecodedText {
  const message = "A backslash begins a special character: \\n, \\t, \\' or \\\\. Write \\\\ for a backslash itself.";
  return { kind: 'fault', message, start: range.start, end: range.end };
}
