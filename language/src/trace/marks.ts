import type { Place } from '../source-text.ts';
import type { TraceSpan } from '../types.ts';

/** What is noted of a stretch of the message: where its template stands, and which fields of the data it was made of. */
export interface TraceNote {
  /** `value`: an expression wrote it; `part`: an element, an entry or a text of the author's, with everything in it. */
  readonly kind: 'value' | 'part';
  readonly place: Place;
  readonly paths: readonly string[];
}

/*
 * Marks are halves of surrogate pairs. No message holds one: JSON writes it as an escape, and every other format refuses it. So a mark cannot be
 * mistaken for data, whatever the data are, and pieces of a message can be put together in any order with their marks in them.
 */
const opening = 0xdc20;
const closing = 0xdc21;
/** The number of the note in hexadecimal, a mark for each digit. */
const digits = 0xdc00;
const anyMark = /[\uDC00-\uDC0F\uDC20\uDC21]+/u;

export function markedText(text: string, note: number): string {
  let number = '';
  for (let rest = note; number === '' || rest > 0; rest = Math.floor(rest / 16)) {
    number = String.fromCharCode(digits + (rest % 16)) + number;
  }
  return String.fromCharCode(opening) + number + text + String.fromCharCode(closing);
}

/** The message without its marks, and the stretches that they stood around: outer ones before those inside them. */
export function readMarks(
  marked: string,
  notes: readonly TraceNote[],
): { readonly text: string; readonly spans: readonly TraceSpan[] } {
  const spans: { start: number; end: number; note: TraceNote | undefined }[] = [];
  const open: { start: number; end: number; note: TraceNote | undefined }[] = [];
  let text = '';
  let from = 0;
  for (const match of marked.matchAll(new RegExp(anyMark, 'gu'))) {
    text += marked.slice(from, match.index);
    from = match.index + match[0].length;
    readGroup(match[0]);
  }
  text += marked.slice(from);
  return { text, spans: spans.flatMap((span) => spanOf(span, text)) };

  /** Marks that stand one behind the other. */
  function readGroup(group: string): void {
    for (let at = 0; at < group.length; at++) {
      if (group.charCodeAt(at) === closing) {
        const span = open.pop();
        if (span !== undefined) span.end = text.length;
        continue;
      }
      let number = 0;
      while (at + 1 < group.length && group.charCodeAt(at + 1) < opening) {
        at++;
        number = number * 16 + group.charCodeAt(at) - digits;
      }
      const span = { start: text.length, end: text.length, note: notes[number] };
      spans.push(span);
      open.push(span);
    }
  }
}

/** The line break and the indentation before an element belong to it when it is written, but nobody points at them. */
function spanOf(span: { start: number; end: number; note: TraceNote | undefined }, text: string): TraceSpan[] {
  const { end, note } = span;
  if (note === undefined) return [];
  let { start } = span;
  if (note.kind === 'part') while (start < end && ' \t\r\n'.includes(text.charAt(start))) start++;
  return start === end ? [] : [{ start, end, ...note }];
}
