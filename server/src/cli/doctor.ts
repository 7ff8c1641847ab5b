import type { Command } from 'commander';
import { isSetUpPending } from '../access/sessions/set-up-store.ts';
import { type Config, publicUrl, readConfig } from '../config.ts';
import { secretKeys } from '../configuration/seal.ts';
import { findSecretKeys } from '../configuration/secret-key-file.ts';
import { listSecrets, readSecrets } from '../configuration/secret-store.ts';
import { readUnitIds } from '../configuration/store.ts';
import { type ConfiguredDatabase, openConfiguredDatabase } from '../database/configured-database.ts';
import type { Database } from '../database/database.ts';
import { embeddedRelease } from '../database/embedded/embedded-release.ts';
import { findOrigin } from '../database/installation-store.ts';
import { latestMigration } from '../database/migrate.ts';
import { readAppliedMigrations, readServerVersion } from '../database/migration-store.ts';
import { Refusal } from '../errors.ts';
import { CommandFailure } from './exit-codes.ts';
import { examples } from './options.ts';
import type { Terminal } from './terminal.ts';

interface Finding {
  readonly ok: boolean;
  readonly sentence: string;
}

const good = (sentence: string): Finding => ({ ok: true, sentence });
const bad = (sentence: string): Finding => ({ ok: false, sentence });

export function addDoctor(program: Command, terminal: Terminal, version: string): void {
  const command = program
    .command('doctor')
    .summary('look at settings, database, secrets and server, and say what is wrong')
    .description(
      'Looks at the settings, the database, the secrets and the running server, and says of each whether it is well and what to do where it is not. It changes nothing.',
    )
    .option('--json', 'print the findings as JSON')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const findings = [good(`Gangway ${version} on Node ${process.versions.node}.`), ...(await examine())];
      if (json === true) terminal.out(JSON.stringify(findings, null, 2));
      else for (const { ok, sentence } of findings) terminal.out(`${ok ? 'ok  ' : 'BAD '} ${sentence}`);
      const wrong = findings.filter(({ ok }) => !ok).length;
      if (wrong > 0) throw new CommandFailure([`${wrong} of ${findings.length} are not well.`]);
    });
  examples(command, [['gangway doctor', 'what is wrong with this installation?']]);
}

async function examine(): Promise<Finding[]> {
  let reading;
  try {
    reading = readConfig();
  } catch (error) {
    if (error instanceof Refusal) return error.faults.map(({ message }) => bad(message));
    throw error;
  }
  const { config, unknown } = reading;
  const settings = unknown.map((name) =>
    bad(`${name} is set, but there is no such setting. Correct its name, or remove it.`),
  );
  if (settings.length === 0) settings.push(good('The settings have no fault.'));
  return [...settings, ...(await examineDatabase(config)), await examineServer(config)];
}

async function examineDatabase(config: Config): Promise<Finding[]> {
  try {
    const opened = await openConfiguredDatabase(config, {
      purpose: 'gangway doctor',
      whenTaken: 'join',
      whenMissing: 'refuse',
    });
    try {
      return [
        await describeServer(opened.database, opened.embedded),
        await examineSchema(opened.database),
        ...(await examineContent(opened, config)),
      ];
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (error instanceof Refusal) return [bad(error.message)];
    throw error;
  }
}

async function describeServer(database: Database, embedded: boolean): Promise<Finding> {
  const number = await readServerVersion(database);
  const words = `PostgreSQL ${Math.floor(number / 10_000)}.${number % 10_000}`;
  if (!embedded) return good(`The database is ${words}, of your own.`);
  const released = words.endsWith(` ${embeddedRelease.version}`) ? `, released on ${embeddedRelease.releasedOn}` : '';
  return good(
    `The database is the embedded ${words}${released}. Repairs of PostgreSQL come about every three months: \`npm update\` brings them.`,
  );
}

async function examineSchema(database: Database): Promise<Finding> {
  const applied = (await readAppliedMigrations(database)).at(-1)?.number ?? 0;
  const latest = await latestMigration();
  if (applied === latest) return good(`The schema is up to date (${applied}).`);
  if (applied > latest)
    return bad(`The schema (${applied}) is of a newer Gangway than this one (${latest}). Start the newer one.`);
  return bad(
    `The schema has ${applied} of ${latest} migrations. \`gangway start\` or \`gangway migrate\` brings the rest.`,
  );
}

async function examineContent(opened: ConfiguredDatabase, config: Config): Promise<Finding[]> {
  const applied = await readAppliedMigrations(opened.database);
  if (applied.length === 0) return [];
  return [
    ...(await examinePlace(opened, config)),
    ...(await examineSecrets(opened.database, config)),
    ...(await examineSetUp(opened.database, config, applied.at(-1)?.number ?? 0)),
  ];
}

/** The code itself is shown by the start alone. */
async function examineSetUp(database: Database, { passwords }: Config, schema: number): Promise<Finding[]> {
  if (schema !== (await latestMigration()) || !passwords || !(await isSetUpPending(database))) return [];
  return [
    good(
      'The console was not set up yet: open it and give the code that the server has printed at its last start. A restart prints a new one.',
    ),
  ];
}

/** A copy sends nothing; nobody should have to guess why. */
async function examinePlace({ database, mark }: ConfiguredDatabase, { installation }: Config): Promise<Finding[]> {
  const from = await findOrigin(database, { name: installation, mark });
  if (from === undefined) return [];
  return [
    bad(
      `This database is a copy of another installation (${from}), so its connections are paused. If it takes the place of the original, say so to the running server: \`gangway confirm-copy\`.`,
    ),
  ];
}

async function examineSecrets(database: Database, config: Config): Promise<Finding[]> {
  const found = await findSecretKeys(config.dataFolder, config.secretKey);
  const findings: Finding[] = [];
  for (const unitId of await readUnitIds(database)) {
    const stored = await listSecrets(database, unitId);
    const locked =
      found === undefined
        ? stored.map(({ name }) => name)
        : (await readSecrets(database, unitId, secretKeys(found))).locked;
    if (locked.length === 0)
      findings.push(good(`Unit ${unitId} has ${stored.length} secrets, and the key opens all of them.`));
    else
      findings.push(
        bad(
          `Unit ${unitId}: ${found === undefined ? 'there is no secret key, so nothing opens' : 'the key does not open'} ${locked.join(', ')}. Put the right one back (GANGWAY_SECRET_KEY, or secret.key in the data folder), or give these secrets again.`,
        ),
      );
  }
  return findings;
}

/** Only asks; a server that is not running is no fault of its own. */
async function examineServer(config: Config): Promise<Finding> {
  const everywhere = config.host === '0.0.0.0' || config.host === '::';
  const url = publicUrl(
    { ...config, publicUrl: undefined, tlsCertificate: undefined, host: everywhere ? '127.0.0.1' : config.host },
    config.port,
  );
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
    const answer = (await response.json()) as { readonly lagMs?: number; readonly detail?: string };
    if (answer.lagMs === undefined)
      return bad(`${url} answers, but is not ready: ${answer.detail ?? `status ${response.status}`}`);
    return answer.lagMs > 60_000
      ? bad(
          `The server at ${url} is ${Math.round(answer.lagMs / 1000)} s behind with sending. Look at its deliveries and connections.`,
        )
      : good(`The server at ${url} is ready, ${Math.round(answer.lagMs)} ms behind with sending.`);
  } catch {
    // Refused, or not our program: either way nobody of us answers there.
    return good(`No server answers at ${url}.`);
  }
}
