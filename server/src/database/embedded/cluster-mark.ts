import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What tells a cluster's folder from a copy of it, which has the same system identifier: when one of its files, that is never
 * written again, came into being on this file system. A moved folder keeps it; a copied one, or one that was restored from
 * tape, has another. Undefined where the file system does not keep such a time; Node shows the time of the last change
 * instead then, so that one is renewed at every start (`touch`), and the two differ if they are two.
 */
export async function clusterMark(clusterFolder: string, touch: boolean): Promise<string | undefined> {
  const file = join(clusterFolder, 'PG_VERSION');
  if (touch) await chmod(file, 0o600);
  const { birthtimeMs, ctimeMs } = await stat(file);
  return birthtimeMs === 0 || birthtimeMs === ctimeMs ? undefined : Math.trunc(birthtimeMs).toString(36);
}
