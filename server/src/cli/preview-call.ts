import { readFile } from 'node:fs/promises';
import type { Fault } from '../errors.ts';
import { CommandFailure, exitCodes } from './exit-codes.ts';
import { type IntegrationSource, readIntegrationFiles } from './integration-files.ts';
import { describeFault, openServerClient, type ServerOptions } from './server-client.ts';
import type { Terminal } from './terminal.ts';

export interface PreviewCallOptions extends ServerOptions {
  readonly definition: string;
  readonly message?: string;
  readonly contentType?: string;
  readonly path?: string;
  readonly method?: string;
  readonly file: readonly string[];
  readonly json?: boolean;
}

interface PreviewedCall {
  readonly outcome: string | null;
  readonly sentence: string;
  readonly changes: readonly {
    readonly entity: string;
    readonly do: string;
    readonly choice: unknown;
    readonly fields: unknown;
  }[];
  readonly answer: { readonly status: number; readonly contentType: string; readonly body: string | null } | null;
  readonly faults: readonly Fault[];
}

/** `gangway preview --definition NAME --message FILE`: what a call would do, without writing anything. */
export async function previewCall(terminal: Terminal, options: PreviewCallOptions): Promise<void> {
  const { definition, message, contentType, path, method } = options;
  const source = options.file.length === 0 ? undefined : await readIntegrationFiles(options.file);
  const body = message === undefined ? undefined : await readMessage(message);
  const server = await openServerClient(options);
  const preview = await server.call<PreviewedCall>('POST', `/definitions/${encodeURIComponent(definition)}/preview`, {
    ...(body === undefined ? {} : { bodyBase64: body.toString('base64') }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(path === undefined ? {} : { path }),
    ...(method === undefined ? {} : { method }),
    ...(source === undefined ? {} : { file: source.file }),
  });
  terminal.out(options.json === true ? JSON.stringify(preview, null, 2) : shown(preview));
  const described = preview.faults.map((fault) => describe(fault, definition, source, message));
  if (described.length > 0) throw new CommandFailure(described);
  if (preview.outcome !== 'accepted' && preview.outcome !== 'repeated') throw new CommandFailure([preview.sentence]);
}

async function readMessage(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailure([`${file}: cannot be read: ${why}`], exitCodes.usage.code);
  }
}

function shown({ outcome, sentence, changes, answer }: PreviewedCall): string {
  const lines = changes.map(({ entity, do: doing, choice, fields }) => {
    const which = choice === null ? '' : ` ${JSON.stringify(choice)}`;
    return `${doing} ${entity}${which} ${JSON.stringify(fields)}`;
  });
  const answered = answer === null ? [] : ['', `${answer.status} ${answer.contentType}`, answer.body ?? ''];
  return [`${outcome ?? 'not tried'}: ${sentence}`, ...lines, ...answered].join('\n');
}

/** A place in a template is shown in its file, a place in the message in the message's. */
function describe(
  fault: Fault,
  definition: string,
  source: IntegrationSource | undefined,
  message: string | undefined,
): string {
  const definitions = source?.file['definitions'] ?? [];
  const index = definitions.findIndex((each) => (each as { readonly name?: unknown } | null)?.name === definition);
  if (
    fault.path !== undefined &&
    /^(?:read|repeat|answer|user|path|charset|authentication)\b/.test(fault.path) &&
    index >= 0
  )
    return source?.describe({ ...fault, path: `definitions[${index}].${fault.path}` }) ?? '';
  if (fault.path === undefined && fault.line !== undefined && message !== undefined)
    return `${message}:${fault.line}:${fault.column ?? 1}: ${fault.message}`;
  return describeFault(fault).trim();
}
