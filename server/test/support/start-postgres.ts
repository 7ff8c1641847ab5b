import { randomUUID } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { startTestPostgres } from './test-postgres.ts';

export interface TestPostgres {
  /** Folder of the socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Migrated; testDatabase() clones it. */
  readonly template: string;
}

declare module 'vitest' {
  // The way vitest offers to type what a global setup provides.
  interface ProvidedContext {
    readonly postgres: TestPostgres;
  }
}

/** One PostgreSQL for the whole run, in a temporary folder, with a migrated database that every test file clones. */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTestPostgres();
  try {
    const template = `template_${randomUUID().slice(0, 8)}`;
    const owner = await openDatabase({ connection: postgres.connection, poolSize: 1, applicationName: 'tests' });
    await owner.query({ text: `create database ${template}` });
    await owner.close();
    const connection = { ...postgres.connection, database: template };
    const database = await openDatabase({ connection, poolSize: 1, applicationName: 'tests' });
    await migrate(database);
    await database.close();
    project.provide('postgres', { ...postgres.connection, template });
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return postgres.stop;
}
