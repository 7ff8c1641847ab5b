import { randomBytes } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BatchAnswer, TerminalPass } from '../../turnstile-xml/terminal.ts';
import { type Call, callsTo } from './call.ts';
import { readAddress } from './counterparty.ts';
import type { Guard } from './guard.ts';
import { type Program, startProgram } from './program.ts';

/** A simulated turnstile that can only send its own XML (examples/turnstile-xml), a process of its own. */
export interface XmlTerminal extends Pick<Program, 'stop'> {
  readonly url: string;
  pass(card: string, direction: TerminalPass['direction'], date: string, time: string): Promise<void>;
  /** Sends what waits; `deaf`: the answer is lost on the way. undefined: it has heard none. */
  deliver(deaf?: boolean): Promise<BatchAnswer | undefined>;
  /** It has lost its memory of the last batch. */
  forget(): Promise<void>;
}

/** Does what the pack's README says: its copy, a user in Devices, a password. Resolves to the password. */
export async function applyTerminalPack(
  folder: string,
  call: Call,
  gangway: (...words: readonly string[]) => Promise<string>,
): Promise<string> {
  const pack = join(folder, 'packs', 'turnstile-xml');
  await cp(fileURLToPath(new URL('../../../packs/turnstile-xml', import.meta.url)), pack, { recursive: true });
  await call('POST', '/rest/v1/1/users', { login: 'turnstile-xml', groups: ['Devices'] });
  const password = randomBytes(12).toString('hex');
  await gangway('apply', join(pack, 'integration.yaml'), '--secret', `turnstile-xml=${password}`);
  return password;
}

export async function startXmlTerminal(gangway: string, password: string, guard: Guard): Promise<XmlTerminal> {
  const file = fileURLToPath(new URL('../../turnstile-xml/turnstile-xml.ts', import.meta.url));
  const words = ['--url', gangway, '--password', password, '--device', 'T12-0417'];
  const program = await startProgram(file, words, { guard, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await readAddress(program, 'turnstile-xml/turnstile-xml.ts');
  const call = callsTo(url);
  return {
    url,
    stop: () => program.stop(),
    pass: async (card, direction, date, time) => {
      await call('POST', '/pass', { card, direction, date, time });
    },
    deliver: async (deaf = false) => {
      const { answer } = await call<{ answer: BatchAnswer | null }>('POST', '/deliver', { deaf: deaf ? 1 : 0 });
      return answer ?? undefined;
    },
    forget: async () => {
      await call('POST', '/forget', {});
    },
  };
}
