import type { Writable } from 'node:stream';
import pg from 'pg';
import { asRefusal } from './connection-fault.ts';
import { clientConfig, type Connection } from './connection-settings.ts';
import type { Database, Statement, Transaction, TransactionOptions } from './database.ts';
import { Listener } from './listener.ts';
import { openTransaction } from './open-transaction.ts';
import { SilenceWatch } from './silence-watch.ts';
import { Sockets } from './sockets.ts';

/** How long a new connection and its first answer may take before the database counts as silent. */
const askTimeoutMs = 4_000;

export interface OpenOptions {
  /** A PostgreSQL 15 or newer: postgres://user:password@host:port/database. Either this or `connection`. */
  readonly url?: string;
  readonly connection?: Connection;
  /** Connections at most; one more is opened when something listens. */
  readonly poolSize: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Hears of connections that broke while nobody used them, and of a listener that waits for the database. */
  readonly onConnectionLost?: (error: Error) => void;
}

/**
 * Opens a pool; the database itself may still be starting (waitUntilReachable). Connections that break are replaced: a
 * statement in flight fails with the refusal `database-unavailable`, the next one runs on a new connection. A database that falls silent without
 * breaking them is noticed within five seconds and treated in the same way.
 */
export function openDatabase(options: OpenOptions): Promise<Database> {
  const target = options.connection === undefined ? { url: options.url ?? '' } : { connection: options.connection };
  const plain = clientConfig(target, options.applicationName);
  const sockets = new Sockets();
  const config = { ...plain, stream: sockets.make };
  const pool = new pg.Pool({ ...config, max: options.poolSize, idleTimeoutMillis: 60_000 });
  let closing: Promise<void> | undefined;
  // pool.end() does not wait until its connections are gone; one that the stopping server ends meanwhile is not lost.
  const report = (error: Error): void => {
    if (closing === undefined) options.onConnectionLost?.(error);
  };
  // Without a listener a connection that breaks would end the process; the pool's own event is for idle ones only, and says
  // what their client says too.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', report));
  const listener = new Listener(config, report);
  const watch = new SilenceWatch({
    ask: () => ask(plain),
    onSilent: () => sockets.giveUp(),
    onAnswer: () => sockets.trust(),
  });
  return Promise.resolve({
    query: (statement) => watch.during(() => run(pool, statement)),
    transaction: (work, transactionOptions) => transact(pool, watch, work, transactionOptions),
    listen: (channel, onNotice) => listener.listen(channel, onNotice),
    close: () => {
      watch.close();
      return (closing ??= listener.close().then(() => pool.end()));
    },
  });
}

/** Whether anybody is there, on a new connection: the old ones may be the trouble. What the database refuses is an answer, too. */
async function ask(config: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: askTimeoutMs, query_timeout: askTimeoutMs });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
  } finally {
    // Not awaited: a connection that is silent does not say goodbye.
    client.end().catch(() => undefined);
  }
}

async function run<Row extends object>(target: pg.Pool | pg.PoolClient, statement: Statement): Promise<Row[]> {
  try {
    const result = await target.query<Row>({
      text: statement.text,
      ...(statement.name === undefined ? {} : { name: statement.name }),
      ...(statement.values === undefined ? {} : { values: [...statement.values] }),
    });
    return result.rows;
  } catch (error) {
    throw asRefusal(error);
  }
}

async function transact<T>(
  pool: pg.Pool,
  watch: SilenceWatch,
  work: (transaction: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const client = await watch.during(() => connect(pool));
  const open = openTransaction((statement) => {
    sendTogether(client);
    return watch.during(() => run(client, statement));
  });
  let result: T;
  try {
    // READ COMMITTED is named, because a server's default may be another.
    const begin = 'begin isolation level read committed';
    const text = options.synchronousCommit === 'off' ? `${begin}; set local synchronous_commit to off` : begin;
    sendTogether(client);
    const begun = watch.during(() => client.query(text));
    if (options.readsFirst !== true) await begun;
    [result] = await Promise.all([work(open.transaction), begun]);
    open.end();
    if (open.final.length > 0) sendTogether(client);
    const final = open.final.map((statement) => watch.during(() => run(client, statement)));
    await Promise.all([...final, watch.during(() => commit(client))]);
  } catch (error) {
    open.end();
    await watch.during(() => rollBack(client));
    throw asRefusal(open.causeOf(error));
  }
  client.release();
  for (const action of open.actions) action();
  return result;
}

/**
 * Statements that a transaction sends at the same time, without waiting for each other, go to the socket in one write. Each write wakes PostgreSQL, which
 * on a busy machine takes the processor from us: for small statements that was more than all the rest of sending them.
 */
function sendTogether(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Writable } }).connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw asRefusal(error);
  }
}

async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('commit');
  // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error; nothing was written then.
  if (command !== 'COMMIT')
    throw new Error('A transaction was rolled back because a failed statement in it was ignored');
}

/** Never throws: what made the rollback necessary is the error to tell. A connection that cannot roll back is thrown away. */
async function rollBack(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('rollback');
    client.release();
  } catch (error) {
    client.release(error instanceof Error ? error : true);
  }
}
