import type { Transaction } from '../database/database.ts';
import { claimKeys, releaseKeys, type TakenKey } from './key-store.ts';
import type { EntityDefinition, RecordRow } from './types.ts';
import { keyChanges, type UniqueKey } from './unique-keys.ts';

/**
 * Gives up and claims the unique values that a change of a locked record moves (`before` null: it is created; `after` deleted: it gives all of them up).
 * Gives the first that another record has; nothing is moved then. Costs no statement where the change moves none.
 */
export async function takeKeys(
  transaction: Transaction,
  definition: EntityDefinition,
  before: RecordRow | null,
  after: RecordRow,
): Promise<TakenKey | undefined> {
  const { unitId, entity, id } = after;
  const { released, claimed } = keyChanges(definition, before?.data, after.deletedAt === null ? after.data : undefined);
  const taken = await claimKeys(transaction, unitId, entity, id, claimed);
  const isTaken = (each: UniqueKey): boolean => taken.some(({ key }) => key === each.key);
  const given = taken.length === 0 ? released : claimed.filter((each) => !isTaken(each));
  await releaseKeys(transaction, unitId, entity, given);
  return taken[0];
}

/** The same for an answer: the sentence about a value that another record has stands on the record's `exports`. */
export async function moveKeys(
  transaction: Transaction,
  definition: EntityDefinition,
  before: RecordRow,
  after: RecordRow,
): Promise<string | undefined> {
  const taken = await takeKeys(transaction, definition, before, after);
  return taken && `${taken.path}: ${takenSentence(definition, taken)}`;
}

/** A taken value as it is told: without the record that has it, where that may not be seen. */
export interface ShownKey extends UniqueKey {
  readonly takenBy?: number;
}

/** `There is a user whose "login" is "jana" already: record 5.` */
export function takenSentence({ title }: EntityDefinition, { path, value, takenBy }: ShownKey): string {
  return `There is a ${title} whose "${path}" is "${value}" already${takenBy === undefined ? '' : `: record ${takenBy}`}.`;
}
