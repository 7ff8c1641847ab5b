import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { call } from './test/call.ts';

type Program = ChildProcessByStdio<null, Readable, Readable>;
const programs: Program[] = [];
afterEach(() => {
  for (const program of programs.splice(0)) program.kill('SIGKILL');
});

function run(file: string, ...options: string[]): Program {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const program = spawn(process.execPath, [path, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  programs.push(program);
  return program;
}

async function firstLine(program: Program): Promise<string> {
  let read = '';
  for await (const piece of program.stdout) {
    read += String(piece);
    if (read.includes('\n')) break;
  }
  return read.trim();
}

test.each([
  ['pohoda.ts', /^Pohoda mServer \(simulated\) listens on (http:\/\/127\.0\.0\.1:\d+)$/],
  [
    'abra-flexi.ts',
    /^Accounting server in the manner of ABRA Flexi \(simulated\) listens on (http:\/\/127\.0\.0\.1:\d+)$/,
  ],
])('%s prints its address in one line and stops on SIGTERM', async (file, line) => {
  const program = run(file, '--port', '0');
  const url = line.exec(await firstLine(program))?.[1];
  expect(url).toBeDefined();
  expect((await call(`${url ?? ''}/control`)).status).toBe(200);
  program.kill('SIGTERM');
  expect(await once(program, 'exit')).toEqual([0, null]);
});

test('an unknown handling of duplicates is refused', async () => {
  const program = run('pohoda.ts', '--duplicates', 'perhaps');
  expect(await once(program, 'exit')).toEqual([2, null]);
});

test('--help says what there is', async () => {
  expect(await firstLine(run('pohoda.ts', '--help'))).toContain('Pohoda mServer');
});
