import { execFile } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DemoFailure } from '../failure.ts';
import type { Guard } from './guard.ts';
import { type Program, startProgram, withoutSettings } from './program.ts';

const main = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url));
const pollMs = 25;

export interface ServerSettings {
  readonly folder: string;
  readonly port: number;
  readonly token: string;
  /** With which the administrator signs in to the console. */
  readonly password: string;
  readonly guard: Guard;
}

/** Gangway itself, started as `npm start` starts it. Resolves when it says that it is ready. */
export async function startServer({ folder, port, token, password, guard }: ServerSettings): Promise<Program> {
  const environment = {
    GANGWAY_DATA: join(folder, 'data'),
    GANGWAY_PORT: String(port),
    GANGWAY_ADMIN_TOKEN: token,
    GANGWAY_ADMIN_PASSWORD: password,
    // The accounting servers of the demonstration are on this machine.
    GANGWAY_EGRESS_ALLOW: '127.0.0.0/8',
  };
  const log = await open(join(folder, 'gangway.log'), 'a');
  const messages = join(folder, 'gangway-messages.txt');
  const errors = await open(messages, 'w');
  const program = await startProgram(main, ['start'], { guard, environment, stdio: ['ignore', log.fd, errors.fd] });
  await Promise.all([log.close(), errors.close()]);
  while (!(await isReady(port))) {
    if (program.ended.aborted)
      throw new DemoFailure(`Gangway has not started. ${(await readFile(messages, 'utf8')).trim()}`);
    await pause(pollMs);
  }
  return program;
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    // Nobody listens there yet.
    return false;
  }
}

/** Runs a command such as `gangway apply FILE`; resolves to what it prints, fails with what it says on standard error. */
export async function runCommand(
  words: readonly string[],
  { url, token }: { readonly url: string; readonly token: string },
): Promise<string> {
  const env = { ...withoutSettings(), GANGWAY_URL: url, GANGWAY_TOKEN: token };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [main, ...words], { env });
    return stdout.trim();
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new DemoFailure(`gangway ${words.join(' ')}: ${said}`);
  }
}
