import pg from 'pg';
import { asRefusal } from '../connection-fault.ts';
import { clientConfig, type Target } from '../connection-settings.ts';
import type { Queryable, Statement, Transaction } from '../database.ts';

/** One connection of its own: COPY needs it whole, and it never waits for a pool. */
export interface Session extends Queryable {
  readonly client: pg.Client;
}

/** Opens a session, ends it after the work; whatever transaction is open then is rolled back. */
export async function withSession<T>(
  target: Target,
  applicationName: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...clientConfig(target, applicationName), pipeline: false });
  // What breaks is told by the statement in flight; without a listener the event would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work({ client, query: (statement) => run(client, statement) });
  } catch (error) {
    throw asRefusal(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function run<Row extends object>(client: pg.Client, { text, values }: Statement): Promise<Row[]> {
  const result = await client.query<Row>({ text, ...(values === undefined ? {} : { values: [...values] }) });
  return result.rows;
}

/** The session as the transaction that store functions want. Its owner begins and commits. */
export function asTransaction(session: Session): Transaction {
  return {
    query: (statement) => session.query(statement),
    afterCommit: () => {
      throw new Error('A backup or a restore tells nobody of its commit');
    },
    atCommit: () => {
      throw new Error('A backup or a restore commits by itself');
    },
  };
}
