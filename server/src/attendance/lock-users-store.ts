import { int8s } from '../database/array-parameter.ts';
import type { Transaction } from '../database/database.ts';

/**
 * Keeps others from computing intervals of these users until the transaction ends. An advisory lock, because a row lock would write a row of the user with
 * each pass. In the order of the ids, so that two batches never wait for each other in a circle. What is read in a later statement sees what whoever had the
 * lock before has written.
 */
export async function lockUsers(transaction: Transaction, unitId: number, userIds: readonly number[]): Promise<void> {
  await transaction.query({
    name: 'lock-attendance',
    text: lockUsersText('$2'),
    values: [unitId, int8s(inOrder(userIds))],
  });
}

/** The same as a part of another statement; `$1` is the unit. */
export function lockUsersText(userIds: string): string {
  return `select pg_advisory_xact_lock(hashtextextended('attendance/' || $1::integer || '/' || id, 0)) from unnest(${userIds}::bigint[]) as u(id)`;
}

export function inOrder(userIds: readonly number[]): number[] {
  return [...new Set(userIds)].sort((left, right) => left - right);
}
