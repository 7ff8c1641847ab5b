import type { Queryable, Statement, Transaction } from './database.ts';

export interface OpenTransaction {
  readonly transaction: Transaction;
  /** What waits for the commit. */
  readonly actions: readonly (() => void)[];
  /** What goes out with the commit. */
  readonly final: readonly Statement[];
  /** It is refused after its end: a forgotten await must not write outside of it. */
  end(): void;
  /** What really went wrong. */
  causeOf(error: unknown): unknown;
}

/** A transaction as store functions see it, over whatever runs its statements. */
export function openTransaction(run: Queryable['query']): OpenTransaction {
  const actions: (() => void)[] = [];
  const final: Statement[] = [];
  let ended = false;
  let firstFault: unknown;
  const transaction: Transaction = {
    query: async <Row extends object>(statement: Parameters<Queryable['query']>[0]) => {
      if (ended)
        throw new Error(`A statement came after the end of its transaction: ${statement.name ?? statement.text}`);
      return run<Row>(statement).catch((error: unknown) => {
        firstFault ??= error;
        throw error;
      });
    },
    afterCommit: (action) => {
      if (ended) throw new Error('afterCommit was called after the end of its transaction');
      actions.push(action);
    },
    atCommit: (statement) => {
      if (ended) throw new Error('atCommit was called after the end of its transaction');
      final.push(statement);
    },
  };
  return {
    transaction,
    actions,
    final,
    end: () => (ended = true),
    // Statements that travel together all fail with the first one: what it said is the cause, not that the others came too late.
    causeOf: (error) => (isAborted(error) ? (firstFault ?? error) : error),
  };
}

/** "Current transaction is aborted": an earlier statement of it has failed. */
const isAborted = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '25P02';
