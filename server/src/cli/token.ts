import type { Command } from 'commander';
import { addServerOptions, examples, wholeNumber } from './options.ts';
import { openServerClient, type ServerOptions } from './server-client.ts';
import { table, type Terminal } from './terminal.ts';
import { addTokenCreate } from './token-create.ts';

interface ListedToken {
  readonly id: string;
  readonly name: string;
  readonly userId: number;
  readonly ipRanges: readonly string[];
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
  readonly ratePerMinute: number | null;
  readonly revokedAt: string | null;
}

export function addToken(program: Command, terminal: Terminal): void {
  const token = program
    .command('token')
    .summary('make, list and revoke tokens')
    .description('Makes, lists and revokes tokens for the API.')
    .helpCommand(false);
  addTokenCreate(token, terminal);
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
    const rows = data.map(({ id, name, userId, ipRanges, lastUsedAt, expiresAt, ratePerMinute, revokedAt }) => [
      id,
      name,
      `user ${userId}`,
      ipRanges.join(' '),
      ratePerMinute === null ? 'no rate' : `${ratePerMinute}/min`,
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
