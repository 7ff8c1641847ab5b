import { copyFile, open, readFile, stat, truncate } from 'node:fs/promises';

const largestBytes = 10 * 1024 * 1024;

/**
 * Starts the log anew when it has more than 10 MB; the old one stays as postgres.log.1. PostgreSQL holds the file open, so it
 * is copied and emptied, not renamed; it is opened for appending, so the next line stands at its beginning.
 */
export async function rotateLog(file: string): Promise<void> {
  const stats = await stat(file).catch(() => undefined);
  if (stats === undefined || stats.size <= largestBytes) return;
  await copyFile(file, `${file}.1`);
  await truncate(file);
}

/** The descriptor that a new server writes its log to, and where it will begin. */
export async function openLog(file: string) {
  await rotateLog(file);
  const handle = await open(file, 'a', 0o600);
  const { size } = await handle.stat();
  return { handle, size };
}

/** Why the server did not start, in its own words: the last line of the log since `offset` that says FATAL or PANIC. */
export async function lastFault(file: string, offset: number): Promise<string | undefined> {
  const text = await readFile(file).then(
    (bytes) => bytes.subarray(offset).toString(),
    () => '',
  );
  const faults = [...text.matchAll(/(?:FATAL|PANIC): +(.+)/g)].map(([, words]) => words);
  if (faults.length > 0) return faults.at(-1);
  // A library that is missing is said by the loader, which knows nothing of such words.
  return text.trim() === '' ? undefined : text.trim().split('\n').at(-1);
}
