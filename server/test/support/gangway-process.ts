import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileCache } from './compile-cache.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** `gangway` as a process of its own, in a data folder of its own. */
export class GangwayFolder {
  readonly path: string;
  readonly #started: ChildProcess[] = [];

  private constructor(path: string) {
    this.path = path;
  }

  static async create(): Promise<GangwayFolder> {
    const path = await mkdtemp(join(tmpdir(), 'gangway-'));
    // Where the tests run as root, the database runs as another user, who must come through.
    await chmod(path, 0o755);
    return new GangwayFolder(path);
  }

  get data(): string {
    return join(this.path, 'data');
  }

  /** Runs one command to its end; `input` is what it reads on standard input. */
  run(words: readonly string[], environment: Readonly<Record<string, string>> = {}, input?: string): Promise<Ended> {
    return ended(this.#spawn(words, environment, input));
  }

  /** Starts the server and resolves when it says where it listens. */
  async start(environment: Readonly<Record<string, string>> = {}): Promise<StartedServer> {
    const child = this.#spawn(['start'], { GANGWAY_PORT: '0', ...environment });
    const end = ended(child);
    // What a person reads at the start: it ends with how to stop.
    const banner = new Promise<string>((resolve) => {
      let text = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes('Stop: Ctrl+C')) resolve(text);
      });
    });
    const url = await new Promise<string>((resolve, reject) => {
      let log = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        log += chunk.toString();
        const match = /"event":"server\.started","url":"([^"]+)"/.exec(log);
        if (match?.[1] !== undefined) resolve(match[1]);
      });
      void end.then(({ code, err }) => reject(new Error(`the server ended with ${code}: ${err}`)));
    });
    const kill = (signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL') => void child.kill(signal);
    return { url, end, kill, logged: (event) => logged(child, event), banner: () => banner };
  }

  async remove(): Promise<void> {
    for (const child of this.#started.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
      const end = ended(child);
      child.kill('SIGTERM');
      await end;
    }
    await rm(this.path, { recursive: true, force: true });
  }

  #spawn(words: readonly string[], environment: Readonly<Record<string, string>>, input?: string): ChildProcess {
    const { PATH = '' } = process.env;
    // Nothing of the environment of the tests but the path: HOME may be missing too.
    const child = spawn(process.execPath, [main, ...words], {
      cwd: this.path,
      env: { PATH, GANGWAY_DATA: this.data, ...compileCache, ...environment },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    child.stdin?.end(input);
    this.#started.push(child);
    return child;
  }
}

export interface StartedServer {
  readonly url: string;
  readonly end: Promise<Ended>;
  kill(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): void;
  /** Resolves when the server writes a line of this event from now on. */
  logged(event: string): Promise<void>;
  /** What it tells a person at its start, on standard error. */
  banner(): Promise<string>;
}

function logged(child: ChildProcess, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const look = (chunk: Buffer): void => {
      text += chunk.toString();
      if (!text.includes(`"event":"${event}"`)) return;
      child.stdout?.off('data', look);
      resolve();
    };
    child.stdout?.on('data', look);
    child.once('close', () => reject(new Error(`the server ended before it wrote ${event}`)));
  });
}

function ended(child: ChildProcess): Promise<Ended> {
  const text = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => (text.out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text.err += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...text })));
}
