import type { Queryable, Transaction } from '../../database/database.ts';

/** Whether the console still waits to be set up: nobody has a password, and nobody was let in otherwise. */
export async function isSetUpPending(queryable: Queryable): Promise<boolean> {
  const rows = await queryable.query({ name: 'is-set-up-pending', text: 'select from set_up where done_at is null' });
  return rows.length > 0;
}

/** From now on this code is asked for, and none before it; false: it was set up meanwhile. */
export async function writeSetUpCode(queryable: Queryable, hash: Buffer): Promise<boolean> {
  const rows = await queryable.query({
    text: 'update set_up set code_hash = $1 where done_at is null returning singleton',
    values: [hash],
  });
  return rows.length > 0;
}

/** The hash of the code, locked until the transaction ends; undefined: it was set up. */
export async function lockSetUp(transaction: Transaction): Promise<{ readonly codeHash: Buffer | null } | undefined> {
  const [row] = await transaction.query<{ codeHash: Buffer | null }>({
    text: 'select code_hash as "codeHash" from set_up where done_at is null for update',
  });
  return row;
}

export async function finishSetUp(transaction: Transaction): Promise<void> {
  await transaction.query({ text: 'update set_up set done_at = now(), code_hash = null where done_at is null' });
}
