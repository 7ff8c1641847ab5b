import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { compileCache } from './compile-cache.ts';
import type { EngineProgramOptions } from './engine-program.ts';

const program = fileURLToPath(new URL('engine-program.ts', import.meta.url));

export interface EngineProcess {
  readonly child: ChildProcess;
  /** Ids of the invoices whose change was acknowledged. */
  readonly acknowledged: readonly number[];
  /** Resolves when so many invoices were acknowledged. */
  saved(count: number): Promise<void>;
  /** As when the machine fails: no handler runs, nothing is given back. Resolves when everything that it said was heard. */
  kill(): Promise<void>;
}

/** Starts an engine in a process of its own; resolves when it works. It is killed after the test. */
export const startEngineProcess = (options: EngineProgramOptions): Promise<EngineProcess> =>
  prepareEngineProcess(options)();

/** Loads the process, which takes longest, and gives what starts the engine in it. */
export function prepareEngineProcess(options: EngineProgramOptions): () => Promise<EngineProcess> {
  const env = { ...process.env, ...compileCache };
  const words = [program, JSON.stringify(options)];
  const child = spawn(process.execPath, words, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const acknowledged: number[] = [];
  const waiting = new Set<() => void>();
  const ready = Promise.withResolvers<undefined>();
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => {
    if (line === 'ready') ready.resolve(undefined);
    else acknowledged.push(Number(line));
    for (const look of waiting) look();
  });
  const closed = once(reader, 'close');
  void closed.then(() => ready.reject(new Error('The process ended before it was ready.')));
  ready.promise.catch(() => undefined);
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await Promise.all([ended, closed]);
  };
  onTestFinished(kill);
  const running: EngineProcess = {
    child,
    acknowledged,
    saved: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (acknowledged.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    kill,
  };
  return async () => {
    child.stdin.write('go\n');
    await ready.promise;
    return running;
  };
}
