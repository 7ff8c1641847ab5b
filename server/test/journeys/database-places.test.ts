import { chmod, mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { chownTree } from '../../src/database/embedded/chown-tree.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.ts';
import { acceptCopy, recogniseInstallation } from '../../src/database/installation-store.ts';
import { migrate } from '../../src/database/migrate.ts';
import {
  copyFolder,
  isRoot,
  type PreparedFolders,
  preparedFolders,
  temporaryFolder,
  withDatabase,
} from '../support/embedded-process.ts';

let folders: PreparedFolders;
beforeAll(async () => {
  folders = await preparedFolders();
});
afterAll(() => folders.remove());

async function start(dataFolder: string): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataFolder, purpose: 'tests' });
  onTestFinished(() => postgres.stop());
  return postgres;
}

const answers = (database: Database): Promise<object[]> => database.query({ text: 'select 1 as answer' });

describe('the data folder', () => {
  it.runIf(isRoot)('that PostgreSQL cannot reach, as under /root, is refused with what to set', async () => {
    const closed = join(await temporaryFolder(), 'closed');
    await mkdir(closed, { mode: 0o700 });
    await expect(start(join(closed, 'data'))).rejects.toThrow(
      new RegExp(
        `cannot pass through ${closed}: set GANGWAY_DATA to a folder outside of it, such as GANGWAY_DATA=/var/lib/gangway`,
      ),
    );
    expect(await readdir(closed)).toEqual([]);
    // A folder that is somebody's already is never opened to others.
    await writeFile(join(closed, 'letters.txt'), 'mine');
    await expect(start(closed)).rejects.toThrow(`cannot pass through ${closed}`);
    expect((await stat(closed)).mode & 0o777).toBe(0o700);
  });

  it.runIf(isRoot)('may itself be closed: it is opened for passing through', async () => {
    const folder = await folders.copy();
    await chmod(folder, 0o700);
    expect(await withDatabase((await start(folder)).connection, answers)).toEqual([{ answer: 1 }]);
  });

  it.runIf(isRoot)('may have been copied by root: it is given to the user who runs PostgreSQL', async () => {
    const folder = await folders.copy();
    await chownTree(join(folder, 'postgres'), { name: 'root', uid: 0, gid: 0 });
    expect(await withDatabase((await start(folder)).connection, answers)).toEqual([{ answer: 1 }]);
  });

  it.skipIf(isRoot)('that this user may not write is refused with what to set', async () => {
    const closed = join(await temporaryFolder(), 'closed');
    await mkdir(closed, { mode: 0o500 });
    await expect(start(join(closed, 'data'))).rejects.toThrow('set GANGWAY_DATA to a folder that this user may write');
  });

  it('may have a path that is too long for a socket', async () => {
    const folder = join(await temporaryFolder(), 'x'.repeat(120));
    await rename(await folders.copy(), folder);
    const postgres = await startEmbeddedPostgres({ dataFolder: folder, purpose: 'tests' });
    expect(await withDatabase(postgres.connection, answers)).toEqual([{ answer: 1 }]);
    await postgres.stop();
    await expect(readdir(postgres.connection.host)).rejects.toThrow('ENOENT');
  });

  it('that a start left half made is made anew', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'postgres.new'));
    await writeFile(join(folder, 'postgres.new', 'PG_VERSION'), '18\n');
    expect(await withDatabase((await start(folder)).connection, answers)).toEqual([{ answer: 1 }]);
  });

  it('with something else in the place of the database is left alone', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'postgres'));
    await writeFile(join(folder, 'postgres', 'letters.txt'), 'mine');
    await expect(start(folder)).rejects.toThrow('holds files that are no database');
  });

  it('of another major version is refused with what to do', async () => {
    const folder = await folders.copy();
    await writeFile(join(folder, 'postgres', 'PG_VERSION'), '17\n');
    await expect(start(folder)).rejects.toThrow(
      'was made by PostgreSQL 17, and this Gangway brings 18: run `gangway upgrade-database`',
    );
    await writeFile(join(folder, 'postgres', 'PG_VERSION'), '99\n');
    await expect(start(folder)).rejects.toThrow('install the newer Gangway that made it');
  });

  it('may hold settings of the operator, and a server that cannot start says why', async () => {
    const folder = await folders.copy();
    const file = join(folder, 'postgres', 'postgresql.conf');
    await writeFile(file, "include 'gangway.conf'\nwork_mem = '7MB'\n");
    const postgres = await startEmbeddedPostgres({ dataFolder: folder, purpose: 'tests' });
    const shown = await withDatabase(postgres.connection, (database) => database.query({ text: 'show work_mem' }));
    expect(shown).toEqual([{ work_mem: '7MB' }]);
    await postgres.stop();
    await writeFile(file, "include 'gangway.conf'\nmax_connections = many\n");
    await expect(start(folder)).rejects.toThrow(/did not start: .*postgresql.conf.* Its log is .*postgres\.log/);
  });
});

describe('a copy of the data folder', () => {
  it('is recognised, until a person confirms it', async () => {
    const original = await folders.copy();
    const first = await startEmbeddedPostgres({ dataFolder: original, purpose: 'tests' });
    const recognise = ({ connection, mark }: EmbeddedPostgres) =>
      withDatabase(connection, async (database) => {
        await migrate(database);
        return recogniseInstallation(database, { mark });
      });
    const recognised = await recognise(first);
    expect(recognised.kind).toBe('new');
    expect((await recognise(first)).kind).toBe('same');
    await first.stop();
    const again = await startEmbeddedPostgres({ dataFolder: original, purpose: 'tests' });
    expect((await recognise(again)).kind).toBe('same');
    await again.stop();

    const copy = await copyFolder(original);
    const second = await start(copy);
    const found = await recognise(second);
    expect(found).toMatchObject({ kind: 'copied', id: recognised.id, from: recognised.cluster });
    expect((await recognise(second)).kind).toBe('copied');
    await withDatabase(second.connection, (database) => database.transaction((tx) => acceptCopy(tx, found.cluster)));
    expect((await recognise(second)).kind).toBe('same');
  });

  it('goes by its name where it has one', async () => {
    const postgres = await start(await folders.copy());
    await withDatabase(postgres.connection, async (database) => {
      await migrate(database);
      expect(await recogniseInstallation(database, { name: 'production' })).toMatchObject({ kind: 'new' });
      expect(await recogniseInstallation(database, { name: 'production' })).toMatchObject({ kind: 'same' });
      expect(await recogniseInstallation(database, { name: 'test' })).toMatchObject({
        kind: 'copied',
        from: 'production',
      });
    });
  });
});
