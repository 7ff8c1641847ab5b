import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { disownPostmasterFile, parsePostmasterFile, readPostmasterFile } from './postmaster-file.ts';

const lines = ['4711', '/data/postgres', '1764000000', '5432', '/run/sockets', '', '  123 45', 'ready   ', ''];

it('reads what a running server wrote, and what one that starts has written so far', () => {
  expect(parsePostmasterFile(lines.join('\n'))).toEqual({
    pid: 4711,
    port: 5432,
    socketFolder: '/run/sockets',
    status: 'ready',
  });
  expect(parsePostmasterFile(lines.slice(0, 5).join('\n'))?.status).toBe('starting');
  expect(parsePostmasterFile(lines.join('\n').replace('ready', 'stopping'))?.status).toBe('stopping');
  expect(parsePostmasterFile('')).toBeUndefined();
});

it('disowns a file by our own number, keeps the line about shared memory, and frees the socket', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gangway-postmaster-'));
  const text = lines.join('\n').replace('/run/sockets', folder);
  await writeFile(join(folder, 'postmaster.pid'), text);
  await writeFile(join(folder, '.s.PGSQL.5432.lock'), '4711\n');
  await disownPostmasterFile(folder);
  expect((await readPostmasterFile(folder))?.pid).toBe(process.pid);
  expect(await readFile(join(folder, 'postmaster.pid'), 'utf8')).toContain('  123 45');
  await expect(readFile(join(folder, '.s.PGSQL.5432.lock'))).rejects.toThrow('ENOENT');
  await rm(folder, { recursive: true });
});
