import { type Command, Option } from 'commander';
import { CommandFailure, exitCodes } from './exit-codes.ts';
import { readIntegrationFiles } from './integration-files.ts';
import { addServerOptions, examples, wholeNumber } from './options.ts';
import { previewCall } from './preview-call.ts';
import { describeFault, openServerClient, type ServerOptions } from './server-client.ts';
import type { Terminal } from './terminal.ts';
import type { Fault } from '../errors.ts';

interface PreviewOptions extends ServerOptions {
  readonly entity: string;
  readonly id?: number;
  readonly registration?: string;
  readonly connection?: string;
  readonly definition?: string;
  readonly message?: string;
  readonly contentType?: string;
  readonly path?: string;
  readonly method?: string;
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
    .summary('try a template on a record, or a call on an API definition, without doing anything')
    .description(
      'Renders a template on a record and prints the request that would be sent, or every fault with line and column. Secrets stay placeholders. With --definition it tries a call instead: what would be read of a message, which records it would change, what it would be answered. With --file the templates, definitions and dictionaries of local files are used, before they are applied.',
    )
    .argument('[template]', 'the name of the template')
    .option('--entity <name>', 'the entity of the record', 'documents')
    .addOption(new Option('--id <number>', 'the id of the record').argParser(wholeNumber).conflicts('registration'))
    .option('--registration <text>', 'the registration of the record')
    .option('--connection <name>', 'for the connection’s address, headers and constants')
    .option('--definition <name>', 'try a call on this API definition instead of a template')
    .option('--message <file>', 'the body of the call')
    .option('--content-type <type>', 'of the message (default: that of the first format that the definition takes)')
    .option('--path <path>', 'the path of the call below /in/{unit}, where it has parameters or a query')
    .option('--method <method>', 'where the definition takes several')
    .option('--file <file...>', 'integration files that are not applied yet', [])
    .option('--json', 'print the answer as JSON');
  addServerOptions(command).action(async (template: string | undefined, options: PreviewOptions) => {
    const { definition } = options;
    if ((template === undefined) === (definition === undefined))
      throw new CommandFailure(['Name a template, or an API definition with --definition.'], exitCodes.usage.code);
    if (definition !== undefined) {
      await previewCall(terminal, { ...options, definition });
      return;
    }
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
    [
      'gangway preview --definition turnstile-xml --message pass.xml',
      'what would become of this message, and what it would be answered',
    ],
  ]);
}

function showRequest({ method, url, headers, body }: NonNullable<Preview['request']>): string {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${url}`, ...head, ...(body === null ? [] : ['', body])].join('\n');
}
