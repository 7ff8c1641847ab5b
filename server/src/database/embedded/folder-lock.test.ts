import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gangway-lock-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Another process asks for the lock and ends without releasing it. */
function askElsewhere(): string {
  const file = JSON.stringify(new URL('folder-lock.ts', import.meta.url).href);
  const program = `const { lockFolder } = await import(${file}); process.stdout.write(lockFolder(${JSON.stringify(folder)}, 'other').kind);`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
}

it('lets one process in, names it to the others, and is free again when it is released', () => {
  const first = lockFolder(folder, 'gangway start');
  expect(first.kind).toBe('locked');
  expect(lockFolder(folder, 'gangway migrate')).toEqual({
    kind: 'taken',
    holder: `process ${process.pid} (gangway start)`,
  });
  expect(askElsewhere()).toBe('taken');
  if (first.kind === 'locked') first.lock.release();
  expect(askElsewhere()).toBe('locked');
});

it('ends with the process that held it, so nothing stale is left', () => {
  expect(askElsewhere()).toBe('locked');
  const again = lockFolder(folder, 'gangway start');
  expect(again.kind).toBe('locked');
  if (again.kind === 'locked') again.lock.release();
});

it('says what to set where there can be no lock', () => {
  expect(() => lockFolder(join(folder, 'missing'), 'gangway start')).toThrow('set GANGWAY_DATA to another one');
});
