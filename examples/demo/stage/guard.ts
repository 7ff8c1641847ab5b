import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Stops the programs of the demonstration also where it is killed in a way that it cannot notice (kill -9). */
export interface Guard {
  watch(pid: number): void;
  /** It has ended; its number may belong to another program soon. */
  release(pid: number): void;
  close(): Promise<void>;
}

/** A process of its own that holds the other end of a pipe: when the demonstration is gone, the pipe ends, and it stops what is still watched. */
export function startGuard(): Guard {
  const program = fileURLToPath(new URL('guard-program.ts', import.meta.url));
  const guard = spawn(process.execPath, [program], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  // A guard that was killed guards nothing more; the demonstration itself goes on.
  guard.stdin.on('error', () => undefined);
  const ended = once(guard, 'exit');
  return {
    watch: (pid) => void guard.stdin.write(`+${pid}\n`),
    release: (pid) => void guard.stdin.write(`-${pid}\n`),
    close: async () => {
      guard.stdin.end();
      await ended;
    },
  };
}
