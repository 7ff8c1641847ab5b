import { administrators } from './groups.ts';
import { type ConfiguredGroups, covers, rightsOf, type Viewer } from './rights.ts';

/** Somebody that a token would act as. */
export interface Represented {
  readonly groups: readonly string[];
}

/**
 * Why this person may not hold a token of that user: it would let them do more than they may themselves. undefined: it would not. `deciding` are groups that
 * may do what rights do not tell: approve, change restricted fields (records/deciding-groups.ts).
 */
export function overreach(
  maker: Pick<Viewer, 'administrator' | 'groups' | 'rights'>,
  user: Represented,
  configured: ConfiguredGroups,
  deciding: ReadonlySet<string>,
): string | undefined {
  if (maker.administrator) return undefined;
  if (user.groups.includes(administrators)) return 'Only administrators make tokens that act as an administrator.';
  const group = user.groups.find((name) => deciding.has(name) && !maker.groups.includes(name));
  if (group !== undefined) {
    return `The user is in the group ${group}, which may decide what you may not. Ask an administrator to make this token, or to put you into the group.`;
  }
  return covers(maker.rights, rightsOf(user.groups, configured))
    ? undefined
    : 'The user has rights on records that you do not have. Ask an administrator to make this token.';
}
