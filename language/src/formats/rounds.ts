import type { Loop } from '../compile.ts';
import type { Frame } from '../frame.ts';
import { PROBLEM_CODES, type ProblemCode } from '../problem-codes.ts';
import { Stop } from '../stop.ts';
import type { Problem } from '../types.ts';

/**
 * Runs the body for each element of a loop. A problem inside it says in which round it happened, because the author's line and column
 * are the same for all of them: "(Round 3 of "line in input.lines".)".
 */
export function forEachRound(loop: Loop, source: string, frame: Frame, body: () => void): void {
  let round = 0;
  try {
    loop.forEach(frame, (_, index) => {
      round = index + 1;
      if (frame.noted === undefined) body();
      else frame.noted.during(body, (problem) => withRound(problem, round, source));
    });
  } catch (fault) {
    if (round > 0 && fault instanceof Stop) throw inRound(fault, round, source);
    throw fault;
  }
}

function inRound(fault: Stop, round: number, source: string): Stop {
  const { code, message, line, column, length } = withRound(fault.problem, round, source);
  return isProblemCode(code) ? new Stop(code, message, { line, column, length: length ?? 0 }) : fault;
}

function withRound(problem: Problem, round: number, source: string): Problem {
  return { ...problem, message: `${problem.message} (Round ${round} of "${source.trim()}".)` };
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEM_CODES, code);
}
