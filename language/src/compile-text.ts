import { Compilation } from './compile.ts';
import type { Compiled } from './compiled.ts';
import type { Frame } from './frame.ts';
import { runFrame, stop } from './frame.ts';
import { guarded } from './guarded.ts';
import { cutPlaceholders } from './placeholders.ts';
import type { Place } from './source-text.ts';
import { SourceText } from './source-text.ts';
import type { Outcome, Scope, TextTemplate } from './types.ts';
import { LEFT_OUT, textOf } from './values.ts';

/** How the values of `${}` are made safe for the place that the text goes to; the author's own text is left as it is. */
export type TextEncoding = 'none' | 'path' | 'query' | 'header';

/** null: left out. */
type Part = (frame: Frame) => string | null;

/**
 * Compiles a text with `${ }` and `{{secret:name}}` in it, such as a URL or a header.
 * - `path`, `query`: values and secrets are percent-encoded (also `/ ? & =`), so that data cannot add a segment or a parameter; a
 *   segment `.` or `..` is refused, because percent-encoding does not disarm it.
 * - `header`: line breaks, other control characters and characters beyond Latin-1 are refused.
 * A text with a left-out expression in it (`| optional`) renders as an empty text.
 */
export function compileText(
  source: string,
  scope: Scope,
  options: { readonly encode?: TextEncoding } = {},
): Outcome<TextTemplate> {
  const encoding = options.encode ?? 'none';
  const compilation = new Compilation(new SourceText(source), scope);
  const { pieces, problems } = cutPlaceholders(compilation.source);
  compilation.problems.push(...problems);
  const parts = pieces.map((piece): Part => {
    if (piece.kind === 'text') return constantPart(source.slice(piece.start, piece.end));
    const place = compilation.source.placeOf(piece.start, piece.end);
    if (piece.kind === 'secret') return secretPart(compilation, piece.name, encoding, place);
    return expressionPart(compilation, compilation.expression(piece.inner, compilation.environment), encoding);
  });
  if (compilation.problems.length > 0) return { ok: false, problems: compilation.problems };
  const whole = compilation.source.placeOf(0, source.length);
  const uses = compilation.uses();
  const check = checkOf(encoding, uses.secrets.length > 0);
  return {
    ok: true,
    value: {
      uses,
      render: (run) => runFrame(run, (frame) => assemble(parts, check, frame, whole)),
    },
  };
}

function constantPart(text: string): Part {
  return () => text;
}

function secretPart(compilation: Compilation, name: string, encoding: TextEncoding, place: Place): Part {
  compilation.useSecret(name);
  // In a preview the placeholder stays readable.
  return (frame) => {
    const value = frame.secret(name, place);
    return frame.run.secret === undefined ? value : encoded(value, encoding);
  };
}

function expressionPart(compilation: Compilation, compiled: Compiled, encoding: TextEncoding): Part {
  compilation.expectText(compiled);
  return guarded((frame) => {
    const value = compiled.evaluate(frame);
    return value === LEFT_OUT ? null : encoded(textOf(value, compiled.place), encoding);
  }, '');
}

function assemble(parts: readonly Part[], check: Check, frame: Frame, place: Place): string {
  let text = '';
  for (const part of parts) {
    const piece = part(frame);
    if (piece === null) return '';
    text += piece;
  }
  frame.chargeText(text.length, place);
  check(text, place);
  return text;
}

/** Stops where the finished text cannot stand in its place. */
type Check = (text: string, place: Place) => void;

/** `secret`: the text holds a secret's value, of which no sentence may tell a single character. */
function checkOf(encoding: TextEncoding, secret: boolean): Check {
  if (encoding === 'header') return (text, place) => refuseHeaderCharacters(text, place, secret);
  return encoding === 'path' ? refuseDotSegments : () => undefined;
}

/** A lone surrogate has no UTF-8 form; it becomes U+FFFD instead of an exception. */
function encoded(text: string, encoding: TextEncoding): string {
  return encoding === 'path' || encoding === 'query' ? encodeURIComponent(text.toWellFormed()) : text;
}

function refuseHeaderCharacters(text: string, place: Place, secret: boolean): void {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code < 32 && code !== 9) || code === 127) {
      return stop(
        'not-allowed-here',
        'A header must not hold a line break or another control character. Use replace() or trim().',
        place,
      );
    }
    if (code > 255) {
      const character = secret ? 'a character beyond Latin-1' : `the character ${text.charAt(at)}`;
      const message = `A header must not hold ${character}. Send such a text in the body, or as base64().`;
      return stop('not-allowed-here', message, place);
    }
  }
}

/** `..` in any spelling would climb out of the author's path (WHATWG URL, single-dot and double-dot path segments). */
function refuseDotSegments(text: string, place: Place): void {
  const path = text.split(/[?#]/, 1)[0] ?? '';
  for (const segment of path.split(/[/\\]/)) {
    if (/^(\.|%2e){1,2}$/i.test(segment)) {
      return stop(
        'not-allowed-here',
        `The address must not hold "${segment}" as a part of its path. Check the value that stands there.`,
        place,
      );
    }
  }
}
