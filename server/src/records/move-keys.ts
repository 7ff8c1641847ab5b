import type { Transaction } from '../database/database.ts';
import { claimKeys, releaseKeys } from './key-store.ts';
import type { EntityDefinition, RecordRow } from './types.ts';
import { keyChanges, type UniqueKey } from './unique-keys.ts';

/**
 * Gives up and claims the unique values that a change of a locked record moves. Gives the sentence about one that another record has; nothing is moved
 * then. Costs no statement where the change moves none.
 */
export async function moveKeys(
  transaction: Transaction,
  definition: EntityDefinition,
  before: RecordRow,
  after: RecordRow,
): Promise<string | undefined> {
  const { unitId, entity, id } = before;
  const { released, claimed } = keyChanges(definition, before.data, after.data);
  const taken = claimed.length === 0 ? [] : await claimKeys(transaction, unitId, entity, id, claimed);
  const [first] = taken;
  if (first === undefined) {
    await releaseKeys(transaction, unitId, entity, released);
    return undefined;
  }
  const isTaken = (key: UniqueKey): boolean => taken.some((each) => each.key === key.key && each.value === key.value);
  await releaseKeys(
    transaction,
    unitId,
    entity,
    claimed.filter((key) => !isTaken(key)),
  );
  return `${first.path}: There is a ${definition.title} whose "${first.path}" is "${first.value}" already: record ${first.takenBy}.`;
}
