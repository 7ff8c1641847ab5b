import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { Connection } from '../../src/database/connection-settings.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import './start-postgres.ts';

export interface TestDatabase {
  readonly database: Database;
  /** The same database as an address, for processes of their own. */
  readonly url: string;
  readonly connection: Connection;
  /** Closes the pool and drops the database. */
  close(): Promise<void>;
}

export interface TestDatabaseOptions {
  readonly poolSize?: number;
  /** Without tables, to migrate or restore into. */
  readonly empty?: boolean;
}

/** A database of its own for a test file (or a test): a clone of the migrated template, about 50 ms. */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { template, ...postgres } = inject('postgres');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asOwner(
    `create database ${name} template ${options.empty === true ? 'template0' : template} strategy file_copy`,
  );
  const connection = { host: postgres.host, port: postgres.port, user: postgres.user, database: name };
  const database = await openDatabase({ connection, poolSize: options.poolSize ?? 8, applicationName: 'tests' });
  return {
    database,
    connection,
    url: addressOf(connection),
    close: async () => {
      await database.close();
      await asOwner(`drop database ${name} with (force)`);
    },
  };
}

/** postgres://user@/name?host=folder&port=1: how an address names a socket's folder. */
export function addressOf({ host, port, user, database }: Connection): string {
  return `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}

async function asOwner(text: string): Promise<void> {
  const { host, port, user } = inject('postgres');
  const connection = { host, port, user, database: 'postgres' };
  const owner = await openDatabase({ connection, poolSize: 1, applicationName: 'tests' });
  await owner.query({ text }).finally(() => owner.close());
}
