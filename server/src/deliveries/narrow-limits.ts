import type { Limits, Problem, Run } from '@gangway/language';

/**
 * What the event loop gives a message: the 20,000 steps that every template has at least (language/src/frame.ts) take 2 to 5 ms, some hundred times
 * an ordinary invoice. Whatever ends within them ends the same with the wider limits of a thread.
 */
export const hereLimits: Partial<Limits> = { steps: 20_000, outputLength: 500_000 };

const budgetCodes: ReadonlySet<string> = new Set(['too-many-steps', 'output-too-long', 'text-too-long']);

/** Whether it was the narrow limits that ended this run. */
export function isOverBudget(problems: readonly Problem[], { limits }: Run): boolean {
  return limits !== undefined && problems.some(({ code }) => budgetCodes.has(code));
}
