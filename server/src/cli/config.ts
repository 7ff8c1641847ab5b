import type { Command } from 'commander';
import { readConfig, type Setting, type SettingKey, settings } from '../config.ts';
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
    const { config, origins, unknown } = readConfig();
    const rows = (Object.entries(settings) as [SettingKey, Setting][]).map(([key, { name, secret }]) => {
      const value = config[key];
      const shown = value === undefined ? 'not set' : secret === true ? '(set, hidden)' : textOf(value);
      return { name, value: shown, origin: origins[key] };
    });
    if (options.json === true) terminal.out(JSON.stringify(rows, null, 2));
    else terminal.out(table(rows.map(({ name, value, origin }) => [name, value, origin])));
    for (const name of unknown) terminal.err(`${name} is set, but there is no such setting.`);
  });
  examples(command, [['gangway config', 'what is in force']]);
}

function textOf(value: string | number | boolean | readonly string[] | ReadonlyMap<string, string>): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : value.join(',');
  if (typeof value !== 'object') return String(value);
  return textOf([...value].map((pair) => (typeof pair === 'string' ? pair : pair.join('='))));
}
