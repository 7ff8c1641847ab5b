import { setTimeout as delay } from 'node:timers/promises';
import { refuse } from '../../errors.ts';
import { clusterMark } from './cluster-mark.ts';
import { connectionTo } from './cluster.ts';
import type { EmbeddedOptions, EmbeddedPostgres } from './embedded-options.ts';
import { readPostmasterFile } from './postmaster-file.ts';

const patienceMs = 30_000;
const pollMs = 20;

/** Uses the server of the process that has the data folder, which may be about to start it. */
export async function joinRunning(
  clusterFolder: string,
  holder: string,
  options: EmbeddedOptions,
): Promise<EmbeddedPostgres> {
  const started = performance.now();
  for (;;) {
    const file = await readPostmasterFile(clusterFolder);
    if (file?.status === 'ready') {
      options.onEvent?.({ kind: 'joined', sentence: `Using the database of ${holder}.`, pid: file.pid });
      const mark = await clusterMark(clusterFolder, false);
      return { connection: connectionTo(file), mark, pid: () => file.pid, stop: () => Promise.resolve() };
    }
    if (performance.now() - started > patienceMs) {
      refuse(
        'database-unavailable',
        `The data folder is in use by ${holder}, whose database is not running: look at its log, or stop it.`,
      );
    }
    await delay(pollMs);
  }
}
