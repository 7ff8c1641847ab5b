import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { backup } from '../database/backup/backup.ts';
import { restore } from '../database/backup/restore.ts';
import {
  type ConfiguredDatabase,
  type ConfiguredDatabaseOptions,
  openConfiguredDatabase,
} from '../database/configured-database.ts';
import { migrate } from '../database/migrate.ts';
import { examples } from './options.ts';
import type { Terminal } from './terminal.ts';

/** migrate, backup, restore: they speak to the database itself, not to the server. */
export function addDatabaseCommands(program: Command, terminal: Terminal, version: string): void {
  const migrateCommand = program
    .command('migrate')
    .summary('bring the schema of the database to this version')
    .description(
      'Brings the schema of the database to this version, forward only. `gangway start` does it by itself; this is for those who want it as a step of its own.',
    )
    .action(async () => {
      const applied = await withDatabase(terminal, 'gangway migrate', {}, ({ database }) => migrate(database));
      terminal.out(applied.length === 0 ? 'The schema is up to date.' : `Applied: ${applied.join(', ')}.`);
    });
  examples(migrateCommand, [['gangway migrate', 'before the new version of the server is started']]);
  const backupCommand = program
    .command('backup')
    .summary('write everything in the database into a file')
    .description(
      'Writes everything in the database, as it is at one moment, into a file. The server may go on working. Secrets are in it sealed; the key that opens them is not, so keep that elsewhere.',
    )
    .argument('<file>', 'the file to write')
    .action(async (file: string) => {
      const summary = await withDatabase(
        terminal,
        'gangway backup',
        { whenTaken: 'join', whenMissing: 'refuse' },
        ({ target }) => backup(target, file, { program: version }),
      );
      terminal.out(`${summary.file}: ${summary.rows} rows of ${summary.tables} tables, ${summary.bytes} bytes.`);
    });
  examples(backupCommand, [['gangway backup gangway-2026-11-23.backup', 'while the server runs']]);
  const restoreCommand = program
    .command('restore')
    .summary('put a backup into the database')
    .description(
      'Puts a backup into the database, all of it or nothing. Stop the server first. A database that was restored elsewhere sends nothing until a person confirms that it takes the place of the original.',
    )
    .argument('<file>', 'the file that `gangway backup` wrote')
    .option('--replace', 'give up everything that is in the database now')
    .action(async (file: string, { replace }: { readonly replace?: boolean }) => {
      const summary = await withDatabase(terminal, 'gangway restore', {}, ({ target }) =>
        restore(target, file, { replace: replace === true }),
      );
      terminal.out(`Restored ${summary.rows} rows of ${summary.tables} tables.`);
      if (summary.migrated.length > 0) terminal.out(`Brought to this version: ${summary.migrated.join(', ')}.`);
    });
  examples(restoreCommand, [
    ['GANGWAY_DATA=./restored gangway restore gangway-2026-11-23.backup', 'into a new data folder'],
    ['gangway restore --replace gangway-2026-11-23.backup', 'back to what was, here'],
  ]);
}

async function withDatabase<T>(
  terminal: Terminal,
  purpose: string,
  { whenTaken = 'refuse', whenMissing = 'make' }: Pick<ConfiguredDatabaseOptions, 'whenTaken' | 'whenMissing'>,
  work: (opened: ConfiguredDatabase) => Promise<T>,
): Promise<T> {
  const { config, unknown } = readConfig();
  for (const name of unknown) terminal.err(`${name} is set, but there is no such setting.`);
  const opened = await openConfiguredDatabase(config, { purpose, whenTaken, whenMissing });
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}
