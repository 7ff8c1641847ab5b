import { type Command, Option } from 'commander';
import { CommandFailure, exitCodes } from './exit-codes.ts';
import { readIntegrationFiles } from './integration-files.ts';
import { addServerOptions, examples, wholeNumber } from './options.ts';
import { describeFault, openServerClient, type ServerOptions } from './server-client.ts';
import type { Terminal } from './terminal.ts';
import type { Fault } from '../errors.ts';

interface PreviewOptions extends ServerOptions {
  readonly entity: string;
  readonly id?: number;
  readonly registration?: string;
  readonly connection?: string;
  readonly file: readonly string[];
  readonly json?: boolean;
}

interface Preview {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  } | null;
  readonly faults: readonly Fault[];
}

export function addPreview(program: Command, terminal: Terminal): void {
  const command = program
    .command('preview')
    .summary('render a template on a record, without sending anything')
    .description(
      'Renders a template on a record and prints the request that would be sent, or every fault with line and column. Secrets stay placeholders. With --file the template and dictionaries of local files are used, before they are applied.',
    )
    .argument('<template>', 'the name of the template')
    .option('--entity <name>', 'the entity of the record', 'documents')
    .addOption(new Option('--id <number>', 'the id of the record').argParser(wholeNumber).conflicts('registration'))
    .option('--registration <text>', 'the registration of the record')
    .option('--connection <name>', 'for the connection’s address, headers and constants')
    .option('--file <file...>', 'integration files that are not applied yet', [])
    .option('--json', 'print the answer as JSON');
  addServerOptions(command).action(async (template: string, options: PreviewOptions) => {
    if (options.id === undefined && options.registration === undefined) {
      throw new CommandFailure(['Say which record: --id or --registration.'], exitCodes.usage.code);
    }
    const source = options.file.length === 0 ? undefined : await readIntegrationFiles(options.file);
    const server = await openServerClient(options);
    const record = {
      entity: options.entity,
      ...(options.id === undefined ? { registration: options.registration } : { id: options.id }),
    };
    const preview = await server.call<Preview>('POST', '/preview', {
      template,
      record,
      ...(options.connection === undefined ? {} : { connection: options.connection }),
      ...(source === undefined ? {} : { file: source.file }),
    });
    if (options.json === true) terminal.out(JSON.stringify(preview, null, 2));
    else if (preview.request !== null) terminal.out(showRequest(preview.request));
    if (preview.faults.length > 0) throw new CommandFailure(preview.faults.map((fault) => describeFault(fault).trim()));
  });
  examples(command, [
    ['gangway preview invoice-to-pohoda --id 7', 'what document 7 would be sent as'],
    [
      'gangway preview invoice-to-pohoda --registration 2026-0001 --file integration.yaml',
      'with a template that is not applied yet',
    ],
  ]);
}

function showRequest({ method, url, headers, body }: NonNullable<Preview['request']>): string {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${url}`, ...head, ...(body === null ? [] : ['', body])].join('\n');
}
