import { raiseAlerts } from '../alerts/store.ts';
import { resealFactors } from '../access/sessions/second-factor.ts';
import type { Config } from '../config.ts';
import type { SecretKeys } from '../configuration/seal.ts';
import { resealSecrets } from '../configuration/secret-store.ts';
import { readUnitIds } from '../configuration/store.ts';
import { pauseEveryLane } from '../connections/lane-store.ts';
import type { ConfiguredDatabase } from '../database/configured-database.ts';
import type { Database } from '../database/database.ts';
import { type Recognition, recogniseInstallation } from '../database/installation-store.ts';
import { migrate } from '../database/migrate.ts';
import { waitUntilReachable } from '../database/wait-until-reachable.ts';
import { refuse } from '../errors.ts';
import type { Logger } from '../log.ts';
import { noteLockedSecrets } from '../integration/locked-secrets.ts';
import { resealHookSecrets } from '../webhooks/reseal-hooks.ts';
import { ensureFirstStart, type FirstStart } from './first-start.ts';
import { openSetUp } from './open-set-up.ts';

/** A database that is started together with this process may take its time; one that is not there after this is reported. */
const patienceMs = 60_000;

export interface PreparedDatabase {
  readonly installation: Recognition;
  readonly firstStart: FirstStart | undefined;
  /** What the set-up of the console asks for; undefined: it was set up, or another process does it. */
  readonly setUpCode: string | undefined;
}

/** From "it is there" to "the engine may start": reachable, migrated, recognised, with a first unit and readable secrets. */
export async function prepareDatabase(
  { database, mark }: ConfiguredDatabase,
  config: Config,
  keys: SecretKeys,
  log: Logger,
): Promise<PreparedDatabase> {
  await reach(database);
  const applied = await migrate(database);
  if (applied.length > 0) log.info({ event: 'database.migrated', migrations: applied }, 'The schema is up to date.');
  const installation = await recogniseInstallation(database, { name: config.installation, mark });
  const firstStart = await ensureFirstStart(database, config, new Date());
  if (installation.kind === 'copied') await holdCopy(database, installation.from, log);
  await checkSecrets(database, keys, log);
  return { installation, firstStart, setUpCode: await openSetUp(database, config) };
}

async function reach(database: Database): Promise<void> {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    await waitUntilReachable(database, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    refuse(
      'database-unavailable',
      `The database has not answered for ${patienceMs / 1000} seconds. Start it, or check GANGWAY_DATABASE_URL.`,
    );
  }
}

/** A copy is not the original: nothing is sent from it until a person says that it is the installation now. */
async function holdCopy(database: Database, from: string, log: Logger): Promise<void> {
  const reason = 'This database is a copy of another installation.';
  const text = `${reason} Nothing is sent from it. If it takes the place of the original, say so: \`gangway confirm-copy\`, or POST /api/v1/{unit}/settings/confirm-copy.`;
  await database.transaction(async (transaction) => {
    await pauseEveryLane(transaction, reason);
    const units = await readUnitIds(transaction);
    await raiseAlerts(
      transaction,
      units.map((unitId) => ({ unitId, key: 'installation-copied', kind: 'installation-copied', text })),
    );
  });
  log.warn({ event: 'installation.copied', from }, text);
}

/** After a rotation everything is sealed anew; with a wrong key the start says which secrets cannot be opened, and what waits for them. */
async function checkSecrets(database: Database, keys: SecretKeys, log: Logger): Promise<void> {
  for (const unitId of await readUnitIds(database)) {
    const sealed = await database.transaction(async (transaction) => {
      const ofHooks = await resealHookSecrets(transaction, unitId, keys);
      const ofUsers = await resealFactors(transaction, unitId, keys);
      return ofHooks + ofUsers + (await resealSecrets(transaction, unitId, keys));
    });
    if (sealed > 0)
      log.info({ event: 'secrets.sealed', unitId, count: sealed }, 'Secrets were sealed with the new key.');
    const { names, text } = await database.transaction((transaction) => noteLockedSecrets(transaction, unitId, keys));
    if (text !== undefined) log.error({ event: 'secrets.locked', unitId, secrets: names }, text);
  }
}
