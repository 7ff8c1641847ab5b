import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../src/database/connection-settings.ts';
import { isRunning } from '../../src/database/embedded/process-table.ts';
import {
  isRoot,
  killFamily,
  type PreparedFolders,
  preparedFolders,
  startEmbeddedProcess,
  temporaryFolder,
  withDatabase,
} from '../support/embedded-process.ts';

const anybody = 65_534;

/** Commits a row, as an acknowledged change would be. */
const acknowledge = (connection: Connection, text: string): Promise<void> =>
  withDatabase(connection, async (database) => {
    await database.query({ text: 'create table if not exists kept (text text primary key)' });
    await database.query({ text: 'insert into kept values ($1)', values: [text] });
  });

const kept = (connection: Connection): Promise<string[]> =>
  withDatabase(connection, async (database) => {
    const rows = await database.query<{ text: string }>({ text: 'select text from kept order by text' });
    return rows.map(({ text }) => text);
  });

let folders: PreparedFolders;
beforeAll(async () => {
  folders = await preparedFolders();
});
afterAll(() => folders.remove());

describe('the embedded PostgreSQL', () => {
  it('starts on a fresh folder, keeps what was written, and is gone when it is stopped', async () => {
    const folder = join(await temporaryFolder(), 'data');
    const first = startEmbeddedProcess(folder);
    const { connection, pid } = await first.ready();
    await acknowledge(connection, 'one');
    // Private: no TCP, and a folder that only its owner enters.
    const facts = await withDatabase(connection, (database) =>
      database.query({
        text: `select current_setting('listen_addresses') as tcp, current_setting('fsync') as fsync,
          current_setting('data_checksums') as checksums, current_setting('server_encoding') as encoding`,
      }),
    );
    expect(facts).toEqual([{ tcp: '', fsync: 'on', checksums: 'on', encoding: 'UTF8' }]);
    expect((await stat(connection.host)).mode & 0o777).toBe(0o700);
    expect(await first.stop()).toBe(0);
    expect(await isRunning(pid)).toBe(false);

    const second = startEmbeddedProcess(folder);
    expect(await kept((await second.ready()).connection)).toEqual(['one']);
    expect(await second.stop()).toBe(0);
  });

  it.runIf(isRoot)('starts for an ordinary user', async () => {
    const folder = await temporaryFolder();
    await chown(folder, anybody, anybody);
    const process = startEmbeddedProcess(join(folder, 'data'), { uid: anybody });
    const { connection } = await process.ready();
    await acknowledge(connection, 'one');
    expect((await stat(connection.host)).uid).toBe(anybody);
    expect(await process.stop()).toBe(0);
  });

  it('is used on when only Gangway was killed', async () => {
    const folder = await folders.copy();
    const first = startEmbeddedProcess(folder);
    const before = await first.ready();
    await acknowledge(before.connection, 'one');
    await first.kill();
    expect(await isRunning(before.pid)).toBe(true);

    const second = startEmbeddedProcess(folder);
    const after = await second.ready();
    expect(after.pid).toBe(before.pid);
    expect(after.mark).toBe(before.mark);
    await second.line(({ event }) => event === 'adopted');
    expect(await kept(after.connection)).toEqual(['one']);
    expect(await second.stop()).toBe(0);
    expect(await isRunning(before.pid)).toBe(false);
  });

  it('recovers when everything was killed at once, also when another program got its number', async () => {
    const folder = await folders.copy();
    const first = startEmbeddedProcess(folder);
    const before = await first.ready();
    await acknowledge(before.connection, 'one');
    await first.kill();
    await killFamily(before.pid);

    const second = startEmbeddedProcess(folder);
    const after = await second.ready();
    expect(await kept(after.connection)).toEqual(['one']);
    await acknowledge(after.connection, 'two');
    await second.kill();
    await killFamily(after.pid);

    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    await once(stranger, 'spawn');
    for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock']) {
      const file = join(after.connection.host, name);
      const [, ...rest] = (await readFile(file, 'utf8')).split('\n');
      await writeFile(file, [String(stranger.pid), ...rest].join('\n'));
    }
    const third = startEmbeddedProcess(folder);
    expect(await kept((await third.ready()).connection)).toEqual(['one', 'two']);
    expect(await third.stop()).toBe(0);
    expect(stranger.kill()).toBe(true);
  });

  it('is started again when it dies under a running Gangway', async () => {
    const folder = await folders.copy();
    const gangway = startEmbeddedProcess(folder);
    const { connection, pid } = await gangway.ready();
    await acknowledge(connection, 'one');
    process.kill(pid, 'SIGKILL');
    const { pid: next } = await gangway.line(({ event }) => event === 'restarted');
    expect(next).not.toBe(pid);
    expect(await kept(connection)).toEqual(['one']);
    expect(await gangway.stop()).toBe(0);
    expect(await isRunning(next ?? 0)).toBe(false);
  });

  it('does not hear Ctrl-C, which reaches Gangway alone', async () => {
    const gangway = startEmbeddedProcess(await folders.copy());
    const { connection, pid } = await gangway.ready();
    // A negative number names the process group, to which a terminal sends the signal.
    process.kill(-(gangway.child.pid ?? 0), 'SIGINT');
    await gangway.line(({ signal }) => signal === 'SIGINT');
    await acknowledge(connection, 'one');
    expect(await isRunning(pid)).toBe(true);
    expect(await gangway.stop()).toBe(0);
  });

  it('belongs to one Gangway at a time; a second one says so, a command joins', async () => {
    const folder = await folders.copy();
    const first = startEmbeddedProcess(folder);
    const { connection, pid } = await first.ready();
    const second = startEmbeddedProcess(folder);
    const { refused } = await second.line((line) => line.refused !== undefined);
    expect(refused).toBe(
      `The data folder ${folder} is in use by process ${first.child.pid} (gangway start): stop that first, or set GANGWAY_DATA to another folder.`,
    );
    const command = startEmbeddedProcess(folder, { whenTaken: 'join' });
    expect((await command.ready()).connection).toEqual(connection);
    expect(await command.stop()).toBe(0);
    expect(await isRunning(pid)).toBe(true);
    expect(await first.stop()).toBe(0);
  });
});
