import type { Outcome, Problem } from '../types.ts';
import { lineAndColumn } from '../line-and-column.ts';

/** Ends a reader at the first fault; it never leaves the readers, where it becomes a problem with line and column. */
export class ReadingFault extends Error {
  readonly code: string;
  readonly offset: number;

  constructor(code: string, message: string, offset: number) {
    super(message);
    this.code = code;
    this.offset = offset;
  }
}

export function problemAt(text: string, offset: number, code: string, message: string, length?: number): Problem {
  const place = { code, message, ...lineAndColumn(text, offset) };
  return length === undefined ? place : { ...place, length };
}

/** Runs a reader over the text; its ReadingFault becomes the one problem of the outcome. */
export function reading<T>(text: string, read: () => T): Outcome<T> {
  try {
    return { ok: true, value: read() };
  } catch (fault) {
    if (!(fault instanceof ReadingFault)) throw fault;
    return { ok: false, problems: [problemAt(text, fault.offset, fault.code, fault.message)] };
  }
}
