#!/usr/bin/env node
import { version } from './api/version.ts';
import { createProgram, runProgram } from './cli/program.ts';
import { terminal } from './cli/terminal.ts';
import { runUntilStopped } from './start/run-until-stopped.ts';

const program = createProgram({ terminal, version, start: () => runUntilStopped(terminal) });
// The event loop may still hold a socket that an HTTP client keeps open; the command is done all the same.
process.exit(await runProgram(program, process.argv.slice(2), terminal));
