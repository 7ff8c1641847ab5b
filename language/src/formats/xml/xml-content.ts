import type { Compilation } from '../../compile.ts';
import type { Environment } from '../../environment.ts';
import type { Frame } from '../../frame.ts';
import { discreet, guarded } from '../../guarded.ts';
import type { Leaf } from '../../leaf.ts';
import type { Charset } from '../../types.ts';
import { leafText, markedValue } from '../../trace/marking.ts';
import { LEFT_OUT, textOf } from '../../values.ts';
import type { Chunk } from '../chunks.ts';
import type { XmlAttribute } from './cut-xml.ts';
import { checkXmlCharacters, escapeXmlAttribute, escapeXmlText, writeCdata } from './escape-xml.ts';
import type { XmlText } from './parse-xml-template.ts';
import { compileXmlLeaf } from './xml-leaf.ts';

/** Writes the text of an element; undefined where it is left out. */
export type ContentWriter = (frame: Frame) => string | undefined;

/** ` name="value"`, or nothing where the value is left out. */
export function attributeChunk(compilation: Compilation, attribute: XmlAttribute, environment: Environment): Chunk {
  const leaf = compileXmlLeaf(compilation, attribute.pieces, attribute.value, 'attribute', environment);
  const start = ` ${attribute.name}="`;
  if (leaf.constant !== undefined) return `${start}${escapeXmlAttribute(leaf.constant, leaf.place)}"`;
  const { place, secretive } = leaf;
  const valueText = leafText(leaf, escapeXmlAttribute);
  const write = discreet(secretive, (frame) => {
    const text = valueText(frame);
    if (text === undefined) return '';
    frame.chargeOutput(start.length + text.length + 1, place);
    return `${start}${text}"`;
  });
  return guarded(write, '');
}

/**
 * Texts and CDATA sections that stand one behind the other; a string where nothing in them depends on the data. As soon as one expression
 * in them is left out, all of them are.
 */
export function compileContent(
  compilation: Compilation,
  nodes: readonly XmlText[],
  environment: Environment,
  charset: Charset,
): string | ContentWriter {
  const parts = nodes.map((node) => {
    const notation = node.kind;
    const leaf = compileXmlLeaf(compilation, node.pieces, node, notation, environment);
    return notation === 'cdata' ? cdataOf(leaf, charset) : partOf(leaf, leafText(leaf, escapeXmlText));
  });
  if (parts.every((part) => typeof part === 'string')) return parts.join('');
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return (frame) => {
    let text = '';
    for (const part of parts) {
      const written = typeof part === 'string' ? part : part(frame);
      if (written === undefined) return undefined;
      text += written;
    }
    return text;
  };
}

function partOf(leaf: Leaf, leafWriter: ContentWriter): string | ContentWriter {
  const { place, constant, secretive } = leaf;
  if (constant !== undefined) return escapeXmlText(constant, place);
  const write = discreet(secretive, (frame) => {
    const text = leafWriter(frame);
    if (text !== undefined) frame.chargeOutput(text.length, place);
    return text;
  });
  return guarded(write, '');
}

/** A section is one text, however many expressions stand in it. */
function cdataOf(leaf: Leaf, charset: Charset): string | ContentWriter {
  const { evaluate, constant, place, secretive, pieces } = leaf;
  const escape = (text: string): string => {
    checkXmlCharacters(text, place);
    return writeCdata(text, charset);
  };
  if (constant !== undefined) return escape(constant);
  const write = discreet(secretive, (frame) => {
    const value = evaluate(frame);
    if (value === LEFT_OUT) return undefined;
    const text = escape(textOf(value, place));
    frame.chargeOutput(text.length, place);
    return text;
  });
  return guarded(pieces === undefined ? write : markedValue(place, write), '');
}

/** Whether a text is nothing but the white space between two tags. */
export function isLayout(compilation: Compilation, node: XmlText): boolean {
  if (node.kind === 'cdata' || node.pieces.some((piece) => piece.kind !== 'text')) return false;
  return /^[ \t\r\n]*$/.test(compilation.source.text.slice(node.start, node.end));
}

/**
 * The texts of an element without the line breaks and the indentation around them:
 * `<note>\n  ${input.note}\n</note>` holds the note and nothing else. White space without a line break is the author's own.
 */
export function trimLayout(compilation: Compilation, nodes: readonly XmlText[]): XmlText[] {
  const { text } = compilation.source;
  return nodes.map((node, index) => {
    if (node.kind === 'cdata') return node;
    const pieces = [...node.pieces];
    const [first] = pieces;
    if (index === 0 && first?.kind === 'text') {
      const layout = /^[ \t]*[\r\n][ \t\r\n]*/.exec(text.slice(first.start, first.end))?.[0] ?? '';
      pieces[0] = { ...first, start: first.start + layout.length };
    }
    const last = pieces.at(-1);
    if (index === nodes.length - 1 && last?.kind === 'text') {
      let end = last.end;
      // The white space of XML only: a no-break space is a character of the author's.
      while (end > last.start && ' \t\r\n'.includes(text.charAt(end - 1))) end--;
      if (/[\r\n]/.test(text.slice(end, last.end))) pieces[pieces.length - 1] = { ...last, end };
    }
    return { ...node, pieces };
  });
}
