import { type Command, InvalidArgumentError, Option } from 'commander';

/** --url, --token and --unit: the same on every command that speaks to a running server. */
export function addServerOptions(command: Command): Command {
  return command
    .addOption(new Option('--url <address>', 'where the server is (GANGWAY_URL; default: this machine)'))
    .addOption(new Option('--token <token>', 'the token to use (GANGWAY_TOKEN; default: the one in the data folder)'))
    .addOption(new Option('--unit <number>', 'the business unit (GANGWAY_UNIT; default: 1)').argParser(wholeNumber));
}

/** Examples at the end of a command's help: what to type, and what it does. */
export function examples(command: Command, list: readonly (readonly [typed: string, does: string])[]): void {
  const lines = list.map(([typed, does]) => `  $ ${typed}\n      ${does}`);
  command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
