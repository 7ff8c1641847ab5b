import type { Piece } from '../placeholders.ts';
import { cutPlaceholders, expressionAt, secretAt } from '../placeholders.ts';
import type { SourceText } from '../source-text.ts';
import { TemplateFaults } from './template-faults.ts';

export interface Cut {
  readonly pieces: readonly Piece[];
  /** Where the stretch ends: the offset at which `advance` answered 0, or the end of the source. */
  readonly end: number;
}

/**
 * Cuts placeholders out of a stretch of source whose end is not known beforehand, because the quote or bracket that ends it may also
 * stand inside a placeholder. `advance` looks at a literal character: 0 where the stretch ends, else how many characters to go on
 * (2 for a JSON escape). Throws TemplateFaults for a placeholder without an end.
 */
export function cutUntil(source: SourceText, start: number, advance: (text: string, at: number) => number): Cut {
  const { text } = source;
  const pieces: Piece[] = [];
  let from = start;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const piece =
      code === 36 ? expressionAt(text, at, text.length) : code === 123 ? secretAt(text, at, text.length) : null;
    if (piece === null) {
      const step = advance(text, at);
      if (step === 0) break;
      at += step;
      continue;
    }
    if (piece.kind === 'unclosed') throw new TemplateFaults(cutPlaceholders(source, piece).problems);
    if (from < at) pieces.push({ kind: 'text', start: from, end: at });
    pieces.push(piece);
    at = from = piece.end;
  }
  at = Math.min(at, text.length);
  if (from < at) pieces.push({ kind: 'text', start: from, end: at });
  return { pieces, end: at };
}

/**
 * The source with every placeholder overwritten by as many harmless characters, so that a JSON or XML parser reads it and every offset
 * it reports is the author's.
 */
export function maskPlaceholders(
  text: string,
  masks: readonly { start: number; end: number; quoted: boolean }[],
): string {
  let masked = '';
  let from = 0;
  for (const { start, end, quoted } of masks) {
    const fill = quoted ? `"${'x'.repeat(end - start - 2)}"` : 'x'.repeat(end - start);
    masked += text.slice(from, start) + fill;
    from = end;
  }
  return masked + text.slice(from);
}
