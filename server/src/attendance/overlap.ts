import type { Transaction } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import { type EntryRow, findOverlap } from './entry-store.ts';
import { lockUsers } from './lock-users-store.ts';

/** A person is absent once at a time: a second absence within the first is refused. Time tracks may overlap, and absences may lie beside attendance. */
export async function checkOverlap(
  transaction: Transaction,
  unitId: number,
  { id, type, userId, at, until }: Pick<EntryRow, 'id' | 'type' | 'userId' | 'at' | 'until'>,
): Promise<Refusal | undefined> {
  if (type !== 'ABSENCE' || userId === null) return undefined;
  await lockUsers(transaction, unitId, [userId]);
  const other = await findOverlap(transaction, unitId, { id, userId, at, until });
  if (other === undefined) return undefined;
  const end = other.until === null ? 'without an end' : `to ${other.until.toISOString()}`;
  const message = `User ${userId} is absent in this time already: time entry ${other.id}, from ${other.from.toISOString()} ${end}. Change that one, or choose another time.`;
  return new Refusal('already-exists', message, [{ path: 'from', message }]);
}
