import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { CommandFailure, exitCodes } from './exit-codes.ts';
import { addServerOptions, examples } from './options.ts';
import { openServerClient, type ServerClient, type ServerOptions } from './server-client.ts';
import type { Terminal } from './terminal.ts';

interface ResendOptions extends ServerOptions {
  readonly connection?: string;
  readonly state?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

interface Job {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly progress: {
    readonly total?: number;
    readonly done?: number;
    readonly skipped?: number;
    /** Why the last one was passed over. */
    readonly lastFault?: string;
    /** Why the job itself ended. */
    readonly fault?: string;
  };
}

interface Sent {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
}

const pollMs = 300;

export function addResend(program: Command, terminal: Terminal): void {
  const command = program
    .command('resend')
    .summary('send deliveries again: one, or all that match')
    .description(
      'Sends deliveries again: the named ones, or all that match the options, as a job of the server that goes on when this command is stopped. After a refusal or failure a new delivery is made from the record of now; after an unknown answer the same one goes out again.',
    )
    .argument('[id...]', 'ids of deliveries')
    .option('--connection <name>', 'all of this connection')
    .option('--state <state...>', 'all in these states, such as failed refused unknown')
    .option('--since <moment>', 'all made since then, such as 2026-11-23T12:00:00Z')
    .option('--until <moment>', 'all made before then')
    .option('--force', 'also one that was delivered; only for ids')
    .option('--dry-run', 'only say how many match')
    .option('--json', 'print the answer as JSON');
  addServerOptions(command).action(async (ids: string[], options: ResendOptions) => {
    const filter = filterOf(options);
    if (ids.length === 0 && Object.keys(filter).length === 0) {
      throw new CommandFailure(['Say which: ids, or --connection, --state, --since.'], exitCodes.usage.code);
    }
    const server = await openServerClient(options);
    if (ids.length > 0) await resendNamed(server, ids, options, terminal);
    else await resendMatching(server, filter, options, terminal);
  });
  examples(command, [
    ['gangway resend 019ab2c3-0000-7000-8000-000000000001', 'one delivery'],
    [
      'gangway resend --connection accounting --state failed --since 2026-11-23T12:00:00Z',
      'everything of a connection that failed since noon',
    ],
  ]);
}

async function resendNamed(
  server: ServerClient,
  ids: readonly string[],
  options: ResendOptions,
  terminal: Terminal,
): Promise<void> {
  for (const id of ids) {
    const sent = await server.call<Sent>('POST', `/deliveries/${encodeURIComponent(id)}/resend`, {
      force: options.force === true,
    });
    if (options.json === true) terminal.out(JSON.stringify(sent));
    else if (sent.state === 'cancelled') terminal.out(`${id} is not sent: ${sent.reason ?? 'it was cancelled.'}`);
    else terminal.out(sent.id === id ? `${id} is sent again.` : `${id} is sent again as ${sent.id}.`);
  }
}

async function resendMatching(
  server: ServerClient,
  filter: object,
  options: ResendOptions,
  terminal: Terminal,
): Promise<void> {
  const body = { ...filter, dryRun: options.dryRun === true };
  const answer = await server.call<Job | { readonly count: number }>('POST', '/deliveries/resend', body);
  if ('count' in answer) {
    terminal.out(
      options.json === true ? JSON.stringify(answer) : `${answer.count} deliveries match. Nothing was sent.`,
    );
    return;
  }
  terminal.err(`Job ${answer.id} has begun; it goes on when this command is stopped.`);
  let job = answer;
  while (job.state === 'queued' || job.state === 'running') {
    await delay(pollMs);
    job = await server.call<Job>('GET', `/jobs/${job.id}`);
  }
  const { done = 0, skipped = 0, total = 0, lastFault, fault } = job.progress;
  const why = lastFault === undefined ? '' : ` The last of them: ${lastFault}`;
  const sum = `${done} of ${total} are sent again${skipped === 0 ? '' : `, ${skipped} were left alone`}.${why}`;
  terminal.out(options.json === true ? JSON.stringify(job) : sum);
  if (job.state !== 'done') throw new CommandFailure([fault ?? `The job was ${job.state}.`]);
}

function filterOf({ connection, state, since, until }: ResendOptions): Record<string, unknown> {
  return {
    ...(connection === undefined ? {} : { connection }),
    ...(state === undefined ? {} : { state }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}
