import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Terminal } from './terminal.ts';

/**
 * Asks twice without showing what is typed; undefined: the two are not the same. Where standard input is no terminal, its first line is the password. There is no option for it:
 * what stands on a command line can be read by everybody on the machine.
 */
export async function readPassword(terminal: Terminal): Promise<string | undefined> {
  if (!process.stdin.isTTY) return firstLine();
  const ask = async (words: string): Promise<string> => {
    terminal.err(words);
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
    const lines = createInterface({ input: process.stdin, output: silent, terminal: true, historySize: 0 });
    return new Promise((resolve) => {
      lines.on('SIGINT', () => process.exit(130));
      lines.question('', (typed) => {
        lines.close();
        resolve(typed);
      });
    });
  };
  const password = await ask('New password (12 characters or more; it is not shown):');
  return password === (await ask('Once more:')) ? password : undefined;
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return '';
}
