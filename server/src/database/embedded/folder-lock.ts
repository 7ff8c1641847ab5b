import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Refusal } from '../../errors.ts';

export interface FolderLock {
  release(): void;
}

/** `taken`: another process has it; `holder` is a sentence's end such as "process 4711 (gangway start)". */
export type FolderLockResult =
  { readonly kind: 'locked'; readonly lock: FolderLock } | { readonly kind: 'taken'; readonly holder: string };

/** Extended result codes of SQLite, https://www.sqlite.org/rescode.html; the low byte is the primary one. */
const sqliteBusy = 5;

/**
 * The lock of a data folder: one process of Gangway at a time. It is a lock of the kernel (fcntl) on the file gangway.lock,
 * so it ends with the process, however that ends: there is no stale lock, a number that another process got later cannot
 * deceive it, and it holds across containers of one machine that share the folder. Node has no call for such a lock; its
 * SQLite takes one, in a millisecond. gangway.pid beside it only says who holds it.
 */
export function lockFolder(folder: string, purpose: string): FolderLockResult {
  const holderFile = join(folder, 'gangway.pid');
  let file: DatabaseSync | undefined;
  try {
    file = new DatabaseSync(join(folder, 'gangway.lock'), { timeout: 0 });
    file.exec('pragma journal_mode = off; pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    file?.close();
    const code = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
    if ((code & 0xff) === sqliteBusy) return { kind: 'taken', holder: readHolder(holderFile) };
    throw new Refusal(
      'database-unavailable',
      `The folder ${folder} cannot be locked: it must be writable for this user and lie on a file system with locks; set GANGWAY_DATA to another one.`,
      [],
      { cause: error },
    );
  }
  writeFileSync(holderFile, `${process.pid} ${purpose}\n`);
  const held = file;
  const release = (): void => {
    rmSync(holderFile, { force: true });
    held.close();
  };
  return { kind: 'locked', lock: { release } };
}

function readHolder(file: string): string {
  try {
    const [, pid, purpose] = /^(\d+) (.*)\n$/.exec(readFileSync(file, 'utf8')) ?? [];
    if (pid !== undefined && purpose !== undefined) return `process ${pid} (${purpose})`;
  } catch {
    // The holder has not written it yet, or just went away.
  }
  return 'another process';
}
