import { compileExpression, type Scope } from '@gangway/language';
import type { SampleSet } from './samples.ts';

export interface Chosen {
  readonly set: SampleSet;
  /** How many records were looked at. */
  readonly of: number;
  /** Whether the conditions have chosen; false: none of them fitted, or there is none. */
  readonly byCondition: boolean;
}

/**
 * The newest records for which one of the triggers that use the template would send it; where there is none, the newest records. A condition that
 * cannot be worked out on a record as it is now does not keep it away.
 */
export function chooseSamples(set: SampleSet, conditions: readonly string[], most: number): Chosen {
  const scope: Scope = { fields: Object.fromEntries(roots.map((name) => [name, { kind: 'any' }])), change: true };
  const compiled = conditions.map((condition) => compileExpression(condition, scope));
  const fitting = set.samples.filter(({ run }) =>
    compiled.some((condition) => {
      if (!condition.ok) return true;
      const outcome = condition.value.test({ ...run, everyProblem: false });
      return !outcome.ok || outcome.value;
    }),
  );
  const byCondition = conditions.length > 0 && fitting.length > 0;
  const samples = (byCondition ? fitting : set.samples).slice(0, most);
  return { set: { ...set, samples }, of: set.samples.length, byCondition };
}

const roots = ['input', 'before', 'event', 'user', 'unit'];
