import type { Transaction } from '../../database/database.ts';

const tables = ['passwords', 'second_factors', 'identities', 'invitations', 'preferences'] as const;

/** A deleted user signs in no more, and the account at the provider is free for whoever is made anew. What was done stands in the audit. */
export async function forgetUser(transaction: Transaction, unitId: number, userId: number): Promise<void> {
  for (const table of tables) {
    await transaction.query({
      text: `delete from ${table} where unit_id = $1 and user_id = $2`,
      values: [unitId, userId],
    });
  }
}
