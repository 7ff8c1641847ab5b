import type { Fault } from '../errors.ts';
import type { ChangePlan } from './types.ts';

type RefusedPlan = Extract<ChangePlan, { readonly ok: false }>;

/** One reason why a change cannot be made, with the code it is answered with when it is the only kind of reason. */
export interface Problem {
  readonly code: RefusedPlan['code'];
  readonly fault: Fault;
}

/** All reasons at once. Reasons of several kinds are faults of the record. */
export function refusedPlan(title: string, problems: readonly Problem[]): RefusedPlan {
  const faults = new Map(problems.map(({ fault }) => [`${fault.path ?? ''} ${fault.message}`, fault]));
  const codes = new Set(problems.map(({ code }) => code));
  const [code = 'invalid-record'] = codes;
  const [first] = faults.values();
  const message = first?.message ?? '';
  return {
    ok: false,
    code: codes.size === 1 ? code : 'invalid-record',
    sentence: faults.size === 1 ? message : `The ${title} has ${faults.size} faults. The first: ${message}`,
    faults: [...faults.values()],
  };
}
