import { administrators, type Right } from '../access/groups.ts';
import { rightSentence } from '../access/require-right.ts';
import { may, type Viewer } from '../access/rights.ts';
import { aclChanges } from './acl.ts';
import type { JudgedChange } from './judge-change.ts';
import { isJsonObject, sameJson } from './merge-fields.ts';
import type { Problem } from './plan-problem.ts';
import { listWords } from './suggest.ts';
import type { EntityDefinition, Json, RecordRow } from './types.ts';

type Judged = Pick<JudgedChange, 'definition' | 'kind' | 'before' | 'draft' | 'named' | 'current'>;

/**
 * Why this person may not make this change; none: they may. Judged before everything else, and told alone. Rights on the entity first: what is named
 * beside the status needs `change`, the status `transition` (on top of the groups of the process). Then the record's acl, then what an acl and the groups of a
 * user may become: nobody gives what they do not have, and nobody shuts themselves out.
 */
export function judgeAccess(judged: Judged, viewer: Viewer): Problem[] {
  const { definition, before, draft, current } = judged;
  const kept = current === null ? undefined : changeProblem(definition, current, viewer);
  if (kept !== undefined) return [kept];
  const lacking = neededRights(judged).filter((right) => !may(viewer.rights, definition.name, right));
  if (lacking.length > 0)
    return lacking.map((right) => ({ code: 'forbidden', fault: { message: rightSentence(definition.name, right) } }));
  const problems: Problem[] = [];
  if (!sameJson(before['acl'], draft['acl'])) {
    // Who only puts records in, and never sees them again, has nothing to lose.
    const puts = current === null && !may(viewer.rights, definition.name, 'read');
    problems.push(...judgeAcl(draft['acl'], viewer, puts));
  }
  if (definition.name === 'users' && !viewer.administrator) {
    problems.push(...judgeGroups(groupsOf(before['groups']), groupsOf(draft['groups']), viewer));
  }
  return problems;
}

/** Why this person may not touch the record as it is, whatever is to become of it. */
export function changeProblem(
  definition: EntityDefinition,
  current: Pick<RecordRow, 'data'>,
  viewer: Viewer,
): Problem | undefined {
  if (!aclChanges(current.data['acl'], viewer)) {
    const message = `This ${definition.title} may be changed only by those whom its acl names, and by administrators.`;
    return { code: 'forbidden', fault: { path: 'acl', message } };
  }
  if (definition.name !== 'users' || viewer.administrator) return undefined;
  if (!groupsOf(current.data['groups']).includes(administrators)) return undefined;
  return { code: 'forbidden', fault: { message: 'Only administrators may change a user who is an administrator.' } };
}

/** Only what somebody named counts: amounts, dates and numbers that follow from it are nobody's change. */
function neededRights({ kind, before, draft, named, current }: Judged): Right[] {
  const from = current === null ? kind.process?.initial : before['status'];
  const moves = kind.process !== undefined && named['status'] !== undefined && named['status'] !== from;
  if (current === null) return moves ? ['create', 'transition'] : ['create'];
  const others = Object.keys(named).filter((name) => name !== 'status' && name !== 'statusDate');
  const changes = others.some((name) => !sameJson(before[name], draft[name]));
  return [...(changes ? (['change'] as const) : []), ...(moves ? (['transition'] as const) : [])];
}

/** `acl.read` and `acl.change` name somebody, or are not there; and whoever writes them still belongs to them. */
function judgeAcl(acl: Json | undefined, viewer: Viewer, putsOnly: boolean): Problem[] {
  if (!isJsonObject(acl)) return [];
  const empty = ['read', 'change'].filter((part) => acl[part] !== undefined && namesNobody(acl[part]));
  if (empty.length > 0) {
    return empty.map((part) => ({
      code: 'invalid-record',
      fault: {
        path: `acl.${part}`,
        message: `"acl.${part}" names nobody. Name users or groups (the group ${administrators} for administrators only), or clear it with null, so that the rights on the entity decide.`,
      },
    }));
  }
  if (putsOnly || aclChanges(acl, viewer)) return [];
  const part = acl['change'] === undefined ? 'read' : 'change';
  const message = `With this acl you could not change the record any more yourself. Add your user (${viewer.userId ?? 0}) or one of your groups to "acl.${part}", or ask an administrator.`;
  return [{ code: 'forbidden', fault: { path: 'acl', message } }];
}

function namesNobody(list: Json | undefined): boolean {
  return !isJsonObject(list) || ['users', 'groups'].every((name) => !hasItems(list[name]));
}

function hasItems(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length > 0;
}

/** Whoever may change groups at all (`restricted` of the entity) and is no administrator gives and takes only groups that they are in themselves. */
function judgeGroups(before: readonly string[], after: readonly string[], { groups }: Viewer): Problem[] {
  const moved = [
    ...after.filter((group) => !before.includes(group)),
    ...before.filter((group) => !after.includes(group)),
  ].filter((group) => group === administrators || !groups.includes(group));
  if (moved.length === 0) return [];
  const message = `You may give or take only groups that you are in yourself; ${listWords(moved, 'and')} ${moved.length === 1 ? 'is' : 'are'} for an administrator to give.`;
  return [{ code: 'forbidden', fault: { path: 'groups', message } }];
}

export function groupsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((group: Json): group is string => typeof group === 'string') : [];
}
