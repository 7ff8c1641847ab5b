import type { Problem } from '../types.ts';

/** Ends the compilation of a template whose structure cannot be read; compileTemplate turns it into an outcome. */
export class TemplateFaults extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems[0]?.message ?? 'The template cannot be read.');
    this.problems = problems;
  }
}
