import type { Transaction } from '../database/database.ts';
import type { EntryToRegister } from './entry-request.ts';
import { nextEntryIds } from './entry-store.ts';
import { namedUser } from './read-entry.ts';
import { findUsers, type FoundUser } from './user-store.ts';

/** What entries need of the database before anything can be said of them. */
export interface LookedUp {
  /** By namedKey. */
  readonly users: ReadonlyMap<string, FoundUser>;
  /** One id for each entry, in their order. */
  readonly ids: readonly number[];
}

export async function lookUp(
  transaction: Transaction,
  unitId: number,
  entries: readonly EntryToRegister[],
  draw: (transaction: Transaction, count: number) => Promise<readonly number[]> = nextEntryIds,
): Promise<LookedUp> {
  const named = entries.flatMap(({ fields }) => namedUser(fields) ?? []);
  const [users, ids] = await Promise.all([findUsers(transaction, unitId, named), draw(transaction, entries.length)]);
  return { users, ids };
}
