import pg from 'pg';
import type { Queryable } from '../database.ts';

/** What a running server was started with, and on which files. */
export async function readFingerprint(
  queryable: Queryable,
): Promise<{ fingerprint: string | null; dataFolder: string }> {
  const [row] = await queryable.query<{ fingerprint: string | null; dataFolder: string }>({
    text: `select current_setting('gangway.fingerprint', true) as fingerprint, current_setting('data_directory') as "dataFolder"`,
  });
  if (row === undefined) throw new Error('A select of settings gave no row');
  return row;
}

/** Makes the database when it is missing. */
export async function ensureDatabase(queryable: Queryable, name: string): Promise<void> {
  const rows = await queryable.query({ text: 'select from pg_database where datname = $1', values: [name] });
  // A copy of the template's files, which makes less of a log than writing every page of them into it.
  if (rows.length === 0)
    await queryable.query({ text: `create database ${pg.escapeIdentifier(name)} strategy file_copy` });
}
