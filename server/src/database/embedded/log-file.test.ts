import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { lastFault, openLog, rotateLog } from './log-file.ts';

async function logFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gangway-log-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'postgres.log');
}

it('starts anew beyond 10 MB, while it is being written, and keeps the old one', async () => {
  const file = await logFile();
  await rotateLog(file);
  await writeFile(file, 'x'.repeat(10 * 1024 * 1024));
  const { handle, size } = await openLog(file);
  expect(size).toBe(10 * 1024 * 1024);
  await handle.write('the last drop\n');
  await rotateLog(file);
  await handle.write('a new page\n');
  await handle.close();
  expect(await readFile(file, 'utf8')).toBe('a new page\n');
  expect((await stat(`${file}.1`)).size).toBe(10 * 1024 * 1024 + 14);
});

it('tells why a server did not start, from its own lines only', async () => {
  const file = await logFile();
  await writeFile(file, '2026-01-01 UTC [1]  FATAL:  an old fault\n');
  const { handle, size } = await openLog(file);
  await handle.close();
  expect(await lastFault(file, size)).toBeUndefined();
  await appendFile(
    file,
    '2026-01-02 UTC [2]  FATAL:  lock file "postmaster.pid" already exists\n2026-01-02 UTC [2]  LOG:  bye\n',
  );
  expect(await lastFault(file, size)).toBe('lock file "postmaster.pid" already exists');
});
