import { resolve } from 'node:path';
import { refuse } from '../../errors.ts';
import { checkMade } from './cluster.ts';
import { openDataFolder } from './data-folder.ts';
import type { EmbeddedOptions, EmbeddedPostgres } from './embedded-options.ts';
import { lockFolder } from './folder-lock.ts';
import { joinRunning } from './join-running.ts';
import { runCluster } from './run-cluster.ts';

export type { EmbeddedEvent, EmbeddedOptions, EmbeddedPostgres } from './embedded-options.ts';

/**
 * Starts PostgreSQL on the data folder, making its files when there are none, and keeps it running until `stop`. When a
 * Gangway that was killed left its server running, that one is used on; when it was started by another version or with
 * other settings, it is restarted. Refuses with one sentence that says what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  if (options.whenMissing === 'refuse') await checkMade(resolve(options.dataFolder));
  const { dataFolder, clusterFolder, identity } = await openDataFolder(options.dataFolder);
  const result = lockFolder(dataFolder, options.purpose);
  if (result.kind === 'taken') {
    if (options.whenTaken === 'join') return joinRunning(clusterFolder, result.holder, options);
    return refuse(
      'illegal-state',
      `The data folder ${dataFolder} is in use by ${result.holder}: stop that first, or set GANGWAY_DATA to another folder.`,
    );
  }
  try {
    return await runCluster({ ...options, dataFolder, clusterFolder, identity, lock: result.lock });
  } catch (error) {
    result.lock.release();
    throw error;
  }
}
