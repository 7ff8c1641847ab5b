import { Decimal } from './decimal.ts';
import { endOfQuotedText, isQuote, secretAt } from './placeholders.ts';
import type { Range, SourceText } from './source-text.ts';
import { Stop } from './stop.ts';
import type { TextPart } from './syntax.ts';
import { decodeQuotedText } from './quoted-text.ts';

/** One word of an expression. A `name` keeps the author's case; `@state` and `#text` are names as well. */
export type Token = Range &
  (
    | { readonly kind: 'number'; readonly value: number | Decimal }
    | { readonly kind: 'text'; readonly parts: readonly TextPart[] }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'symbol'; readonly symbol: string }
    | { readonly kind: 'end' }
  );

const THREE = new Set(['===', '!==']);
const TWO = new Set(['==', '<>', '!=', '<=', '>=', '??', '${', '&&', '||']);
const ONE = '+-*/%&=<>?:|,;()[]{}.!';
const ASCII_NAME = /[A-Za-z0-9_]/;
const OTHER_NAME = /[\p{L}\p{N}\p{M}]/u;

/** Cuts a stretch of source into tokens, one at a time and each of them once. */
export class Lexer {
  readonly source: SourceText;
  private at: number;
  private readonly end: number;

  constructor(source: SourceText, range: Range) {
    this.source = source;
    this.at = range.start;
    this.end = range.end;
  }

  next(): Token {
    const { text } = this.source;
    while (this.at < this.end && isBlank(text.charCodeAt(this.at))) this.at++;
    const start = this.at;
    if (start >= this.end) return { kind: 'end', start: this.end, end: this.end };
    const code = text.charCodeAt(start);
    if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(start + 1)))) return this.number(start);
    if (isQuote(code) || (code === 92 && isQuote(text.charCodeAt(start + 1)))) return this.quoted(start);
    if (isNameCharacter(text, start)) return this.name(start, start);
    if ((code === 64 || code === 35) && isNameCharacter(text, start + 1)) return this.name(start, start + 1);
    if (code === 123 && text.startsWith('{{', start)) return this.secret(start);
    return this.symbol(start);
  }

  private number(start: number): Token {
    const { text } = this.source;
    let at = start;
    while (at < this.end && isDigit(text.charCodeAt(at))) at++;
    if (text.charCodeAt(at) === 46 && isDigit(text.charCodeAt(at + 1))) {
      at++;
      while (at < this.end && isDigit(text.charCodeAt(at))) at++;
    }
    at = Math.min(at, this.end);
    if (at < this.end && isNameCharacter(text, at)) {
      throw this.fault(
        start,
        at + 1,
        'A name cannot begin with a digit. Write an odd field name in brackets: ["1st"].',
      );
    }
    const digits = text.slice(start, at);
    const whole = Number(digits);
    this.at = at;
    if (/^\d+$/.test(digits) && Number.isSafeInteger(whole)) return { kind: 'number', value: whole, start, end: at };
    const value = Decimal.of(digits);
    if (value === undefined) throw this.fault(start, at, 'This number has too many digits.');
    return { kind: 'number', value, start, end: at };
  }

  private quoted(start: number): Token {
    const { text } = this.source;
    const end = endOfQuotedText(text, start, this.end);
    if (end < 0) throw this.fault(start, start + 1, 'The text that begins here has no closing quote.');
    this.at = end;
    const decoded = decodeQuotedText(text, { start, end });
    if (decoded.kind === 'fault') throw this.fault(decoded.start, decoded.end, decoded.message);
    return { kind: 'text', parts: decoded.parts, start, end };
  }

  private name(start: number, first: number): Token {
    const { text } = this.source;
    let at = first;
    while (at < this.end && isNameCharacter(text, at))
      at += text.charCodeAt(at) >= 0xd800 && text.charCodeAt(at) < 0xdc00 ? 2 : 1;
    this.at = at;
    return { kind: 'name', name: text.slice(start, at), start, end: at };
  }

  private secret(start: number): Token {
    const piece = secretAt(this.source.text, start, this.end);
    if (piece?.kind !== 'secret') throw this.fault(start, start + 2, 'A secret is written {{secret:name}}.');
    this.at = piece.end;
    return { kind: 'text', parts: [{ secret: piece.name }], start, end: piece.end };
  }

  private symbol(start: number): Token {
    const { text } = this.source;
    const reference = /^&(lt|gt|amp|quot|apos);/.exec(text.slice(start, Math.min(start + 6, this.end)));
    if (reference !== null) {
      const message = `Write the character itself instead of ${reference[0]}: inside \${ } nothing is escaped.`;
      throw this.fault(start, start + reference[0].length, message);
    }
    const three = text.slice(start, Math.min(start + 3, this.end));
    const two = three.slice(0, 2);
    const one = three.slice(0, 1);
    const symbol = THREE.has(three) ? three : TWO.has(two) ? two : ONE.includes(one) ? one : undefined;
    if (symbol !== undefined) {
      this.at = start + symbol.length;
      return { kind: 'symbol', symbol, start, end: this.at };
    }
    const character = String.fromCodePoint(text.codePointAt(start) ?? 63);
    throw this.fault(start, start + character.length, faultOfCharacter(character));
  }

  fault(start: number, end: number, message: string): Stop {
    return new Stop('syntax', message, this.source.placeOf(start, end));
  }
}

function faultOfCharacter(character: string): string {
  if ('“”„‘’‚«»'.includes(character)) return `Use straight quotes (' or ") instead of ${character}.`;
  if ('–−—'.includes(character)) return `Use a plain minus sign (-) instead of ${character}.`;
  return `The character ${character} means nothing in an expression. Put a text in quotes.`;
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isNameCharacter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) return ASCII_NAME.test(text.charAt(at));
  return !Number.isNaN(code) && OTHER_NAME.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}
