import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ReceivedRequest } from '../../accounting-servers/counterparty/received.ts';
import { DemoFailure } from '../failure.ts';
import { type Call, callsTo } from './call.ts';
import type { Guard } from './guard.ts';
import { type Program, startProgram } from './program.ts';

/** A simulated accounting server (examples/accounting-servers) and its orders for demonstrations. */
export interface Counterparty extends Pick<Program, 'stop'> {
  readonly url: string;
  readonly call: Call;
  /** What it does with the requests to come; see examples/accounting-servers/README.md. */
  outage(mode: 'off' | 'refuse' | 'stall', times?: number): Promise<void>;
  received(): Promise<readonly ReceivedRequest[]>;
}

export async function startCounterparty(file: string, words: readonly string[], guard: Guard): Promise<Counterparty> {
  const path = fileURLToPath(new URL(`../../accounting-servers/${file}`, import.meta.url));
  const program = await startProgram(path, words, { guard, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await readAddress(program, `accounting-servers/${file}`);
  const call = callsTo(url);
  return {
    url,
    call,
    stop: () => program.stop(),
    outage: async (mode, times) => {
      await call('POST', '/control/outage', { mode, ...(times === undefined ? {} : { times }) });
    },
    received: () => call('GET', '/control/received'),
  };
}

/** Its first line ends with the address on which it listens. */
export async function readAddress({ process }: Program, file: string): Promise<string> {
  if (process.stdout) {
    for await (const line of createInterface({ input: process.stdout })) {
      const url = /http:\/\/\S+$/.exec(line)?.[0];
      if (url !== undefined) return url;
    }
  }
  throw new DemoFailure(`examples/${file} has not started.`);
}
