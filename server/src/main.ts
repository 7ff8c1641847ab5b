#!/usr/bin/env node
import { version } from './api/version.ts';
import { createProgram, runProgram } from './cli/program.ts';
import { terminal } from './cli/terminal.ts';

/** Loaded only when it is asked for: the other commands begin in half the time without the server. */
const start = async (): Promise<void> => {
  const { runUntilStopped } = await import('./start/run-until-stopped.ts');
  await runUntilStopped(terminal);
};

const program = createProgram({ terminal, version, start });
// The event loop may still hold a socket that an HTTP client keeps open; the command is done all the same.
process.exit(await runProgram(program, process.argv.slice(2), terminal));
