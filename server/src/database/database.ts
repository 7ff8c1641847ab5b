/** A statement; `name` makes it a prepared one, and then the same name must always carry the same text. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

export interface Queryable {
  /** Runs one statement; resolves to its rows. bigint columns arrive as numbers (ids stay below 2^53), numeric as text, timestamptz as Date. */
  query<Row extends object = Record<string, unknown>>(statement: Statement): Promise<Row[]>;
}

/** An open transaction. The first argument of every store function. */
export interface Transaction extends Queryable {
  /** Runs after a successful commit, never after a rollback: wake-ups, notices to other processes. */
  afterCommit(action: () => void): void;
  /** Sends a statement together with the commit, which saves a turn: the last one, whose rows nobody needs. Its failure is that of the transaction. */
  atCommit(statement: Statement): void;
}

export interface TransactionOptions {
  /** `off`: the commit does not wait for the disk. Only for what may be forgotten in a crash. */
  readonly synchronousCommit?: 'on' | 'off';
  /**
   * The work begins with statements that only read: they are sent together with BEGIN, which saves a turn. Whatever writes must come after the rows of one of
   * them: where BEGIN fails, nothing may be written without it.
   */
  readonly readsFirst?: boolean;
}

export interface Database extends Queryable {
  /** Runs `work` in a READ COMMITTED transaction on a connection of its own: commits when it resolves, rolls back when it throws. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /**
   * Listens on a PostgreSQL channel; resolves to a function that stops. Resumes by itself after a lost connection, and then calls
   * `onNotice` once with an empty payload, because what was sent meanwhile is lost.
   */
  listen(channel: string, onNotice: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
