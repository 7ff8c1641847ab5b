import type { Command } from 'commander';
import { addServerOptions, examples } from './options.ts';
import { openServerClient, type ServerOptions } from './server-client.ts';
import type { Terminal } from './terminal.ts';

interface Settings {
  readonly installation: { readonly copiedFrom: string | null };
}

export function addConfirmCopy(program: Command, terminal: Terminal): void {
  const command = program
    .command('confirm-copy')
    .summary('say that this copied database is the installation now')
    .description(
      'A restored backup or a copied database sends nothing, so that nothing is sent twice. This says to the running server that the copy takes the place of the original: the connections that Gangway paused send again, those that a person paused stay paused. Make sure that the original is off.',
    );
  addServerOptions(command).action(async (options: ServerOptions) => {
    const server = await openServerClient(options);
    const before = await server.call<Settings>('GET', '/settings');
    await server.call('POST', '/settings/confirm-copy');
    terminal.out(
      `This database, copied from ${before.installation.copiedFrom ?? 'elsewhere'}, is the installation now. What was paused because it is a copy is sent again.`,
    );
  });
  examples(command, [['gangway confirm-copy', 'after a move to another machine']]);
}
