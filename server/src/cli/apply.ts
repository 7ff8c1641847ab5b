import { type Command, Option } from 'commander';
import { readFile } from 'node:fs/promises';
import { CommandFailure, exitCodes } from './exit-codes.ts';
import { type IntegrationSource, readIntegrationFiles } from './integration-files.ts';
import { addServerOptions, examples } from './options.ts';
import { openServerClient, ProblemAnswer, type ServerOptions } from './server-client.ts';
import { showChanges, type ShownChange } from './show-changes.ts';
import type { Terminal } from './terminal.ts';

interface ApplyOptions extends ServerOptions {
  readonly dryRun?: boolean;
  readonly prune?: boolean;
  readonly secret: readonly string[];
  readonly secretFile: readonly string[];
  readonly json?: boolean;
}

interface Applied {
  readonly changes: readonly ShownChange[];
  readonly secrets: readonly string[];
  readonly warnings: readonly string[];
}

export function addApply(program: Command, terminal: Terminal): void {
  const apply = program
    .command('apply')
    .summary('bring the configuration to what integration files say')
    .description(
      'Brings the configuration of a unit to what integration files (YAML or JSON) say, as a whole or not at all, and prints what changes. Applying the same files again changes nothing. Objects that the files do not name stay as they are.',
    )
    .argument('<file...>', 'integration files; - reads standard input')
    .option('--dry-run', 'say what would change, and change nothing')
    .option('--prune', 'remove what is not named, in those sections that the files have')
    .option('--secret <name=value>', 'give a secret its value; may stand several times', collect, [])
    .option(
      '--secret-file <name=file>',
      'as --secret, with the value from a file, so that it stands in no list of processes',
      collect,
      [],
    )
    .option('--json', 'print the answer as JSON');
  addServerOptions(apply).action(async (paths: string[], options: ApplyOptions) => {
    const source = await readIntegrationFiles(paths);
    const applied = await send(source, options, {
      dryRun: options.dryRun === true,
      secrets: await readSecrets(options),
    });
    if (options.json === true) terminal.out(JSON.stringify(applied, null, 2));
    else terminal.out(showChanges(applied.changes, { dryRun: options.dryRun === true, secrets: applied.secrets }));
    for (const warning of applied.warnings) terminal.err(warning);
  });
  examples(apply, [
    ['gangway apply integration.yaml', 'apply one file'],
    ['gangway apply --dry-run pohoda.yaml contacts.yaml', 'see what two files together would change'],
    ['gangway apply pohoda.yaml --secret-file accounting=password.txt', 'apply a file and give its secret'],
  ]);
}

export function addDiff(program: Command, terminal: Terminal): void {
  const diff = program
    .command('diff')
    .summary('show what applying integration files would change')
    .description(
      `Shows what \`gangway apply\` would change, value by value. Ends with ${exitCodes.different.code} when there is a difference, for scripts.`,
    )
    .argument('<file...>', 'integration files; - reads standard input')
    .option('--prune', 'count what is not named as removed, in those sections that the files have')
    .addOption(new Option('--json', 'print the answer as JSON'));
  addServerOptions(diff).action(async (paths: string[], options: ApplyOptions) => {
    const source = await readIntegrationFiles(paths);
    const applied = await send(source, options, { dryRun: true, secrets: {} });
    if (options.json === true) terminal.out(JSON.stringify(applied, null, 2));
    else terminal.out(showChanges(applied.changes, { dryRun: true, secrets: [], values: true }));
    if (applied.changes.some(({ change }) => change !== 'unchanged'))
      throw new CommandFailure([], exitCodes.different.code);
  });
  examples(diff, [['gangway diff integration.yaml', 'compare a file with what is running']]);
}

interface Sent {
  readonly dryRun: boolean;
  readonly secrets: Readonly<Record<string, string>>;
}

async function send(source: IntegrationSource, options: ApplyOptions, { dryRun, secrets }: Sent): Promise<Applied> {
  const server = await openServerClient(options);
  try {
    return await server.call<Applied>('POST', '/apply', {
      file: source.file,
      secrets,
      dryRun,
      prune: options.prune === true,
    });
  } catch (error) {
    if (error instanceof ProblemAnswer && error.faults.length > 0) {
      const placed = error.faults.map((fault) => source.describe(fault));
      // A single fault stands in the sentence too.
      throw new CommandFailure(placed.length === 1 ? placed : [error.detail, ...placed]);
    }
    throw error;
  }
}

async function readSecrets({ secret, secretFile }: ApplyOptions): Promise<Record<string, string>> {
  const given = secret.map((text) => splitPair(text, '--secret'));
  const fromFiles = await Promise.all(
    secretFile.map(async (text) => {
      const [name, file] = splitPair(text, '--secret-file');
      const value = await readFile(file, 'utf8').catch((error: unknown) => {
        throw new CommandFailure([`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`]);
      });
      // An editor ends a file with a line break that is no part of the password.
      return [name, value.replace(/\r?\n$/, '')] as const;
    }),
  );
  return Object.fromEntries([...given, ...fromFiles]);
}

function splitPair(text: string, option: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1)
    throw new CommandFailure([`${option} wants name=value, such as ${option} accounting=...`], exitCodes.usage.code);
  return [text.slice(0, at), text.slice(at + 1)];
}

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}
