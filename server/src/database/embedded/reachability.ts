import type { Stats } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Identity } from './identity.ts';

/**
 * The outermost folder on the way to `path` (itself included) that `identity` may not enter; undefined when there is none.
 * Judged by owner and mode, as the kernel does where no access list says otherwise.
 */
export async function firstBarrier(path: string, identity: Identity | undefined): Promise<string | undefined> {
  for (const folder of foldersTo(path)) {
    const allowed =
      identity === undefined
        ? await access(folder, constants.X_OK).then(yes, no)
        : await stat(folder).then((stats) => mayEnter(stats, identity), no);
    if (!allowed) return folder;
  }
  return undefined;
}

/** Whether the identity may enter this folder, or run this file. */
export function mayEnter(stats: Pick<Stats, 'uid' | 'gid' | 'mode'>, identity: Identity): boolean {
  if (stats.uid === identity.uid) return (stats.mode & constants.S_IXUSR) !== 0;
  if (stats.gid === identity.gid) return (stats.mode & constants.S_IXGRP) !== 0;
  return (stats.mode & constants.S_IXOTH) !== 0;
}

function foldersTo(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [...foldersTo(parent), path];
}

const yes = (): boolean => true;
const no = (): boolean => false;
