import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { shownSettings } from '../overview/shown-settings.ts';
import { examples } from './options.ts';
import { table, type Terminal } from './terminal.ts';

export function addConfig(program: Command, terminal: Terminal): void {
  const command = program
    .command('config')
    .summary('print every setting, its value, and where the value came from')
    .description(
      'Prints every setting with its value and where the value came from. Of secrets it says only whether they are set.',
    )
    .option('--json', 'print as JSON');
  command.action((options: { readonly json?: boolean }) => {
    const reading = readConfig();
    const rows = shownSettings(reading).map(({ name, value, isSet, origin }) => {
      return { name, value: isSet ? (value ?? '(set, hidden)') : 'not set', origin };
    });
    if (options.json === true) terminal.out(JSON.stringify(rows, null, 2));
    else terminal.out(table(rows.map(({ name, value, origin }) => [name, value, origin])));
    for (const name of reading.unknown) terminal.err(`${name} is set, but there is no such setting.`);
  });
  examples(command, [['gangway config', 'what is in force']]);
}
