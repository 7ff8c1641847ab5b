import { unstorableSentence } from '../read-input.ts';
import { FilterFault, type Literal, type Operator, type Path, type Placed } from './filter.ts';

/** Keywords are written in any case; a name in double quotes is never one. */
export type Keyword = 'and' | 'or' | 'not' | 'any' | 'in';

export type Token =
  | (Placed & { readonly is: 'open' | 'close' | 'comma' | 'end' })
  | (Placed & { readonly is: 'keyword'; readonly word: Keyword })
  | (Placed & { readonly is: 'operator'; readonly operator: Operator })
  | { readonly is: 'literal'; readonly literal: Literal; readonly at: number }
  | { readonly is: 'path'; readonly path: Path; readonly at: number };

/** More than an address may have anyway (16 KB of headers), so a filter that long was made by a slip. */
export const maxFilterLength = 10_000;

const blank = /[\s\u00a0]+/y;
const operator = /<=|>=|<>|!=|==|[=<>]/y;
const number = /-?\d+(?:\.\d+)?(?![\p{L}\p{N}_.]|-\d)/uy;
const name = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const quotedName = /"((?:[^"]|"")*)"/y;
const text = /'((?:[^']|'')*)'/y;

const operatorNames: Readonly<Record<string, Operator>> = {
  ...{ '=': '=', '==': '=', '!=': '!=', '<>': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' },
};
const keywords: ReadonlySet<string> = new Set<Keyword>(['and', 'or', 'not', 'any', 'in']);
const marks: Readonly<Record<string, 'open' | 'close' | 'comma'>> = { '(': 'open', ')': 'close', ',': 'comma' };

/** Splits a filter into words; the last one is always `end`. Every expression looks once at each character, so the time is in proportion to the length. */
export function lexFilter(source: string): Token[] {
  if (source.length > maxFilterLength) {
    throw new FilterFault(
      `The filter has ${source.length} characters; ${maxFilterLength} are the most. Ask in several calls.`,
      { at: maxFilterLength },
    );
  }
  const tokens: Token[] = [];
  let at = skip(source, 0);
  while (at < source.length) {
    const [token, end] = tokenAt(source, at);
    tokens.push(token);
    at = skip(source, end);
  }
  return [...tokens, { is: 'end', at: source.length }];
}

function skip(source: string, at: number): number {
  return at + (matchAt(blank, source, at)?.[0].length ?? 0);
}

function tokenAt(source: string, at: number): [Token, number] {
  const mark = marks[source[at] ?? ''];
  if (mark !== undefined) return [{ is: mark, at }, at + 1];
  const sign = matchAt(operator, source, at)?.[0];
  if (sign !== undefined) return [{ is: 'operator', operator: operatorNames[sign] ?? '=', at }, at + sign.length];
  if (source[at] === "'") return textAt(source, at);
  const digits = matchAt(number, source, at)?.[0];
  if (digits !== undefined) return [literal('number', digits, at), at + digits.length];
  return nameAt(source, at);
}

function textAt(source: string, at: number): [Token, number] {
  const found = matchAt(text, source, at);
  if (found === null) {
    throw new FilterFault("The text that begins here has no end: a ' is missing. A ' within a text is written twice.", {
      at,
    });
  }
  const value = (found[1] ?? '').replaceAll("''", "'");
  const unstorable = unstorableSentence(value);
  if (unstorable !== undefined) throw new FilterFault(`The text ${unstorable}`, { at });
  return [literal('text', value, at), at + found[0].length];
}

function literal(kind: Literal['kind'], value: string, at: number): Token {
  return { is: 'literal', literal: { kind, text: value, at }, at };
}

/** A keyword, true, false, null, or a path: names joined by points. */
function nameAt(source: string, at: number): [Token, number] {
  const first = partAt(source, at);
  const word = first.quoted ? '' : first.part.toLowerCase();
  if (source[first.end] !== '.') {
    if (keywords.has(word)) return [{ is: 'keyword', word: word as Keyword, at }, first.end];
    if (word === 'true' || word === 'false') return [literal('boolean', word, at), first.end];
    if (word === 'null') return [literal('null', word, at), first.end];
  }
  const parts = [first.part];
  let { end } = first;
  while (source[end] === '.') {
    const next = partAt(source, end + 1);
    parts.push(next.part);
    ({ end } = next);
  }
  return [{ is: 'path', path: { parts, at }, at }, end];
}

function partAt(source: string, at: number): { part: string; end: number; quoted: boolean } {
  const quoted = matchAt(quotedName, source, at);
  if (quoted !== null) {
    return { part: (quoted[1] ?? '').replaceAll('""', '"'), end: at + quoted[0].length, quoted: true };
  }
  const plain = matchAt(name, source, at)?.[0];
  if (plain === undefined) throw new FilterFault(unexpected(source, at), { at });
  return { part: plain, end: at + plain.length, quoted: false };
}

function unexpected(source: string, at: number): string {
  const found = source.slice(at, at + 20).split(/\s/)[0] ?? '';
  if (found === '') return 'A name must follow the point.';
  if (found.startsWith('"')) return 'The name in quotes that begins here has no end: a " is missing.';
  if (/^-?\d/.test(found)) return `${found} is no number. Write texts and dates in quotes: '${found}'.`;
  return `${JSON.stringify(found[0])} means nothing here. A condition is a field, an operator and a value, such as status = 'APPROVED'.`;
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}
