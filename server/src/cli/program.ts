import { Command, CommanderError } from 'commander';
import { Refusal } from '../errors.ts';
import { addApply, addDiff } from './apply.ts';
import { addConfig } from './config.ts';
import { addConfirmCopy } from './confirm-copy.ts';
import { addDatabaseCommands } from './database.ts';
import { addDoctor } from './doctor.ts';
import { addExport } from './export.ts';
import { CommandFailure, exitCodes } from './exit-codes.ts';
import { addListen } from './listen.ts';
import { examples } from './options.ts';
import { addPassword } from './password.ts';
import { addPreview } from './preview.ts';
import { addResend } from './resend.ts';
import { describeFault } from './server-client.ts';
import type { Terminal } from './terminal.ts';
import { addToken } from './token.ts';
import { addUpgradeDatabase } from './upgrade-database.ts';

export interface ProgramParts {
  readonly terminal: Terminal;
  readonly version: string;
  /** Runs the server until it is told to stop. The command line does not know the server: main.ts brings them together. */
  readonly start: () => Promise<void>;
}

/** Every command with its help; docs/cli.md is generated from it. */
export function createProgram({ terminal, version, start }: ProgramParts): Command {
  const program = new Command('gangway')
    .description('Gangway, a self-hosted integration engine for business records.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
    .configureHelp({ helpWidth: 100, showGlobalOptions: false })
    .showHelpAfterError('Add --help to see how it is used.')
    .exitOverride();
  addStart(program, start);
  addDatabaseCommands(program, terminal, version);
  addUpgradeDatabase(program, terminal, version);
  addApply(program, terminal);
  addExport(program, terminal);
  addDiff(program, terminal);
  addToken(program, terminal);
  addPassword(program, terminal);
  addPreview(program, terminal);
  addResend(program, terminal);
  addListen(program, terminal);
  addDoctor(program, terminal, version);
  addConfirmCopy(program, terminal);
  addConfig(program, terminal);
  const codes = Object.values(exitCodes).map(({ code, meaning }) => `  ${code}  ${meaning}`);
  program.addHelpText(
    'after',
    `\nExit codes:\n${codes.join('\n')}\n\nSettings are variables of the environment; \`gangway config\` prints them all.`,
  );
  return program;
}

function addStart(program: Command, start: () => Promise<void>): void {
  const command = program
    .command('start')
    .summary('start the server')
    .description(
      'Starts the server: the database (the embedded one, unless GANGWAY_DATABASE_URL names another), the API and the workers. SIGTERM and SIGINT stop it: what is being sent is finished, then it ends with 0.',
    )
    .action(start);
  examples(command, [
    ['gangway start', 'on this machine, data in ./data, port 8080'],
    ['GANGWAY_PORT=9000 GANGWAY_DATA=/var/lib/gangway gangway start', 'with settings of your own'],
  ]);
}

/** Runs one command line (without node and script); resolves to the exit code. Only bugs are thrown on, for main.ts to show. */
export async function runProgram(program: Command, words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCodes.done.code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done.code : exitCodes.usage.code;
    if (error instanceof CommandFailure) {
      for (const line of error.lines) terminal.err(line);
      return error.exitCode;
    }
    if (error instanceof Refusal) {
      terminal.err(error.message);
      for (const fault of error.faults) terminal.err(describeFault({ message: fault.message }));
      return error.code === 'database-unavailable' ? exitCodes.unreachable.code : exitCodes.refused.code;
    }
    throw error;
  }
}
