import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migrate, migrationsFolder } from '../../src/database/migrate.ts';
import { dropPartition } from '../../src/database/partition-store.ts';
import { ensurePartitions, listPartitions } from '../../src/database/partitions.ts';
import { dumpSchema } from '../../src/database/schema-store.ts';
import { newId } from '../../src/database/uuid.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('../support/migrate-program.ts', import.meta.url));

async function open(options: { empty?: boolean; poolSize?: number } = {}): Promise<TestDatabase> {
  const test = await testDatabase(options);
  onTestFinished(() => test.close());
  return test;
}

/** The program's migrations and further ones, in a folder of their own. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gangway-migrations-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(migrationsFolder, folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

describe('migrations', () => {
  it('are applied once when four processes start together', async () => {
    const { url, database } = await open({ empty: true });
    const answers = await Promise.all([1, 2, 3, 4].map(() => run(process.execPath, [program, url])));
    const applied = answers.flatMap(({ stdout }) => JSON.parse(stdout) as string[]);
    expect(applied.toSorted()).toEqual([...new Set(applied)].toSorted());
    expect(await database.query({ text: 'select name from migrations order by number' })).toEqual(
      applied.toSorted().map((name) => ({ name })),
    );
    expect(await migrate(database)).toEqual([]);
  });

  it('go forward one by one, and the one that fails leaves nothing behind', async () => {
    const { database } = await open();
    const [last] = await database.query<{ number: number }>({ text: 'select max(number) as number from migrations' });
    const numbered = (step: number, words: string): string =>
      `${String((last?.number ?? 0) + step).padStart(4, '0')}_${words}.sql`;
    const folder = await folderWith({
      [numbered(1, 'notes')]: 'create table notes (id integer primary key);',
      [numbered(2, 'broken')]: 'create table more_notes (id integer primary key); select 1 / 0;',
    });
    await expect(migrate(database, folder)).rejects.toThrow('division by zero');
    const rows = await database.query({
      text: "select to_regclass('notes') is not null as notes, to_regclass('more_notes') is not null as more_notes",
    });
    expect(rows).toEqual([{ notes: true, more_notes: false }]);

    // The program without them finds a database of a newer one.
    await expect(migrate(database)).rejects.toThrow('The database was made by a newer Gangway');
  });

  it('refuse a file that was changed after it had been applied', async () => {
    const { database } = await open();
    const folder = await folderWith({ '0001_initial.sql': '-- another\n' });
    await expect(migrate(database, folder)).rejects.toThrow(
      'The migration 0001_initial.sql is not the one that was applied',
    );
  });

  it('do not mind the line ends of a checkout', async () => {
    const { database } = await open();
    const text = await readFile(join(migrationsFolder, '0001_initial.sql'), 'utf8');
    const folder = await folderWith({ '0001_initial.sql': text.replaceAll('\n', '\r\n') });
    expect(await migrate(database, folder)).toEqual([]);
  });

  it('are shown as SQL that makes the same on an empty database', async () => {
    const migrated = await open();
    const dump = await dumpSchema(migrated.database);
    const again = await open({ empty: true });
    await again.database.query({ text: dump });
    expect(await dumpSchema(again.database)).toBe(dump);
  });
});

describe('partitions', () => {
  const addEvent = (at: number) => ({
    text: `insert into events (unit_id, id, at, kind, names, entity, origin) values (1, $1, to_timestamp($2 / 1000.0), 'created', '{}', 'documents', 'api')`,
    values: [newId(at), at],
  });

  it('exist for this month and the next after a migration, with settings for a queue', async () => {
    const { database } = await open();
    await database.query(addEvent(Date.now()));
    await database.query(addEvent(Date.now() + 28 * 86_400_000));
    const options = await database.query({
      text: "select distinct reloptions from pg_class where relname like 'deliveries_20%' and relkind = 'r'",
    });
    expect(JSON.stringify(options)).toContain('autovacuum_vacuum_scale_factor=0.01');
  });

  it('are made for a month of any year, without waiting for a transaction that writes, and dropped whole', async () => {
    const { database } = await open();
    const then = Date.UTC(2031, 11, 31, 23, 59);
    await expect(database.query(addEvent(then))).rejects.toThrow('no partition');
    await database.transaction(async (writer) => {
      await writer.query(addEvent(Date.now()));
      // On another connection, while the writer's transaction holds its lock on the parent.
      await database.transaction((tx) => ensurePartitions(tx, then));
    });
    await database.query(addEvent(then));
    await database.query(addEvent(Date.UTC(2032, 0, 31, 23, 59)));

    const partitions = await listPartitions(database);
    const old = partitions.filter(({ table, name }) => table === 'events' && name >= 'events_2031');
    expect(old.map(({ name }) => name)).toEqual(['events_2031_12', 'events_2032_01']);
    for (const partition of old) await database.transaction((tx) => dropPartition(tx, partition));
    // What is left is the writer's.
    expect(await database.query({ text: 'select from events' })).toHaveLength(1);
  });

  it('are made once when several processes find them missing', async () => {
    const { database } = await open();
    const then = Date.UTC(2040, 4);
    await Promise.all([1, 2, 3, 4].map(() => database.transaction((tx) => ensurePartitions(tx, then))));
    await database.query(addEvent(then));
  });
});
