import { leavesFrom } from './apply-transition.ts';
import { compiledKindOf } from './compile-entity.ts';
import { isJsonObject } from './merge-fields.ts';
import { planChange } from './plan-change.ts';
import type { EntityDefinition, JsonObject, PlanContext, RecordRow } from './types.ts';

/** A status that a record could go to, and whether this person may send it there now. */
export interface ListedTransition {
  readonly to: string;
  readonly allowed: boolean;
  /** Of an approval with several steps: which of how many this person would give. */
  readonly step: { readonly number: number; readonly of: number } | null;
  /** Why it is not allowed. */
  readonly sentence: string | null;
}

/**
 * Where the process of the record leads from its status, each way tried as the change that it would be: rights, groups, conditions, approvals and
 * required fields say yes or no here with the same words as when it is made. Pure.
 */
export function listTransitions(
  definition: EntityDefinition,
  row: RecordRow,
  context: PlanContext,
): ListedTransition[] {
  const { process } = compiledKindOf(definition, row.data);
  if (process === undefined) return [];
  const from = row.status ?? process.initial;
  const ways = process.transitions.filter((transition) => leavesFrom(transition, from)).map(({ to }) => to);
  // In the order of the statuses, which is the one that people know.
  const targets = Object.keys(process.statuses).filter((status) => ways.includes(status));
  return targets.map((to) => {
    const plan = planChange(definition, row, { kind: 'change', fields: { status: to }, origin: 'api' }, context);
    if (!plan.ok) return { to, allowed: false, step: null, sentence: plan.faults[0]?.message ?? plan.sentence };
    return { to, allowed: true, step: stepIn(plan.row.data['process'], to), sentence: null };
  });
}

function stepIn(progress: JsonObject[string] | undefined, to: string): ListedTransition['step'] {
  if (!isJsonObject(progress) || progress['to'] !== to) return null;
  const { steps, approvals } = progress as { readonly steps?: unknown; readonly approvals?: unknown };
  if (typeof steps !== 'number' || steps < 2 || !Array.isArray(approvals)) return null;
  return { number: approvals.length, of: steps };
}
