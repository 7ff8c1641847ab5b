import { openSignIn } from '../access/sessions/open-sign-in.ts';
import { RangeList } from '../address-range.ts';
import { closeForgottenMinutely } from '../attendance/close-forgotten.ts';
import { timeSavers } from '../attendance/save-time.ts';
import { createMetrics, type Metrics } from '../api/metrics.ts';
import { createApp } from '../app.ts';
import { type Config, type ConfigReading, publicUrl } from '../config.ts';
import { secretKeys } from '../configuration/seal.ts';
import { loadSecretKeys } from '../configuration/secret-key-file.ts';
import { type ConfiguredDatabase, openConfiguredDatabase } from '../database/configured-database.ts';
import { Engine } from '../deliveries/engine.ts';
import type { Settlement } from '../deliveries/settle.ts';
import type { Logger } from '../log.ts';
import { LiveFeed } from '../live/live-feed.ts';
import { AddressRanges } from '../outbound/address-ranges.ts';
import { openOutbound } from '../outbound/send-request.ts';
import { rollUpMinutely } from '../overview/roll-up.ts';
import { shownSettings } from '../overview/shown-settings.ts';
import { keepHouseHourly } from '../retention/keep-house.ts';
import { cacheUnitPlans } from '../triggers/unit-plan.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { alertMailing } from './alert-mailing.ts';
import type { FirstStart } from './first-start.ts';
import { listen } from './listen.ts';
import { prepareDatabase, type PreparedDatabase } from './prepare-database.ts';
import { tryConnection } from './try-connection.ts';

export interface RunningServer {
  /** Where it listens, as others are told. */
  readonly url: string;
  readonly firstStart: FirstStart | undefined;
  /** What the set-up of the console asks for; undefined: it was set up. */
  readonly setUpCode: string | undefined;
  /** This database is a copy that waits for a person's word. */
  readonly copied: boolean;
  /** Finishes the requests that are under way, in both directions, then closes everything. */
  stop(): Promise<void>;
}

/** Starts everything in its order; what was started before something failed is stopped again. */
export async function startServer(
  reading: Pick<ConfigReading, 'config' | 'origins'>,
  log: Logger,
): Promise<RunningServer> {
  const { config } = reading;
  const certificate = await readCertificate(config, new Date());
  const opened = await openConfiguredDatabase(config, {
    purpose: 'gangway start',
    onEvent: ({ sentence, ...facts }) => log.info({ event: `database.${facts.kind}`, ...facts }, sentence),
    onConnectionLost: (error) =>
      log.warn({ event: 'database.lost', error }, 'A connection to the database was lost; a new one is opened.'),
  });
  try {
    const keys = secretKeys(await loadSecretKeys(config.dataFolder, config.secretKey));
    const prepared = await prepareDatabase(opened, config, keys, log);
    return await run({ reading, log, opened, keys, prepared, certificate });
  } catch (error) {
    await opened.close();
    throw error;
  }
}

interface Running {
  readonly reading: Pick<ConfigReading, 'config' | 'origins'>;
  readonly log: Logger;
  readonly opened: ConfiguredDatabase;
  readonly keys: ReturnType<typeof secretKeys>;
  readonly prepared: PreparedDatabase;
  readonly certificate: Certificate | undefined;
}

async function run({ reading, log, opened, keys, prepared, certificate }: Running): Promise<RunningServer> {
  const { config } = reading;
  const { database } = opened;
  const plans = cacheUnitPlans();
  const outbound = openOutbound({ allowRanges: config.egressAllow });
  const metrics: Metrics = createMetrics({ database, load: () => engine.load });
  const feed = new LiveFeed({ database, log });
  const engine = new Engine({
    ...{ database, plans, keys, outbound, log, roles: config.roles, alone: opened.embedded },
    onAttempt: (settlement) => tellOfAttempt(settlement, metrics, feed),
    ...{ publicUrl: () => url, mail: alertMailing(config) },
  });
  const { retentionMonths, historyMonths } = config;
  const now = (): Date => new Date();
  const signIn = openSignIn({ database, log, outbound, now, config });
  const app = createApp(
    {
      ...{
        ...{ database, log, plans, savers: timeSavers, keys },
        ...{ live: engine.live, messages: engine.messages, wake: engine.wake, changed: engine.changed, feed },
        // Without the role the workers' own look finds it within two seconds.
        jobWaiting: config.roles.includes('worker') ? engine.jobMade : () => undefined,
      },
      ...{ ...fixedParts(config), signIn, now, cluster: prepared.installation.cluster },
      system: { ...systemParts(reading), embedded: opened.embedded, startedAt: now(), load: () => engine.load },
      publicUrl: () => url,
      metrics: () => metrics.text(),
      testConnection: (unitId, name) => tryConnection(outbound, engine.live, unitId, name),
      ...{ testHook: engine.notices.test, fetchNotices: engine.fetchNotices },
    },
    { corsOrigins: config.corsOrigins, operationsOnly: !config.roles.includes('api') },
  );
  let url = publicUrl(config, config.port);
  const stopDuties = [
    keepHouseHourly({ database, log, retentionMonths, historyMonths }),
    closeForgottenMinutely({ database, log, plans, wake: engine.wake, now }),
    rollUpMinutely({ database, log }),
  ];
  const halt = async (): Promise<void> => {
    await app.close();
    await signIn.refusals.flush();
    await engine.stop();
    for (const stopDuty of stopDuties) await stopDuty();
    outbound.close();
  };
  const stop = async (): Promise<void> => {
    await halt();
    await opened.close();
  };
  try {
    await engine.start();
    await feed.start();
    url = publicUrl(config, await listen(app, config, certificate, log));
  } catch (error) {
    await halt();
    throw error;
  }
  const { firstStart, setUpCode, installation } = prepared;
  return { url, firstStart, setUpCode, copied: installation.kind === 'copied', stop };
}

function tellOfAttempt(settlement: Settlement, metrics: Metrics, feed: LiveFeed): void {
  metrics.attempted(settlement);
  feed.deliveryMoved(settlement.delivery.unitId, settlement.delivery.id);
}

function systemParts(reading: Running['reading']) {
  const { retentionMonths, historyMonths } = reading.config;
  return { settings: shownSettings(reading), retentionMonths, historyMonths };
}

/** What of the settings the operations read as it is. */
function fixedParts({ bodyLimitBytes, roles, trustedProxies, allowedAddresses, egressAllow }: Config) {
  return {
    ...{ bodyLimitBytes, roles },
    trustedProxies: new RangeList(trustedProxies),
    allowedAddresses: allowedAddresses.length === 0 ? undefined : new RangeList(allowedAddresses),
    egressRanges: new AddressRanges(egressAllow),
  };
}
