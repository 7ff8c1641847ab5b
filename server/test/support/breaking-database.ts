import type { Database, Statement, Transaction } from '../../src/database/database.ts';
import { Refusal } from '../../src/errors.ts';

export interface BreakingDatabase {
  readonly database: Database;
  /**
   * The next time a statement of this name was carried out, the connection breaks before its answer comes: the statement, or the commit of its
   * transaction, has happened and nobody here knows.
   */
  breakAfter(name: string): void;
  /** The next statement of this name never reaches the database. */
  breakBefore(name: string): void;
}

/** A real database over a connection that breaks at a chosen moment. */
export function breakingDatabase(real: Database): BreakingDatabase {
  const after = new Set<string>();
  const before = new Set<string>();
  const broken = (): Refusal => new Refusal('database-unavailable', 'The connection broke.');
  const guard = ({ name = '' }: Statement): void => {
    if (before.delete(name)) throw broken();
  };
  const database: Database = {
    ...real,
    async query<Row extends object>(statement: Statement) {
      guard(statement);
      const rows = await real.query<Row>(statement);
      if (after.delete(statement.name ?? '')) throw broken();
      return rows;
    },
    async transaction(work, options) {
      const unheard: string[] = [];
      const result = await real.transaction((transaction) => {
        const watched: Transaction = {
          afterCommit: (action) => transaction.afterCommit(action),
          query<Row extends object>(statement: Statement) {
            guard(statement);
            if (after.delete(statement.name ?? '')) unheard.push(statement.name ?? '');
            return transaction.query<Row>(statement);
          },
        };
        return work(watched);
      }, options);
      if (unheard.length > 0) throw broken();
      return result;
    },
  };
  return {
    database,
    breakAfter: (name) => after.add(name),
    breakBefore: (name) => before.add(name),
  };
}
