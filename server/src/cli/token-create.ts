import type { Command } from 'commander';
import { loopbackRanges } from '../address-range.ts';
import { checkTerms } from '../api/token-terms.ts';
import { CommandFailure, exitCodes } from './exit-codes.ts';
import { addServerOptions, examples, wholeNumber } from './options.ts';
import { recoverToken } from './recover-token.ts';
import { openServerClient, type ServerOptions } from './server-client.ts';
import type { Terminal } from './terminal.ts';

interface CreateOptions extends ServerOptions {
  readonly name?: string;
  readonly user?: string;
  readonly ip?: readonly string[];
  readonly method?: readonly string[];
  readonly path?: readonly string[];
  readonly expires?: string;
  readonly rate?: number;
  readonly administrator?: boolean;
  readonly json?: boolean;
}

interface CreatedToken {
  readonly id: string;
  readonly token: string;
}

export function addTokenCreate(token: Command, terminal: Terminal): void {
  const create = token
    .command('create')
    .summary('make a token and print it, once')
    .description(
      'Makes a token that acts as one user, prints it on standard output, and nowhere again: only its hash is stored. With --administrator it is written into the database itself, for when no token of an administrator is left.',
    )
    .option('--name <name>', 'what it is for, such as "turnstile at the gate" (with --administrator: "a lost token")')
    .option('--user <login or id>', 'the user that it acts as (default: you)')
    .option('--ip <range...>', 'addresses and ranges it may be used from (default: this machine only)')
    .option('--method <method...>', 'methods it may use (default: all)')
    .option('--path <pattern...>', 'paths it may use, * for one part, ** for everything below (default: all)')
    .option('--expires <moment>', 'when it ends, such as 2027-12-31T00:00:00Z (default: never)')
    .option('--rate <number>', 'how many calls it may make within a minute (default: as many as it likes)', wholeNumber)
    .option(
      '--administrator',
      'without a server and without a token: write one for an administrator into the database (GANGWAY_DATA or GANGWAY_DATABASE_URL)',
    )
    .option('--json', 'print the answer as JSON');
  addServerOptions(create).action(async (options: CreateOptions) => {
    const answer = options.administrator === true ? await recover(options) : await ask(options);
    terminal.out(options.json === true ? JSON.stringify(answer, null, 2) : answer.token);
    if (options.json !== true) terminal.err('Keep it now: it is never shown again.');
  });
  examples(create, [
    ['gangway token create --name "my laptop"', 'a token of your own, from this machine'],
    [
      'gangway token create --name turnstile --user gate --ip 10.0.5.0/24 --method POST --path /rest/v1/1/time --rate 600',
      'one that can do a single thing',
    ],
    [
      'gangway token create --administrator > data/admin-token',
      'when the administrator’s token is lost: on the server’s machine, as the account that runs it',
    ],
  ]);
}

async function ask(options: CreateOptions): Promise<CreatedToken> {
  const { name, method, path, expires, rate } = options;
  if (name === undefined) throw new CommandFailure(['Say what the token is for: --name.'], exitCodes.usage.code);
  const server = await openServerClient(options);
  const user = userOf(options);
  return server.call<CreatedToken>('POST', '/tokens', {
    name,
    ...(user === undefined ? {} : 'id' in user ? { userId: user.id } : user),
    ipRanges: options.ip ?? loopbackRanges,
    ...(method === undefined ? {} : { methods: method }),
    ...(path === undefined ? {} : { paths: path }),
    ...(expires === undefined ? {} : { expiresAt: expires }),
    ...(rate === undefined ? {} : { ratePerMinute: rate }),
  });
}

function recover(options: CreateOptions): Promise<CreatedToken> {
  const { name = 'a lost token', ip = loopbackRanges, method, path, expires, rate } = options;
  checkTerms({ ipRanges: ip, ...(path && { paths: path }), ...(expires && { expiresAt: expires }) }, new Date());
  return recoverToken({
    unit: options.unit,
    user: userOf(options),
    terms: {
      name,
      ipRanges: ip,
      methods: method ?? null,
      paths: path ?? null,
      expiresAt: expires === undefined ? null : new Date(expires),
      ratePerMinute: rate ?? null,
    },
  });
}

function userOf({ user }: CreateOptions): { readonly id: number } | { readonly login: string } | undefined {
  if (user === undefined) return undefined;
  return /^\d+$/.test(user) ? { id: Number(user) } : { login: user };
}
