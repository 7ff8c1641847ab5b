import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../server/src/database/embedded/embedded-postgres.ts';
import { settingsFor } from '../../server/src/database/embedded/settings.ts';
import type { OpenOptions } from '../../server/src/database/open-database.ts';
import { startTestPostgres } from '../../server/test/support/test-postgres.ts';

/** `embedded`: as Gangway starts it, on its socket. `external`: the same program and settings, reached by its address over TCP. */
export type Where = 'embedded' | 'external';

export interface BenchPostgres {
  readonly target: Pick<OpenOptions, 'url' | 'connection'>;
  stop(): Promise<void>;
}

/** A PostgreSQL of its own with fsync on, in a folder that is removed afterwards. */
export async function startBenchPostgres(where: Where): Promise<BenchPostgres> {
  if (where === 'external') {
    const tcpPort = await freePort();
    const settings = Object.entries(settingsFor({ memoryBytes: totalmem(), major: 18 })).map(
      ([name, value]) => `${name}=${value.replace(/^'|'$/g, '')}`,
    );
    const postgres = await startTestPostgres({ settings, tcpPort });
    return { target: { url: `postgres://gangway@127.0.0.1:${tcpPort}/postgres` }, stop: postgres.stop };
  }
  const folder = await mkdtemp(join(tmpdir(), 'gangway-bench-'));
  const postgres = await startEmbeddedPostgres({ dataFolder: folder, purpose: 'the benchmark' });
  return {
    target: { connection: postgres.connection },
    async stop() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
