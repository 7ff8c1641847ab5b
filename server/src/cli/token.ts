import type { Command } from 'commander';
import { addServerOptions, examples, wholeNumber } from './options.ts';
import { openServerClient, type ServerOptions } from './server-client.ts';
import { table, type Terminal } from './terminal.ts';

interface CreateOptions extends ServerOptions {
  readonly name: string;
  readonly user?: string;
  readonly ip?: readonly string[];
  readonly method?: readonly string[];
  readonly path?: readonly string[];
  readonly expires?: string;
  readonly json?: boolean;
}

interface CreatedToken {
  readonly id: string;
  readonly token: string;
}

interface ListedToken {
  readonly id: string;
  readonly name: string;
  readonly userId: number;
  readonly ipRanges: readonly string[];
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

export function addToken(program: Command, terminal: Terminal): void {
  const token = program
    .command('token')
    .summary('make, list and revoke tokens')
    .description('Makes, lists and revokes tokens for the API.')
    .helpCommand(false);
  const create = token
    .command('create')
    .summary('make a token and print it, once')
    .description(
      'Makes a token that acts as one user, prints it on standard output, and nowhere again: only its hash is stored.',
    )
    .requiredOption('--name <name>', 'what it is for, such as "turnstile at the gate"')
    .option('--user <login or id>', 'the user that it acts as (default: you)')
    .option('--ip <range...>', 'addresses and ranges it may be used from (default: this machine only)')
    .option('--method <method...>', 'methods it may use (default: all)')
    .option('--path <pattern...>', 'paths it may use, * for one part, ** for everything below (default: all)')
    .option('--expires <moment>', 'when it ends, such as 2027-12-31T00:00:00Z (default: never)')
    .option('--json', 'print the answer as JSON');
  addServerOptions(create).action(async (options: CreateOptions) => {
    const server = await openServerClient(options);
    const user =
      options.user === undefined
        ? {}
        : /^\d+$/.test(options.user)
          ? { userId: Number(options.user) }
          : { login: options.user };
    const answer = await server.call<CreatedToken>('POST', '/tokens', {
      name: options.name,
      ...user,
      ipRanges: options.ip ?? ['127.0.0.0/8', '::1'],
      ...(options.method === undefined ? {} : { methods: options.method }),
      ...(options.path === undefined ? {} : { paths: options.path }),
      ...(options.expires === undefined ? {} : { expiresAt: options.expires }),
    });
    terminal.out(options.json === true ? JSON.stringify(answer, null, 2) : answer.token);
    if (options.json !== true) terminal.err('Keep it now: it is never shown again.');
  });
  examples(create, [
    ['gangway token create --name "my laptop"', 'a token of your own, from this machine'],
    [
      'gangway token create --name turnstile --user gate --ip 10.0.5.0/24 --method POST --path /rest/v1/1/time',
      'one that can do a single thing',
    ],
  ]);
  addList(token, terminal);
  addRevoke(token, terminal);
}

function addList(token: Command, terminal: Terminal): void {
  const list = token
    .command('list')
    .summary('list the tokens')
    .description('Lists the tokens of the unit, the newest first.');
  list.option('--limit <number>', 'how many at most', wholeNumber, 100);
  addServerOptions(list).action(async (options: ServerOptions & { readonly limit: number }) => {
    const server = await openServerClient(options);
    const { data } = await server.call<{ data: ListedToken[] }>('GET', `/tokens?limit=${options.limit}`);
    const rows = data.map(({ id, name, userId, ipRanges, lastUsedAt, expiresAt, revokedAt }) => [
      id,
      name,
      `user ${userId}`,
      ipRanges.join(' '),
      revokedAt === null ? (expiresAt === null ? 'no end' : `until ${expiresAt}`) : `revoked ${revokedAt}`,
      lastUsedAt === null ? 'never used' : `used ${lastUsedAt}`,
    ]);
    terminal.out(table(rows));
  });
  examples(list, [['gangway token list', 'who may call, and when each was used last']]);
}

function addRevoke(token: Command, terminal: Terminal): void {
  const revoke = token
    .command('revoke')
    .summary('end a token at once')
    .description('Ends a token at once; the next call with it is refused.')
    .argument('<id>', 'as `gangway token list` shows it');
  addServerOptions(revoke).action(async (id: string, options: ServerOptions) => {
    const server = await openServerClient(options);
    await server.call('DELETE', `/tokens/${encodeURIComponent(id)}`);
    terminal.err('Revoked.');
  });
  examples(revoke, [['gangway token revoke 019ab2c3-0000-7000-8000-000000000001', 'end one token']]);
}
