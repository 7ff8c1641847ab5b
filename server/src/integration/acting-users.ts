import type { Caller } from '../access/caller.ts';
import type { Group } from '../access/groups.ts';
import { overreach } from '../access/overreach.ts';
import { configuredGroups, noRights } from '../access/rights.ts';
import { findUser } from '../access/token-store.ts';
import type { Transaction } from '../database/database.ts';
import type { Fault } from '../errors.ts';
import type { ApiDefinition } from '../inbound/definition.ts';
import { decidingGroups } from '../records/deciding-groups.ts';
import { resolveDefinitions } from '../records/resolve-definitions.ts';
import { inside } from './inside.ts';
import type { FileObject } from './integration-file.ts';

/** Who applies a configuration. */
export type Applying = Pick<Caller, 'userId' | 'name' | 'administrator'> & Partial<Pick<Caller, 'groups' | 'rights'>>;

export interface JudgedUsers {
  readonly faults: readonly Fault[];
  readonly warnings: readonly string[];
}

/**
 * The users in whose names changed API definitions act. Nobody writes a definition that may do more than they may themselves, as with tokens; one whose
 * user is not there yet is only warned of, because a file may be applied before its users are made.
 */
export async function judgeActingUsers(
  transaction: Transaction,
  unitId: number,
  caller: Applying,
  changed: readonly FileObject[],
  wanted: readonly FileObject[],
): Promise<JudgedUsers> {
  const of = (kind: FileObject['kind']) => wanted.filter((object) => object.kind === kind).map(({ body }) => body);
  const groups = configuredGroups(of('groups') as unknown as Group[]);
  const deciding = decidingGroups(resolveDefinitions(of('entities')));
  const maker = { administrator: caller.administrator, groups: caller.groups ?? [], rights: caller.rights ?? noRights };
  const faults: Fault[] = [];
  const warnings: string[] = [];
  for (const { body, path } of changed) {
    const { name, user: login, authentication } = body as ApiDefinition;
    if (login === undefined) continue;
    const user = await findUser(transaction, unitId, { login });
    if (user === undefined || user.isDisabled) {
      warnings.push(
        `The definition ${JSON.stringify(name)} acts as the user ${JSON.stringify(login)}, who is ${user === undefined ? 'not there yet' : 'disabled'}: its calls are refused until then.`,
      );
    } else if (authentication.kind !== 'token' && overreach(maker, user, groups, deciding) !== undefined) {
      const message = `The user ${JSON.stringify(login)} may do more than you may, so an administrator has to write this definition. Or name another user.`;
      faults.push({ path: `${inside(path)}user`, message });
    }
  }
  return { faults, warnings };
}
