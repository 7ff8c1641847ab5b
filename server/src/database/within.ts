import type { Database, Transaction } from './database.ts';
import { openTransaction } from './open-transaction.ts';

/**
 * The database as seen from inside an open transaction: what works on it becomes a part of that transaction. Its own transactions become savepoints,
 * one after the other, that can fail alone; what they leave for after the commit waits for the commit of the whole.
 *
 * Two restrictions: a transaction must not be opened from within another one of the same view (it would wait for itself; on the real database it would
 * take a second connection, which is no better), and a statement outside of them that fails takes everything with it.
 */
export function within(outer: Transaction): Database {
  let last: Promise<unknown> = Promise.resolve();
  return {
    query: (statement) => outer.query(statement),
    transaction(work) {
      const turn = last.then(() => savepoint(outer, work));
      last = turn.catch(() => undefined);
      return turn;
    },
    listen: () => Promise.reject(new Error('Nobody can listen within a transaction')),
    close: () => Promise.reject(new Error('A transaction is closed by whoever opened it')),
  };
}

async function savepoint<T>(outer: Transaction, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const inner = openTransaction((statement) => outer.query(statement));
  await outer.query({ text: 'savepoint inner_work' });
  let result: T;
  try {
    result = await work(inner.transaction);
    inner.end();
    for (const statement of inner.final) await outer.query(statement);
    await outer.query({ text: 'release savepoint inner_work' });
  } catch (error) {
    inner.end();
    // A connection that is lost cannot roll back; the error that made it necessary is the one to tell, and the whole fails with it anyway.
    await outer.query({ text: 'rollback to savepoint inner_work' }).catch(() => undefined);
    throw inner.causeOf(error);
  }
  for (const action of inner.actions) outer.afterCommit(action);
  return result;
}
