import type { Range, SourceText } from './source-text.ts';
import { problemAt } from './stop.ts';
import type { Problem } from './types.ts';

/**
 * A stretch of a template's source. `text` is literal (still in the notation of its format: JSON escapes, XML references);
 * `inner` is what stands between `${` and `}`.
 */
export type Piece =
  | ({ readonly kind: 'text' } & Range)
  | ({ readonly kind: 'expression'; readonly inner: Range } & Range)
  | ({ readonly kind: 'secret'; readonly name: string } & Range);

const SECRET_START = '{{secret:';

/**
 * Cuts `${...}` and `{{secret:...}}` out of a stretch of source, in order and without gaps. A `${` ends at the balanced brace outside
 * text in quotes. One pass, so linear in the length. After an unclosed placeholder the rest is not looked at.
 */
export function cutPlaceholders(
  source: SourceText,
  range: Range = { start: 0, end: source.text.length },
): { readonly pieces: readonly Piece[]; readonly problems: readonly Problem[] } {
  const { text } = source;
  const pieces: Piece[] = [];
  let from = range.start;
  for (let at = range.start; at < range.end;) {
    const code = text.charCodeAt(at);
    const piece = code === 36 ? expressionAt(text, at, range.end) : code === 123 ? secretAt(text, at, range.end) : null;
    if (piece === null) {
      at++;
      continue;
    }
    if (piece.kind === 'unclosed') return { pieces, problems: [unclosedProblem(source, piece)] };
    if (from < at) pieces.push({ kind: 'text', start: from, end: at });
    pieces.push(piece);
    at = from = piece.end;
  }
  if (from < range.end) pieces.push({ kind: 'text', start: from, end: range.end });
  return { pieces, problems: [] };
}

interface Unclosed extends Range {
  readonly kind: 'unclosed';
  /** Where the quote stands whose partner is missing; -1 where no quote is open. */
  readonly quote: number;
}

/** The placeholder that begins at this `$`; null where there is none. */
export function expressionAt(text: string, at: number, end: number): Piece | Unclosed | null {
  if (text.charCodeAt(at) !== 36 || text.charCodeAt(at + 1) !== 123 || at + 1 >= end) return null;
  let depth = 1;
  for (let next = at + 2; next < end; next++) {
    const code = text.charCodeAt(next);
    if (code === 123) depth++;
    else if (code === 125) {
      depth--;
      if (depth === 0) {
        return { kind: 'expression', start: at, end: next + 1, inner: { start: at + 2, end: next } };
      }
    } else if (code === 39 || code === 34 || (code === 92 && isQuote(text.charCodeAt(next + 1)))) {
      const close = endOfQuotedText(text, next, end);
      if (close < 0) return { kind: 'unclosed', start: at, end, quote: next };
      next = close - 1;
    }
  }
  return { kind: 'unclosed', start: at, end, quote: -1 };
}

/** The `{{secret:name}}` that begins at this brace; null where there is none. */
export function secretAt(text: string, at: number, end: number): Extract<Piece, { kind: 'secret' }> | Unclosed | null {
  if (!text.startsWith(SECRET_START, at) || at + SECRET_START.length > end) return null;
  const close = text.indexOf('}}', at);
  const name = close < 0 || close + 2 > end ? '' : text.slice(at + SECRET_START.length, close).trim();
  if (name === '' || /[{}\r\n]/.test(name)) return { kind: 'unclosed', start: at, end, quote: -1 };
  return { kind: 'secret', start: at, end: close + 2, name };
}

/**
 * The offset behind a text in quotes that begins here, or -1. A quote inside is doubled (as in Excel) or has a backslash before it.
 * A text may also begin and end with `\"`: so it stands in templates that were copied out of a JSON file.
 */
export function endOfQuotedText(text: string, start: number, end: number): number {
  const escaped = text.charCodeAt(start) === 92;
  const quote = text.charCodeAt(escaped ? start + 1 : start);
  for (let at = start + (escaped ? 2 : 1); at < end; at++) {
    const code = text.charCodeAt(at);
    if (escaped) {
      if (code === 92 && text.charCodeAt(at + 1) === quote && at + 1 < end) return at + 2;
      if (code === 92) at++;
    } else if (code === 92) at++;
    else if (code === quote) {
      if (text.charCodeAt(at + 1) !== quote || at + 1 >= end) return at + 1;
      at++;
    }
  }
  return -1;
}

export function isQuote(code: number): boolean {
  return code === 39 || code === 34;
}

function unclosedProblem(source: SourceText, piece: Unclosed): Problem {
  if (piece.quote >= 0) {
    const message =
      'The text that begins here has no closing quote. Add the quote, or double a quote that belongs to the text.';
    return problemAt('unclosed-placeholder', message, source.placeOf(piece.quote, piece.quote + 1));
  }
  if (source.text.charCodeAt(piece.start) === 36) {
    const message = 'The expression that begins here has no end. Add the closing }.';
    return problemAt('unclosed-placeholder', message, source.placeOf(piece.start, piece.start + 2));
  }
  const message = 'The secret that begins here has no end. Write {{secret:name}}.';
  return problemAt('unclosed-placeholder', message, source.placeOf(piece.start, piece.start + SECRET_START.length));
}
