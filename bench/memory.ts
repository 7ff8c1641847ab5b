import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { measureDeliveries } from './deliveries.ts';

/** Resident memory of a process in which the engine has sent so many deliveries, in MB. A process of its own: nothing else of the benchmark is in it. */
export async function measureMemory(count: number): Promise<number> {
  const child = fork(fileURLToPath(import.meta.url), [String(count)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [message] = (await once(child, 'message')) as [{ rssBytes: number }];
  return message.rssBytes / 1_048_576;
}

if (import.meta.main) {
  const { rssBytes } = await measureDeliveries({ count: Number(process.argv[2]), backlog: 0 });
  process.send?.({ rssBytes });
  process.disconnect();
}
