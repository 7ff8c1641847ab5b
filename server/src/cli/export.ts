import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { stringify } from 'yaml';
import { addServerOptions, examples } from './options.ts';
import { openServerClient, type ServerOptions } from './server-client.ts';
import type { Terminal } from './terminal.ts';

interface ExportOptions extends ServerOptions {
  readonly section?: string;
  readonly format: 'yaml' | 'json';
  readonly output?: string;
}

export function addExport(program: Command, terminal: Terminal): void {
  const command = program
    .command('export')
    .summary('print the configuration as an integration file')
    .description(
      'Prints the configuration of a unit as an integration file. Secrets are not in it; their placeholders are.',
    )
    .option('--section <names>', 'only these sections, split by commas, such as connections,triggers')
    .addOption(new Option('--format <format>', 'the format').choices(['yaml', 'json']).default('yaml'))
    .option('-o, --output <file>', 'write to a file instead of standard output');
  addServerOptions(command).action(async (options: ExportOptions) => {
    const server = await openServerClient(options);
    const query = options.section === undefined ? '' : `?section=${encodeURIComponent(options.section)}`;
    const file = await server.call<object>('GET', `/export${query}`);
    // Long lines are kept whole: a template that was folded would not be the same text.
    const text =
      options.format === 'json' ? JSON.stringify(file, null, 2) : stringify(file, { lineWidth: 0 }).trimEnd();
    if (options.output === undefined) terminal.out(text);
    else await writeFile(options.output, `${text}\n`);
  });
  examples(command, [
    ['gangway export > integration.yaml', 'keep the whole configuration in a file'],
    ['gangway export --section connections --format json', 'the connections alone, as JSON'],
  ]);
}
