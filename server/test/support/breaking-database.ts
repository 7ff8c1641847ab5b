import type { Database, Statement, Transaction } from '../../src/database/database.ts';
import { Refusal } from '../../src/errors.ts';

export interface BreakingDatabase {
  readonly database: Database;
  /**
   * The next time a statement of this name was carried out and would have answered rows, the connection breaks before its answer comes: the
   * statement, or the commit of its transaction, has happened and nobody here knows. One that found nothing has done nothing, and passes.
   */
  breakAfter(name: string): void;
  /** The next statement of this name never reaches the database. */
  breakBefore(name: string): void;
  /** Breaks that have not come to pass. */
  readonly armed: number;
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
      if (rows.length > 0 && after.delete(statement.name ?? '')) throw broken();
      return rows;
    },
    async transaction(work, options) {
      const unheard: string[] = [];
      const result = await real.transaction((transaction) => {
        const watched: Transaction = {
          afterCommit: (action) => transaction.afterCommit(action),
          atCommit: (statement) => transaction.atCommit(statement),
          async query<Row extends object>(statement: Statement) {
            guard(statement);
            const rows = await transaction.query<Row>(statement);
            if (rows.length > 0 && after.delete(statement.name ?? '')) unheard.push(statement.name ?? '');
            return rows;
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
    get armed() {
      return after.size + before.size;
    },
  };
}
