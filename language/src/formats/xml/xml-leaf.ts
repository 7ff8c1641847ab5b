import type { Compilation } from '../../compile.ts';
import type { Environment } from '../../environment.ts';
import type { Leaf } from '../../leaf.ts';
import type { Piece } from '../../placeholders.ts';
import type { Range } from '../../source-text.ts';

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** How the literal text of a place is written in the template. */
export type XmlNotation = 'text' | 'attribute' | 'cdata';

/** The text or attribute as a leaf: literal text without its references, expressions compiled. */
export function compileXmlLeaf(
  compilation: Compilation,
  pieces: readonly Piece[],
  range: Range,
  notation: XmlNotation,
  environment: Environment,
): Leaf {
  const parts = pieces.map((piece) => {
    switch (piece.kind) {
      case 'text':
        return literalText(compilation.source.text.slice(piece.start, piece.end), notation);
      case 'expression':
        return compilation.expression(piece.inner, environment);
      case 'secret':
        return { secret: piece.name };
    }
  });
  const leaf = compilation.leaf(parts, range);
  if (leaf.alone) compilation.expectText({ ...leaf, literal: undefined });
  return leaf;
}

/** What an XML parser makes of it: line ends become `\n` (in attributes every line break and tab a space), references characters. */
function literalText(written: string, notation: XmlNotation): string {
  const lines = written.replaceAll(/\r\n?/g, '\n');
  if (notation === 'cdata') return lines;
  return decodeReferences(notation === 'attribute' ? lines.replaceAll(/[\n\t]/g, ' ') : lines);
}

/** Saxes has checked that every reference exists. */
function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(
    /&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(\w+));/g,
    (whole, hex?: string, digits?: string, name?: string) => {
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (digits !== undefined) return String.fromCodePoint(Number.parseInt(digits, 10));
      return named[name ?? ''] ?? whole;
    },
  );
}
