import { lchown, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity } from './identity.ts';

/** Gives a folder and everything in it to somebody; links themselves, not what they point to. */
export async function chownTree(path: string, identity: Identity): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await chownTree(child, identity);
    else await lchown(child, identity.uid, identity.gid);
  }
  await lchown(path, identity.uid, identity.gid);
}
