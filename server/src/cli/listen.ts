import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { CommandFailure, exitCodes } from './exit-codes.ts';
import { addServerOptions, examples } from './options.ts';
import { openServerClient, ProblemAnswer, type ServerClient, type ServerOptions } from './server-client.ts';
import type { Terminal } from './terminal.ts';

interface ListenOptions extends ServerOptions {
  readonly forward?: string;
  readonly event: string;
  readonly filter?: string;
  readonly payload?: string;
}

interface Fetched {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Done {
  readonly id: string;
  readonly ok: boolean;
  readonly sentence: string;
}

const forwardTimeoutMs = 15_000;
/** The server is away for a moment: restarted, as a rule. */
const pauseMs = 1_000;

export function addListen(program: Command, terminal: Terminal): void {
  const command = program
    .command('listen')
    .summary('forward notices to a program on this machine')
    .description(
      'Makes a temporary hook and forwards its notices to a program on this machine, over a connection that this command opens: no address here needs to be reachable from the server. Shows each notice and what the program answered. The hook is removed when the command ends.',
    )
    .option(
      '--forward <url>',
      'where each notice is posted, such as http://localhost:3000/hook; without it they are only shown',
    )
    .option('--event <name>', 'which event; GET /api/v1/{unit}/events lists them', 'documents.updated')
    .option('--filter <condition>', 'only where this holds, in the template language')
    .option('--payload <kind>', 'thin (default) or full');
  addServerOptions(command).action(async (options: ListenOptions) => {
    if (options.forward !== undefined && !URL.canParse(options.forward)) {
      throw new CommandFailure(['--forward is no address such as http://localhost:3000/hook.'], exitCodes.usage.code);
    }
    await listen(await openServerClient(options), options, terminal);
  });
  examples(command, [
    ['gangway listen --forward http://localhost:3000/hook --event documents.approved', 'while you write a receiver'],
    [`gangway listen --event companies.created --payload full`, 'to see what a notice looks like'],
  ]);
}

/** Until SIGINT or SIGTERM; then the hook is removed. */
async function listen(server: ServerClient, options: ListenOptions, terminal: Terminal): Promise<void> {
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  const { event, filter, payload } = options;
  const body = { event, ...(filter === undefined ? {} : { filter }), ...(payload === undefined ? {} : { payload }) };
  const hook = await server.call<{ id: string; secret: string }>('POST', '/hooks/listen', body);
  terminal.err(`Listening for ${event}. Notices are signed with ${hook.secret}. Ctrl-C ends it.`);
  try {
    let done: readonly Done[] = [];
    while (!stopped.signal.aborted) done = await turn(server, hook.id, done, options.forward, terminal, stopped.signal);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    await server.call('DELETE', `/hooks/${hook.id}`);
  }
}

/** Fetches what has come, forwards it, and gives what became of it, to be told with the next turn. */
async function turn(
  server: ServerClient,
  id: string,
  done: readonly Done[],
  forward: string | undefined,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<readonly Done[]> {
  let fetched: readonly Fetched[];
  try {
    ({ data: fetched } = await server.call<{ data: readonly Fetched[] }>('POST', `/hooks/${id}/notices`, {
      done,
      waitSeconds: 2,
    }));
  } catch (error) {
    if (!(error instanceof CommandFailure) || error instanceof ProblemAnswer) throw error;
    terminal.err(error.lines.join(' '));
    await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    return done;
  }
  const results: Done[] = [];
  for (const notice of fetched) {
    const told = forward === undefined ? { ok: true, sentence: 'Shown.' } : await post(forward, notice);
    terminal.out(lineOf(notice, told.sentence));
    results.push({ id: notice.id, ...told });
  }
  return results;
}

async function post(url: string, { headers, body }: Fetched): Promise<Omit<Done, 'id'>> {
  const startedAt = performance.now();
  try {
    const signal = AbortSignal.timeout(forwardTimeoutMs);
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    await response.arrayBuffer();
    const ms = Math.round(performance.now() - startedAt);
    return { ok: response.ok, sentence: `${response.status} in ${ms} ms` };
  } catch (error) {
    const { cause } = error as { cause?: unknown };
    const why = cause instanceof Error && cause.message !== '' ? cause.message : (error as Error).message;
    return { ok: false, sentence: `no answer: ${why}` };
  }
}

function lineOf({ body }: Fetched, told: string): string {
  const { type, entity, recordId, registration } = JSON.parse(body) as Record<string, unknown>;
  const time = new Date().toLocaleTimeString('en-GB');
  return `${time}  ${String(type)}  ${String(entity)}/${String(recordId)} ${String(registration)}  ${told}`;
}
