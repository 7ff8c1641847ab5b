import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

/** Starts a program that sleeps, has it guarded, and waits itself. */
const parent = (released: boolean): string => `
  import { spawn } from 'node:child_process';
  import { startGuard } from ${JSON.stringify(new URL('guard.ts', import.meta.url).href)};
  const guard = startGuard();
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  guard.watch(child.pid);
  ${released ? 'guard.release(child.pid); await guard.close();' : ''}
  console.log(child.pid);
  setInterval(() => undefined, 60_000);
`;

async function startParent(released: boolean) {
  const demo = spawn(process.execPath, ['--input-type=module', '-e', parent(released)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: demo.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  return { demo, child: Number(line) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('what it watches is stopped when the demonstration is killed', async () => {
  const { demo, child } = await startParent(false);
  expect(isAlive(child)).toBe(true);
  demo.kill('SIGKILL');
  await expect.poll(() => isAlive(child), { timeout: 10_000 }).toBe(false);
});

test('what was released is left alone', async () => {
  const { demo, child } = await startParent(true);
  demo.kill('SIGKILL');
  await once(demo, 'exit');
  expect(isAlive(child)).toBe(true);
  process.kill(child, 'SIGKILL');
});
