import type { ProblemCode } from './problem-codes.ts';
import type { Place } from './source-text.ts';
import type { Problem } from './types.ts';

/**
 * Ends an evaluation or the reading of a source from deep inside. It never leaves this workspace: whoever begins an evaluation
 * (`runFrame`) or a parse turns it into a Problem.
 */
export class Stop extends Error {
  readonly problem: Problem;

  constructor(code: ProblemCode, message: string, place: Place) {
    super(message);
    this.problem = problemAt(code, message, place);
  }
}

export function problemAt(code: ProblemCode, message: string, place: Place): Problem {
  return { code, message, line: place.line, column: place.column, length: place.length };
}
