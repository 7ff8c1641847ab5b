import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { DemoFailure } from '../failure.ts';
import type { Guard } from './guard.ts';

/** A program that the demonstration has started, as a process of its own. */
export interface Program {
  readonly pid: number;
  readonly process: ChildProcess;
  /** Aborted when it has ended, for whatever reason. */
  readonly ended: AbortSignal;
  /** SIGTERM, and waits until it has ended. */
  stop(): Promise<void>;
  /** kill -9, and waits until it has ended. */
  kill(): Promise<void>;
}

export interface ProgramOptions {
  readonly guard: Guard;
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdio: StdioOptions;
}

/**
 * Starts a TypeScript file with the Node of this process. It has a process group of its own, so that Ctrl-C in the terminal reaches the demonstration
 * alone, which then stops one program after the other.
 */
export async function startProgram(file: string, words: readonly string[], options: ProgramOptions): Promise<Program> {
  const { guard, environment, stdio } = options;
  const env = { ...withoutSettings(), ...environment };
  const child = spawn(process.execPath, [file, ...words], { stdio, env, detached: true });
  const ended = new AbortController();
  const exit = once(child, 'exit').then(() => ended.abort());
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new DemoFailure(`${file} could not be started.`);
  guard.watch(pid);
  void exit.then(() => guard.release(pid));
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exit;
  };
  return { pid, process: child, ended: ended.signal, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

/** The demonstration has its own settings; those of an installation on this machine must not reach it. */
export function withoutSettings(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GANGWAY_')));
}
