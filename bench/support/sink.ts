import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The cheapest honest receiver, in a process of its own. */
export async function startSink(): Promise<{ readonly url: string; stop(): void }> {
  const program = fileURLToPath(new URL('../../server/test/receivers/sink.ts', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${line.toString().trim()}`, stop: () => void child.kill() };
}
