import type { Queryable, Transaction } from '../../database/database.ts';

/** Whether the console still waits to be set up: nobody has a password, and no administrator was let in otherwise. */
export async function isSetUpPending(queryable: Queryable): Promise<boolean> {
  const done = await queryable.query({ name: 'is-set-up', text: 'select from set_up where done_at is not null' });
  return done.length === 0;
}

/** From now on this code is asked for, and none before it; false: it was set up meanwhile. */
export async function writeSetUpCode(queryable: Queryable, hash: Buffer): Promise<boolean> {
  const rows = await queryable.query({
    text: `insert into set_up as s (code_hash) values ($1)
           on conflict (singleton) do update set code_hash = excluded.code_hash where s.done_at is null returning singleton`,
    values: [hash],
  });
  return rows.length > 0;
}

/** The hash of the code, locked until the transaction ends; undefined: it was set up. */
export async function lockSetUp(transaction: Transaction): Promise<{ readonly codeHash: Buffer | null } | undefined> {
  await transaction.query({ text: 'insert into set_up default values on conflict do nothing' });
  const [row] = await transaction.query<{ codeHash: Buffer | null }>({
    text: 'select code_hash as "codeHash" from set_up where done_at is null for update',
  });
  return row;
}

export async function finishSetUp(transaction: Transaction): Promise<void> {
  await transaction.query({
    text: `insert into set_up as s (done_at) values (now())
           on conflict (singleton) do update set done_at = excluded.done_at, code_hash = null where s.done_at is null`,
  });
}
