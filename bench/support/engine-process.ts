import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { OpenOptions } from '../../server/src/database/open-database.ts';
import { openBenchServer } from './bench-server.ts';

export interface EngineRun {
  /** Deliveries per second after the first tenth, which warms up. */
  readonly perSecond: number;
  /** Resident memory of the process at the end. */
  readonly rssBytes: number;
  /** Processor time per delivery, in microseconds. */
  readonly cpuUs: number;
}

type Target = Pick<OpenOptions, 'url' | 'connection'>;

/** An engine in a process of its own, as it runs in production: nothing else of the benchmark is in its memory. Sends what is queued, so many deliveries. */
export async function runEngine(target: Target, count: number): Promise<EngineRun> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify({ target, count })], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // As `npm start` does.
    execArgv: ['--max-semi-space-size=8'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the engine's process ended with ${String(code)} before it had sent everything`);
  });
  const [run] = (await Promise.race([once(child, 'message'), ended])) as [EngineRun];
  ended.catch(() => undefined);
  await once(child, 'exit');
  return run;
}

async function sendAll(target: Target, count: number): Promise<EngineRun> {
  const server = await openBenchServer(target);
  const warmUp = Math.floor(count / 10);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let done = 0;
  let startedAt = 0;
  let cpu = process.cpuUsage();
  const engine = server.engine(() => {
    done += 1;
    if (done === warmUp) {
      startedAt = performance.now();
      cpu = process.cpuUsage();
    }
    if (done === count) resolve(undefined);
  });
  await engine.start();
  await promise;
  const measured = count - warmUp;
  const { user, system } = process.cpuUsage(cpu);
  const run = {
    perSecond: (measured / (performance.now() - startedAt)) * 1_000,
    rssBytes: process.memoryUsage().rss,
    cpuUs: (user + system) / measured,
  };
  await server.close();
  return run;
}

if (import.meta.main) {
  // Written by runEngine.
  const { target, count } = JSON.parse(process.argv[2] ?? '') as { target: Target; count: number };
  process.send?.(await sendAll(target, count));
  process.disconnect();
}
