import { fileURLToPath } from 'node:url';
import type { GateAnswer } from '../../turnstile/gate.ts';
import { type Call, callsTo } from './call.ts';
import { readAddress } from './counterparty.ts';
import type { Guard } from './guard.ts';
import { type Program, startProgram } from './program.ts';

/** A simulated turnstile (examples/turnstile), a process of its own, and the people who pass it. */
export interface Turnstile extends Pick<Program, 'stop'> {
  readonly url: string;
  /** What Gangway answered; undefined: the cable is pulled, and the pass waits. */
  pass(badge: string, direction: 'IN' | 'OUT', at: string): Promise<GateAnswer | undefined>;
  /** Pulls the cable, or puts it in again: then the answers to what has waited. */
  cut(cut: boolean): Promise<readonly GateAnswer[]>;
  /** Delivers everything once more. */
  again(): Promise<readonly GateAnswer[]>;
}

/** Makes the user of the turnstile, who is in Devices and nothing else, and a token for it. */
export async function makeTurnstileToken(call: Call): Promise<string> {
  const { id } = await call<{ id: number }>('POST', '/rest/v1/1/users', { login: 'turnstile', groups: ['Devices'] });
  const { token } = await call<{ token: string }>('POST', '/api/v1/1/tokens', {
    ...{ name: 'turnstile', userId: id, ipRanges: ['127.0.0.1'], methods: ['POST'], paths: ['/rest/v1/1/time'] },
  });
  return token;
}

export async function startTurnstile(gangway: string, token: string, guard: Guard): Promise<Turnstile> {
  const file = fileURLToPath(new URL('../../turnstile/turnstile.ts', import.meta.url));
  const words = ['--url', gangway, '--token', token, '--device', 'main-gate'];
  const program = await startProgram(file, words, { guard, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await readAddress(program, 'turnstile/turnstile.ts');
  const call = callsTo(url);
  return {
    url,
    stop: () => program.stop(),
    pass: async (badge, direction, at) => {
      const { answer } = await call<{ answer?: GateAnswer }>('POST', '/pass', { badge, direction, at });
      return answer;
    },
    cut: async (cut) => (await call<{ answers: GateAnswer[] }>('POST', '/network', { cut })).answers,
    again: async () => (await call<{ answers: GateAnswer[] }>('POST', '/again', {})).answers,
  };
}
