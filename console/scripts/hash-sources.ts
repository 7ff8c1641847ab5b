import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Whatever decides what the browser gets: the console, the language, the packs, what the server decides purely (how a message is made and an answer judged), the versions of the packages. */
const sources = ['console/src', 'console/scripts', 'language/src', 'packs', 'server/src'];
const singleFiles = [
  'console/index.html',
  'console/vite.config.ts',
  'console/nonce-placeholder.ts',
  'console/package.json',
  'console/tsconfig.json',
  'tsconfig.base.json',
  'package-lock.json',
];

/** One hash over the paths and contents of everything that the build reads. */
export async function hashSources(): Promise<string> {
  const listed = await Promise.all(
    sources.map(async (folder) => {
      const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    }),
  );
  const files = [...listed.flat(), ...singleFiles.map((file) => join(root, file))]
    .filter((file) => !file.includes('.test.'))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${relative(root, file)}\0`);
    hash.update(await readFile(file));
  }
  return hash.digest('hex');
}
