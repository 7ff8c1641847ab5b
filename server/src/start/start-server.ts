import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { RangeList } from '../address-range.ts';
import { createMetrics, type Metrics } from '../api/metrics.ts';
import { type AppOptions, createApp } from '../app.ts';
import { type Config, publicUrl } from '../config.ts';
import { secretKeys } from '../configuration/seal.ts';
import { loadSecretKeys } from '../configuration/secret-key-file.ts';
import { type ConfiguredDatabase, openConfiguredDatabase } from '../database/configured-database.ts';
import { Engine } from '../deliveries/engine.ts';
import { refuse } from '../errors.ts';
import type { Logger } from '../log.ts';
import { AddressRanges } from '../outbound/address-ranges.ts';
import { openOutbound } from '../outbound/send-request.ts';
import { keepHouseHourly } from '../retention/keep-house.ts';
import { cacheUnitPlans } from '../triggers/unit-plan.ts';
import type { FirstStart } from './first-start.ts';
import { prepareDatabase, type PreparedDatabase } from './prepare-database.ts';
import { tryConnection } from './try-connection.ts';

export interface RunningServer {
  /** Where it listens, as others are told. */
  readonly url: string;
  readonly firstStart: FirstStart | undefined;
  /** This database is a copy that waits for a person's word. */
  readonly copied: boolean;
  /** Finishes the requests that are under way, in both directions, then closes everything. */
  stop(): Promise<void>;
}

/** Starts everything in its order; what was started before something failed is stopped again. */
export async function startServer(config: Config, log: Logger): Promise<RunningServer> {
  const tls = await readTls(config);
  const opened = await openConfiguredDatabase(config, {
    purpose: 'gangway start',
    onEvent: ({ sentence, ...facts }) => log.info({ event: `database.${facts.kind}`, ...facts }, sentence),
    onConnectionLost: (error) =>
      log.warn({ event: 'database.lost', error }, 'A connection to the database was lost; a new one is opened.'),
  });
  try {
    const keys = secretKeys(await loadSecretKeys(config.dataFolder, config.secretKey));
    const prepared = await prepareDatabase(opened, config, keys, log);
    return await run({ config, log, opened, keys, prepared, tls });
  } catch (error) {
    await opened.close();
    throw error;
  }
}

interface Running {
  readonly config: Config;
  readonly log: Logger;
  readonly opened: ConfiguredDatabase;
  readonly keys: ReturnType<typeof secretKeys>;
  readonly prepared: PreparedDatabase;
  readonly tls: AppOptions['tls'];
}

async function run({ config, log, opened, keys, prepared, tls }: Running): Promise<RunningServer> {
  const { database } = opened;
  const plans = cacheUnitPlans();
  const outbound = openOutbound({ allowRanges: config.egressAllow });
  const metrics: Metrics = createMetrics({ database, load: () => engine.load });
  const engine = new Engine({
    ...{ database, plans, keys, outbound, log, roles: config.roles, alone: opened.embedded },
    onAttempt: (settlement) => metrics.attempted(settlement),
  });
  const { retentionMonths, historyMonths } = config;
  const app = createApp(
    {
      ...{
        database,
        log,
        plans,
        keys,
        live: engine.live,
        messages: engine.messages,
        wake: engine.wake,
        changed: engine.changed,
        // Without the role the workers' own look finds it within two seconds.
        jobWaiting: config.roles.includes('worker') ? engine.jobMade : () => undefined,
      },
      ...{ bodyLimitBytes: config.bodyLimitBytes, roles: config.roles, cluster: prepared.installation.cluster },
      publicUrl: () => url,
      trustedProxies: new RangeList(config.trustedProxies),
      egressRanges: new AddressRanges(config.egressAllow),
      now: () => new Date(),
      metrics: () => metrics.text(),
      testConnection: (unitId, name) => tryConnection(outbound, engine.live, unitId, name),
    },
    { ...(tls === undefined ? {} : { tls }), operationsOnly: !config.roles.includes('api') },
  );
  let url = publicUrl(config, config.port);
  const stopHouse = keepHouseHourly({ database, log, retentionMonths, historyMonths });
  const stop = async (): Promise<void> => {
    await app.close();
    await engine.stop();
    await stopHouse();
    outbound.close();
    await opened.close();
  };
  try {
    await engine.start();
    url = publicUrl(config, await listen(app, config));
  } catch (error) {
    await app.close();
    await engine.stop();
    await stopHouse();
    outbound.close();
    throw error;
  }
  return { url, firstStart: prepared.firstStart, copied: prepared.installation.kind === 'copied', stop };
}

/** Resolves to the port, which the system has chosen where the setting is 0. */
async function listen(app: FastifyInstance, { host, port }: Config): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE')
      refuse(
        'illegal-state',
        `Port ${port} on ${host} is in use by another program. Stop that one, or set GANGWAY_PORT to another port.`,
      );
    if (code === 'EACCES')
      refuse('illegal-state', `This user may not listen on port ${port}. Set GANGWAY_PORT to one above 1023.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      refuse('illegal-state', `${host} is no address of this machine. Set GANGWAY_HOST to one, or to 0.0.0.0 for all.`);
    throw error;
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

async function readTls({ tlsCertificate, tlsKey }: Config): Promise<AppOptions['tls']> {
  if (tlsCertificate === undefined || tlsKey === undefined) return undefined;
  const read = async (file: string, setting: string): Promise<string> =>
    readFile(file, 'utf8').catch((error: unknown) =>
      refuse(
        'illegal-state',
        `${setting}: ${file} cannot be read (${error instanceof Error ? error.message : String(error)}).`,
      ),
    );
  return { cert: await read(tlsCertificate, 'GANGWAY_TLS_CERT'), key: await read(tlsKey, 'GANGWAY_TLS_KEY') };
}
