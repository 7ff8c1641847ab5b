import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { backup } from '../../src/database/backup/backup.ts';
import { readTables } from '../../src/database/backup/backup-store.ts';
import { verifyBackup } from '../../src/database/backup/read-backup.ts';
import { restore } from '../../src/database/backup/restore.ts';
import type { Database } from '../../src/database/database.ts';
import { ensurePartitions } from '../../src/database/partitions.ts';
import { newId } from '../../src/database/uuid.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { withDatabase as look } from '../support/embedded-process.ts';

const program = { program: '0.1.0' };
/** What a careless format would stumble over. */
const hostile = ['\\.', '\\N', '\n\\.\n', '\ttab', '"quote"', 'ř😀', "'; drop table records; --", '{"rows":1}', ''];

let source: TestDatabase;
let folder: string;
let file: string;
beforeAll(async () => {
  source = await testDatabase();
  await fill(source.database);
  folder = await mkdtemp(join(tmpdir(), 'gangway-backup-'));
  file = join(folder, 'gangway.backup');
  await backup({ connection: source.connection }, file, program);
});
afterAll(async () => {
  await source.close();
  await rm(folder, { recursive: true });
});

async function fill(database: Database): Promise<void> {
  const longAgo = Date.UTC(2021, 2, 14);
  await database.transaction((tx) => ensurePartitions(tx, longAgo));
  for (const [index, text] of hostile.entries()) {
    await database.query({
      text: `insert into records (unit_id, entity, id, registration, revision, data, created_at, updated_at)
        values (1, 'documents', nextval('record_ids'), $1, 1, $2, now(), now())`,
      values: [`R${index}`, JSON.stringify({ text, amount: '0.10' })],
    });
    await database.query({
      text: `insert into events (unit_id, id, at, kind, names, entity, origin, user_name) values (1, $1, now(), 'created', $2, 'documents', 'api', $3)`,
      values: [newId(index % 2 === 0 ? longAgo : Date.now()), hostile, text],
    });
    await database.query({
      text: 'insert into secrets (unit_id, name, sealed, updated_by) values (1, $1, $2, $3)',
      values: [`s${index}`, createHash('sha256').update(text).digest(), text],
    });
  }
  await database.query({
    text: `insert into routes (unit_id, hash, content) select 1, decode(lpad(n::text, 4, '0'), 'hex'), '{}' from generate_series(1, 50) n`,
  });
}

/** Every row of every table as text, in an order of its own. */
async function rowsOf(database: Database): Promise<Record<string, unknown>> {
  const tables = await readTables(database);
  const entries = tables.map(async ({ table }) => [
    table,
    (await database.query<{ row: string }>({ text: `select t::text as row from ${table} t order by 1` })).map(
      ({ row }) => row,
    ),
  ]);
  return Object.fromEntries(await Promise.all(entries)) as Record<string, unknown>;
}

/** Nothing is connected to it until its pool is used: a restore has to be alone. */
async function empty(options: { empty?: boolean } = { empty: true }): Promise<TestDatabase> {
  const test = await testDatabase(options);
  onTestFinished(() => test.close());
  return test;
}

const restoreInto = ({ connection }: TestDatabase, from = file, replace = false) =>
  restore({ connection }, from, { replace });

/** The backup with other content, packed as before. */
async function changed(name: string, change: (content: Buffer) => Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, gzipSync(change(gunzipSync(await readFile(file)))));
  return path;
}

const replaceText = (from: string, to: string) => (content: Buffer) => {
  const at = content.indexOf(from);
  expect(at).toBeGreaterThan(0);
  return Buffer.concat([content.subarray(0, at), Buffer.from(to), content.subarray(at + from.length)]);
};

