import { administrators } from '../access/groups.ts';
import type { Transaction } from '../database/database.ts';
import { refuse } from '../errors.ts';
import { lockAdministrators, otherAdministrators } from './administrator-store.ts';
import { groupsOf } from './judge-access.ts';
import type { RecordRow } from './types.ts';

/**
 * Refuses to delete or disable the last administrator of a unit, or to take that user out of the group: nobody could give rights any more. Two who leave
 * at the same moment wait for each other, so that the second one is told.
 */
export async function keepAnAdministrator(
  transaction: Transaction,
  before: RecordRow,
  after: RecordRow,
): Promise<void> {
  if (!administers(before) || administers(after)) return;
  await lockAdministrators(transaction, before.unitId);
  if (await otherAdministrators(transaction, before.unitId, before.id)) return;
  refuse(
    'illegal-state',
    `This user is the last enabled one in the group ${administrators}. Put another user into the group first.`,
    [{ path: 'groups', message: 'A unit must keep an administrator.' }],
  );
}

function administers({ data, deletedAt }: RecordRow): boolean {
  return deletedAt === null && data['isDisabled'] !== true && groupsOf(data['groups']).includes(administrators);
}
