import type { Piece } from '../../placeholders.ts';
import type { Range, SourceText } from '../../source-text.ts';
import { problemAt } from '../../stop.ts';
import { cutUntil } from '../cut-until.ts';
import { TemplateFaults } from '../template-faults.ts';

/** The parts of an XML template in their order, still as written; offsets are those of the author's source. */
export type XmlToken =
  | ({
      readonly kind: 'open';
      readonly name: string;
      readonly attributes: readonly XmlAttribute[];
      readonly empty: boolean;
    } & Range)
  | ({ readonly kind: 'close' } & Range)
  | ({ readonly kind: 'text' | 'cdata'; readonly pieces: readonly Piece[] } & Range)
  | ({ readonly kind: 'instruction' | 'comment' | 'declaration' | 'doctype' } & Range);

export interface XmlAttribute {
  readonly name: string;
  /** The name and the value with its quotes. */
  readonly at: Range;
  /** The value without its quotes. */
  readonly value: Range;
  readonly pieces: readonly Piece[];
  /** In the template namespace: its whole value is an expression of its own. */
  readonly directive: boolean;
}

/**
 * Takes an XML template apart where markup, values and placeholders meet. It only finds the borders; whether the document is well-formed
 * is for saxes to say, which reads the same text with the placeholders overwritten. Throws TemplateFaults where a border is missing.
 *
 * `prefixes` are those of the template namespace: values of such attributes are expressions, where `<` and `&` need no escaping.
 */
export function cutXml(source: SourceText, prefixes: readonly string[]): XmlToken[] {
  const { text } = source;
  const tokens: XmlToken[] = [];
  for (let at = 0; at < text.length;) {
    const token = tokenAt(source, at, prefixes);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function tokenAt(source: SourceText, start: number, prefixes: readonly string[]): XmlToken {
  const { text } = source;
  if (text[start] !== '<') {
    const cut = cutUntil(source, start, (literal, at) => (literal[at] === '<' ? 0 : 1));
    return { kind: 'text', start, end: cut.end, pieces: cut.pieces };
  }
  if (text.startsWith('<![CDATA[', start)) {
    const cut = cutUntil(source, start + 9, (literal, at) => (literal.startsWith(']]>', at) ? 0 : 1));
    if (cut.end >= text.length) throw unclosed(source, start, 'This CDATA section has no end. Add ]]>.');
    return { kind: 'cdata', start, end: cut.end + 3, pieces: cut.pieces };
  }
  if (text.startsWith('<!--', start)) {
    return { kind: 'comment', start, end: endAfter(source, start, 4, '-->', 'This comment has no end. Add -->.') };
  }
  if (text.startsWith('<?', start)) {
    const end = endAfter(source, start, 2, '?>', 'This instruction has no end. Add ?>.');
    return { kind: /^<\?xml\s/.test(text.slice(start, start + 6)) ? 'declaration' : 'instruction', start, end };
  }
  if (text.startsWith('<!', start)) {
    const end = text.indexOf('>', start);
    return { kind: 'doctype', start, end: end < 0 ? text.length : end + 1 };
  }
  if (text[start + 1] === '/') {
    return { kind: 'close', start, end: endAfter(source, start, 2, '>', 'This closing tag has no end. Add >.') };
  }
  return openTag(source, start, prefixes);
}

const name = /[^\s=/<>"'${}]+/y;
const space = /\s*/y;

function openTag(source: SourceText, start: number, prefixes: readonly string[]): XmlToken {
  const { text } = source;
  const attributes: XmlAttribute[] = [];
  const tagName = match(name, text, start + 1);
  let at = start + 1 + tagName.length;
  for (;;) {
    at += match(space, text, at).length;
    if (text[at] === '>') return { kind: 'open', start, end: at + 1, name: tagName, attributes, empty: false };
    if (text.startsWith('/>', at)) return { kind: 'open', start, end: at + 2, name: tagName, attributes, empty: true };
    const attribute = attributeAt(source, at, prefixes);
    if (attribute === undefined) throw brokenTag(source, start, at);
    attributes.push(attribute);
    at = attribute.at.end;
  }
}

function attributeAt(source: SourceText, start: number, prefixes: readonly string[]): XmlAttribute | undefined {
  const { text } = source;
  const attributeName = match(name, text, start);
  let at = start + attributeName.length;
  at += match(space, text, at).length;
  if (attributeName === '' || text[at] !== '=') return undefined;
  at++;
  at += match(space, text, at).length;
  const quote = text[at];
  if (quote !== '"' && quote !== "'") return undefined;
  const cut = cutUntil(source, at + 1, (literal, place) => (literal[place] === quote ? 0 : 1));
  if (cut.end >= text.length) throw unclosed(source, at, 'The value of this attribute has no closing quote.');
  const directive = prefixes.some((prefix) => attributeName.startsWith(`${prefix}:`));
  const value = { start: at + 1, end: cut.end };
  return { name: attributeName, at: { start, end: cut.end + 1 }, value, pieces: cut.pieces, directive };
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function endAfter(source: SourceText, start: number, skip: number, closing: string, message: string): number {
  const end = source.text.indexOf(closing, start + skip);
  if (end < 0) throw unclosed(source, start, message);
  return end + closing.length;
}

function unclosed(source: SourceText, start: number, message: string): TemplateFaults {
  return new TemplateFaults([problemAt('xml-syntax', message, source.placeOf(start, start + 1))]);
}

function brokenTag(source: SourceText, start: number, at: number): TemplateFaults {
  const { text } = source;
  if (text.startsWith('${', at) || text.startsWith('${', start + 1) || text.startsWith('{{secret:', at)) {
    const message =
      'An expression cannot stand here. In XML it may stand in a text, in CDATA or in the value of an attribute, between its quotes.';
    return new TemplateFaults([problemAt('misplaced-directive', message, source.placeOf(at, at + 2))]);
  }
  const message =
    at >= text.length || text[at] === '<'
      ? 'This tag has no end. Add >. A < in a text is written &lt;.'
      : 'This tag cannot be read. Every attribute is written name="value".';
  return new TemplateFaults([problemAt('xml-syntax', message, source.placeOf(start, start + 1))]);
}
