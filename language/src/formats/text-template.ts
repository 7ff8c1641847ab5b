import type { Compilation } from '../compile.ts';
import type { Frame } from '../frame.ts';
import { discreet, guarded } from '../guarded.ts';
import type { Piece } from '../placeholders.ts';
import { cutPlaceholders } from '../placeholders.ts';
import type { Charset } from '../types.ts';
import { markedPart, markedValue } from '../trace/marking.ts';
import { LEFT_OUT, textOf } from '../values.ts';
import { checkCharset, checkLiteralCharset } from './check-charset.ts';
import type { FormatTemplate } from './format-template.ts';
import { TemplateFaults } from './template-faults.ts';

/** Writes a piece of a line; undefined where the line is left out. */
type PieceWriter = (frame: Frame) => string | undefined;

/**
 * Plain text with `${ }` in it. The leaf of a plain text is the line: one with a left-out expression (`| optional`) is not written, its
 * line break included.
 */
export function compileTextTemplate(compilation: Compilation, charset: Charset): FormatTemplate {
  const { pieces, problems } = cutPlaceholders(compilation.source);
  if (problems.length > 0) throw new TemplateFaults(problems);
  const lines = splitLines(compilation.source.text, pieces).map((line) => lineWriter(compilation, line, charset));
  return {
    charset,
    mediaType: 'text/plain',
    onMissing: 'refuse',
    write: (frame) => {
      let text = '';
      for (const line of lines) text += line(frame) ?? '';
      return text;
    },
  };
}

/** The pieces of each line; the line break is the end of its last text. */
function splitLines(text: string, pieces: readonly Piece[]): Piece[][] {
  const lines: Piece[][] = [[]];
  for (const piece of pieces) {
    if (piece.kind !== 'text') {
      lines.at(-1)?.push(piece);
      continue;
    }
    let { start } = piece;
    for (const { index, 0: lineBreak } of text.slice(piece.start, piece.end).matchAll(/\r\n|\n|\r/g)) {
      const end = piece.start + index + lineBreak.length;
      lines.at(-1)?.push({ kind: 'text', start, end });
      lines.push([]);
      start = end;
    }
    if (start < piece.end) lines.at(-1)?.push({ kind: 'text', start, end: piece.end });
  }
  return lines;
}

function lineWriter(compilation: Compilation, pieces: readonly Piece[], charset: Charset): PieceWriter {
  const writers = pieces.map((piece) => pieceWriter(compilation, piece, charset));
  return (frame) => {
    let text = '';
    for (const write of writers) {
      const written = write(frame);
      if (written === undefined) return undefined;
      text += written;
    }
    return text;
  };
}

function pieceWriter(compilation: Compilation, piece: Piece, charset: Charset): PieceWriter {
  const place = compilation.source.placeOf(piece.start, piece.end);
  switch (piece.kind) {
    case 'text': {
      const text = compilation.source.text.slice(piece.start, piece.end);
      checkLiteralCharset(compilation, text, charset, place);
      return compilation.traced ? markedPart(place, () => text) : () => text;
    }
    case 'secret': {
      compilation.useSecret(piece.name);
      const write = discreet(true, (frame) => {
        const secret = frame.secret(piece.name, place);
        checkCharset(secret, charset, place);
        return secret;
      });
      return guarded(compilation.traced ? markedValue(place, write) : write, '');
    }
    case 'expression': {
      const compiled = compilation.expression(piece.inner, compilation.environment);
      compilation.expectText(compiled);
      const write = discreet(compiled.secretive === true, (frame) => {
        const value = compiled.evaluate(frame);
        if (value === LEFT_OUT) return undefined;
        const text = textOf(value, compiled.place);
        checkCharset(text, charset, compiled.place);
        frame.chargeOutput(text.length, compiled.place);
        return text;
      });
      return guarded(compilation.traced ? markedValue(compiled.place, write) : write, '');
    }
  }
}
