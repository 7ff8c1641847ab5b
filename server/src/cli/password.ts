import type { Command } from 'commander';
import { CommandFailure, exitCodes } from './exit-codes.ts';
import { examples, wholeNumber } from './options.ts';
import { readPassword } from './read-password.ts';
import { recoverPassword, recoverLink } from './recover-password.ts';
import type { Terminal } from './terminal.ts';

interface PasswordOptions {
  readonly unit?: number;
  readonly link?: boolean;
  readonly removeSecondFactor?: boolean;
}

export function addPassword(program: Command, terminal: Terminal): void {
  const command = program
    .command('password')
    .summary('give a user a new password, when nobody is left who could')
    .description(
      'Writes a new password of a user into the database itself, while the server runs or not, or makes a one-time link with which the user sets one. It asks for no token: what protects it is what protects the database (GANGWAY_DATA or GANGWAY_DATABASE_URL). All sessions of the user end.',
    )
    .argument('<login>', 'whose password it is')
    .option('--link', 'print a link with which the user sets the password, good for 72 hours')
    .option('--remove-second-factor', 'take the second factor away as well: telephone and recovery codes are lost')
    .option('--unit <number>', 'the business unit (GANGWAY_UNIT; default: 1)', wholeNumber)
    .action(async (login: string, { unit, link, removeSecondFactor = false }: PasswordOptions) => {
      const wanted = { unit, login, removeSecondFactor };
      if (link === true) {
        const { url, expiresAt } = await recoverLink(wanted);
        terminal.out(url);
        terminal.err(`Good once, until ${expiresAt.toISOString()}.`);
        return;
      }
      const password = await readPassword(terminal);
      if (password === undefined) {
        const sentence = 'The two passwords are not the same. Nothing was changed.';
        throw new CommandFailure([sentence], exitCodes.refused.code);
      }
      await recoverPassword(wanted, password);
      terminal.err(`${login} has a new password, and is signed in nowhere.`);
    });
  examples(command, [
    ['gangway password admin', 'asks for the new password; on the server’s machine, as the account that runs it'],
    ['gangway password admin --link', 'prints a link to set it in the browser'],
    ['gangway password admin --remove-second-factor', 'when the telephone is lost too'],
    ['gangway password admin < password.txt', 'takes the first line of a file'],
  ]);
}
