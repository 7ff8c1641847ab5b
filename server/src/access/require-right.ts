import { refuse } from '../errors.ts';
import type { Right } from './groups.ts';
import { may, type Viewer } from './rights.ts';

/** What somebody does with records of an entity, and the rights of which one is needed at the least; records/judge-access.ts decides what a change takes. */
const rightsOfActs = {
  read: ['read'],
  create: ['create'],
  change: ['change', 'transition'],
  upsert: ['create', 'change', 'transition'],
  delete: ['delete'],
} as const satisfies Record<string, readonly [Right, ...Right[]]>;

export type RecordAct = keyof typeof rightsOfActs;

/** Refuses whoever has nothing to do with the entity's records, before any of them is looked at. */
export function requireRight({ rights }: Pick<Viewer, 'rights'>, entity: string, act: RecordAct): void {
  const wanted: readonly Right[] = rightsOfActs[act];
  if (wanted.some((right) => may(rights, entity, right))) return;
  refuse('forbidden', rightSentence(entity, rightsOfActs[act][0]));
}

/** What the person lacks, and who can mend it. */
export function rightSentence(entity: string, right: Right): string {
  const what = right === 'transition' ? `change a status in ${entity}` : `${right} ${entity}`;
  return `The user of this token may not ${what}. An administrator can give one of its groups the right "${right}" on ${entity}.`;
}
