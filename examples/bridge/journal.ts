import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Notice, Seen } from '@gangway/sdk';

/**
 * What the bridge has taken and not done yet, one file each, on disk before the notice is answered: whatever was answered survives a kill -9. A done one moves
 * to another folder, by which a repeat is recognised.
 */
export interface Journal extends Seen {
  keep(notice: Notice): Promise<void>;
  /** What was taken and not done, the oldest first. */
  open(): Promise<Notice[]>;
}

export async function openJournal(folder: string): Promise<Journal> {
  const taken = join(folder, 'taken');
  const done = join(folder, 'done');
  for (const each of [taken, done]) await mkdir(each, { recursive: true });
  const nameOf = (id: string): string => {
    // It becomes the name of a file.
    if (!/^[0-9a-f-]{36}$/.test(id)) throw new Error('The id of a delivery is a UUID.');
    return `${id}.json`;
  };
  return {
    keep: (notice) => writeDurably(taken, nameOf(notice.deliveryId), JSON.stringify(notice)),
    has: (id) =>
      readFile(join(done, nameOf(id))).then(
        () => true,
        () => false,
      ),
    add: async (id) => {
      await writeDurably(done, nameOf(id), '');
      await rm(join(taken, nameOf(id)), { force: true });
    },
    open: async () => {
      const names = (await readdir(taken)).filter((name) => name.endsWith('.json')).sort();
      const texts = await Promise.all(names.map((name) => readFile(join(taken, name), 'utf8')));
      return texts.map((text) => JSON.parse(text) as Notice);
    },
  };
}

/** Written beside, flushed, and put in place in one step: the file is there whole or not at all, and stays when the machine fails. */
export async function writeDurably(folder: string, name: string, text: string): Promise<void> {
  const beside = join(folder, `.${name}.${process.pid}`);
  const file = await open(beside, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, join(folder, name));
  const directory = await open(folder, 'r');
  await directory.sync().finally(() => directory.close());
}