describe('a backup', () => {
  it('gives the same rows in another database, and numbers go on where they were', async () => {
    const target = await empty();
    const { header, rows, migrated } = await restoreInto(target);
    expect(header).toMatchObject({ program: '0.1.0', format: 'gangway-backup' });
    expect(migrated).toEqual([]);
    const expected = await rowsOf(source.database);
    expect(await rowsOf(target.database)).toEqual(expected);
    expect(rows).toBe(Object.values(expected).flat().length);
    const next = {
      text: `insert into routes (unit_id, hash, content) values (1, '\\xffff', '{}') returning id, nextval('record_ids') as record`,
    };
    expect(await target.database.query(next)).toEqual([{ id: 51, record: hostile.length + 1 }]);
  });

  it('is one file for its owner alone, whole and verified without a database', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const content = await verifyBackup(file);
    expect(content.rows).toBe(Object.values(await rowsOf(source.database)).flat().length);
  });

  it('is of one moment, however much is written meanwhile', async () => {
    const { database, connection } = await empty({});
    // Every transaction writes a secret and a route together, so any moment has as many of one as of the other.
    let going = true;
    const write = async (): Promise<void> => {
      for (let n = 0; going; n += 1) {
        await database.transaction(async (tx) => {
          await tx.query({
            text: `insert into secrets (unit_id, name, sealed, updated_by) values (1, $1, '', '')`,
            values: [`n${n}`],
          });
          await tx.query({
            text: `insert into routes (unit_id, hash, content) values (1, $1, '{}')`,
            values: [Buffer.from(`n${n}`)],
          });
        });
      }
    };
    const writing = write();
    const busy = join(folder, 'busy.backup');
    await backup({ connection }, busy, program);
    going = false;
    await writing;
    const target = await empty();
    await restoreInto(target, busy);
    const [row] = await target.database.query<{ secrets: number; routes: number }>({
      text: 'select (select count(*) from secrets) as secrets, (select count(*) from routes) as routes',
    });
    expect(row?.secrets).toBe(row?.routes);
  });

  it('that was cut off or damaged is refused, and leaves nothing behind', async () => {
    const target = await empty();
    const whole = await readFile(file);
    const cut = join(folder, 'cut.backup');
    for (const length of [0, 10, Math.trunc(whole.length / 2), whole.length - 1]) {
      await writeFile(cut, whole.subarray(0, length));
      await expect(restoreInto(target, cut)).rejects.toThrow(
        /cannot be used, it is (cut off|damaged).*nothing was restored/,
      );
    }
    const bit = Buffer.from(whole);
    bit.writeUInt8(bit.readUInt8(whole.length >> 1) ^ 1, whole.length >> 1);
    await writeFile(cut, bit);
    await expect(restoreInto(target, cut)).rejects.toThrow('cannot be used');

    const changes = [
      await changed('sum', replaceText('"quote', '"quota')),
      await changed('behind', (content) => Buffer.concat([content, Buffer.from('more\n')])),
      await changed('short', (content) => content.subarray(0, content.lastIndexOf('{"tables"'))),
    ];
    for (const path of changes) await expect(restoreInto(target, path)).rejects.toThrow('nothing was restored');
    expect(await readTables(target.database)).toEqual([]);
  });

  it('of a newer Gangway is refused, and of none at all too', async () => {
    const target = await empty();
    const newer = await changed(
      'newer',
      replaceText('"migrations":[', `"migrations":[${'{"number":0,"name":"","checksum":""},'.repeat(500)}`),
    );
    await expect(restoreInto(target, newer)).rejects.toThrow('The backup was made by a newer Gangway (0.1.0)');
    const text = join(folder, 'text');
    await writeFile(text, 'no backup');
    await expect(restoreInto(target, text)).rejects.toThrow('damaged, or not a backup of Gangway');
    await expect(restoreInto(target, join(folder, 'missing'))).rejects.toThrow('cannot be read: ENOENT');
    expect(await readTables(target.database)).toEqual([]);
  });

  it('of an older Gangway is migrated', async () => {
    const sum = (content: string): string => createHash('sha256').update(content).digest('hex');
    const content = '{"format":"gangway-backup","version":1,"program":"0.0.1","migrations":[]}\n';
    const old = join(folder, 'old');
    await writeFile(old, gzipSync(`${content}{"tables":0,"rows":0,"sha256":"${sum(content)}"}\n`));
    const target = await empty();
    expect((await restoreInto(target, old)).migrated[0]).toBe('0001_initial.sql');
    expect((await readTables(target.database)).length).toBeGreaterThan(10);
  });
});

describe('a restore', () => {
  it('spares a database that holds rows, unless it is told to replace them', async () => {
    const target = await empty({});
    await look(target.connection, (database) =>
      database.query({ text: "insert into units (unit_id, name) values (7, 'Seven')" }),
    );
    await expect(restoreInto(target)).rejects.toThrow('The database is not empty (units)');
    expect(await look(target.connection, (database) => database.query({ text: 'select name from units' }))).toEqual([
      { name: 'Seven' },
    ]);
    await restoreInto(target, file, true);
    expect(await rowsOf(target.database)).toEqual(await rowsOf(source.database));
  });

  it('never touches tables of somebody else', async () => {
    const target = await empty();
    await look(target.connection, (database) => database.query({ text: 'create table theirs (id integer)' }));
    await expect(restoreInto(target, file, true)).rejects.toThrow('tables that are not of Gangway');
  });

  it('waits for nobody: with somebody connected it says who', async () => {
    const target = await empty({});
    await target.database.query({ text: 'select 1' });
    await expect(restoreInto(target, file, true)).rejects.toThrow('Somebody is connected to this database (tests)');
  });
});

describe('the folder of a backup', () => {
  it('that cannot be written is told, and a database without Gangway too', async () => {
    const { connection } = source;
    await expect(backup({ connection }, join(folder, 'missing', 'file'), program)).rejects.toThrow('cannot be written');
    const target = await empty();
    const path = join(folder, 'nothing');
    await expect(backup({ connection: target.connection }, path, program)).rejects.toThrow(
      'no Gangway in this database',
    );
    await expect(stat(`${path}.partial`)).rejects.toThrow('ENOENT');
  });
});
