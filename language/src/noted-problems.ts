import type { Problem } from './types.ts';

/** More is not read by anybody, and a template that is wrong throughout would note one for each of its places. */
const MOST_PROBLEMS = 100;

/** Problems that end an evaluation whoever asks: going on would only meet them again. */
const ENDING = new Set(['too-many-steps', 'text-too-long', 'output-too-long']);

/** The problems of an evaluation that goes on after each of them: of every place the first, because a loop comes to the same place again and again. */
export class NotedProblems {
  private readonly problems: Problem[] = [];
  private readonly places = new Set<string>();

  /** False for one that has to end the evaluation. */
  add(problem: Problem): boolean {
    if (ENDING.has(problem.code) || this.problems.length >= MOST_PROBLEMS) return false;
    const place = `${problem.line}/${problem.column}/${problem.code}`;
    if (!this.places.has(place)) this.problems.push(problem);
    this.places.add(place);
    return true;
  }

  /** As they stand in the source. */
  inOrder(): Problem[] {
    return this.problems.toSorted((left, right) => left.line - right.line || left.column - right.column);
  }

  /** Does the work, and changes the problems that it notes. */
  during(work: () => void, change: (problem: Problem) => Problem): void {
    const before = this.problems.length;
    try {
      work();
    } finally {
      this.problems.push(...this.problems.splice(before).map(change));
    }
  }
}
