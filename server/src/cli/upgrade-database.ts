import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { upgradeEmbedded } from '../database/embedded/upgrade.ts';
import { refuse } from '../errors.ts';
import { examples } from './options.ts';
import type { Terminal } from './terminal.ts';

/** upgrade-database: the embedded PostgreSQL's next major version. */
export function addUpgradeDatabase(program: Command, terminal: Terminal, version: string): void {
  const command = program
    .command('upgrade-database')
    .summary('move the embedded database to the PostgreSQL of this version')
    .description(
      'Moves the embedded database to the major version of PostgreSQL that this Gangway brings. Stop the server first. The old PostgreSQL makes a backup, a new database is made of it beside the old one, and takes its place when it is whole; the old files and the backup stay until you remove them. Interrupted, it is simply run again. It needs room for the data three times.',
    )
    .option(
      '--binaries <folder>',
      'where the old PostgreSQL is, the folder with bin/postgres in it; without it the command says how to fetch it',
    )
    .action(async ({ binaries }: { readonly binaries?: string }) => {
      const { config } = readConfig();
      if (config.databaseUrl !== undefined) {
        refuse(
          'illegal-state',
          'GANGWAY_DATABASE_URL names a PostgreSQL of your own: upgrade it with pg_upgrade or its provider’s means.',
        );
      }
      const upgrade = await upgradeEmbedded({
        dataFolder: config.dataFolder,
        program: version,
        installation: config.installation,
        oldBinaries: binaries,
        onStep: (sentence) => terminal.out(sentence),
      });
      if (upgrade === undefined) {
        terminal.out('The database is of this version already.');
        return;
      }
      terminal.out(`Moved ${upgrade.rows} rows from PostgreSQL ${upgrade.from} to ${upgrade.to}.`);
      terminal.out(`Remove these when you are content: ${upgrade.oldFolder} ${upgrade.backupFile}`);
    });
  examples(command, [
    ['gangway upgrade-database', 'after an update, when `gangway start` says so'],
    ['gangway upgrade-database --binaries /usr/lib/postgresql/17', 'with a program that this machine has'],
  ]);
}
