import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from '../errors.ts';

/** Stands in the data folder, mode 0600, when GANGWAY_SECRET_KEY is not set. */
export const secretKeyFile = 'secret.key';

/** The texts that secrets are sealed with: those of GANGWAY_SECRET_KEY, else the one in the data folder, which the first start makes. */
export async function loadSecretKeys(
  dataFolder: string,
  given: readonly string[] | undefined,
): Promise<readonly string[]> {
  if (given !== undefined) return given;
  const file = join(dataFolder, secretKeyFile);
  return (await readKey(file)) ?? (await makeKey(dataFolder, file));
}

/** The same for those who only look: undefined when the data folder has no key. */
export async function findSecretKeys(
  dataFolder: string,
  given: readonly string[] | undefined,
): Promise<readonly string[] | undefined> {
  return given ?? readKey(join(dataFolder, secretKeyFile));
}

async function readKey(file: string): Promise<readonly string[] | undefined> {
  let text: string;
  try {
    text = (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    return refuse(
      'illegal-state',
      `The secret key ${file} cannot be read (${messageOf(error)}). Make it readable, or set GANGWAY_SECRET_KEY.`,
    );
  }
  const keys = text.split(/\s+/);
  if (keys.every((key) => key.length >= 32)) return keys;
  return refuse(
    'illegal-state',
    `The secret key ${file} is damaged: it must have 32 characters or more. Put the right one back from your backup.`,
  );
}

async function makeKey(dataFolder: string, file: string): Promise<readonly string[]> {
  const key = randomBytes(32).toString('base64');
  await mkdir(dataFolder, { recursive: true });
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(`${key}\n`);
    // Secrets are sealed with it from now on; it must not be lost with the page cache.
    await handle.sync();
    await handle.close();
    return [key];
  } catch (error) {
    // Another process that started together with this one was faster.
    if (codeOf(error) === 'EEXIST') return (await readKey(file)) ?? [key];
    return refuse(
      'illegal-state',
      `The secret key cannot be written to ${file} (${messageOf(error)}). Make the folder writable, or set GANGWAY_SECRET_KEY.`,
    );
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
