import type { Frame } from '../frame.ts';
import type { Leaf } from '../leaf.ts';
import type { Place } from '../source-text.ts';
import { LEFT_OUT, textOf } from '../values.ts';

/** Writes a text in the notation of its place. */
export type Escape = (text: string, place: Place) => string;

/** A part of the author's with everything in it, marked where the rendering is followed. */
export function markedPart<T extends string | undefined>(
  place: Place,
  write: (frame: Frame) => T,
): (frame: Frame) => string | T {
  return (frame) => {
    const text = write(frame);
    if (frame.tracer === undefined || text === undefined) return text;
    return frame.tracer.mark(text, { kind: 'part', place, paths: [] });
  };
}

/** What one expression writes, marked with the fields that it read. */
export function markedValue<T extends string | undefined>(
  place: Place,
  write: (frame: Frame) => T,
): (frame: Frame) => string | T {
  return (frame) => {
    const { tracer } = frame;
    if (tracer === undefined) return write(frame);
    const { value: text, paths } = tracer.record(() => write(frame));
    return text === undefined ? text : tracer.mark(text, { kind: 'value', place, paths });
  };
}

/**
 * The text of a leaf in the notation of its place; undefined where it is left out. Where the template is compiled to be followed, each expression in it is
 * written and marked by itself.
 */
export function leafText(leaf: Leaf, escape: Escape): (frame: Frame) => string | undefined {
  const { evaluate, place, pieces } = leaf;
  const plain = (frame: Frame): string | undefined => {
    const value = evaluate(frame);
    return value === LEFT_OUT ? undefined : escape(textOf(value, place), place);
  };
  if (pieces === undefined) return plain;
  const writers = pieces.map((piece) => {
    if (typeof piece === 'string') return () => escape(piece, place);
    if ('secret' in piece) return markedValue(place, (frame) => escape(frame.secret(piece.secret, place), place));
    return markedValue(piece.place, (frame) => {
      const value = piece.evaluate(frame);
      return value === LEFT_OUT ? undefined : escape(textOf(value, piece.place), piece.place);
    });
  });
  return (frame) => {
    if (frame.tracer === undefined) return plain(frame);
    let text = '';
    for (const write of writers) {
      const written = write(frame);
      if (written === undefined) return undefined;
      text += written;
    }
    return text;
  };
}
