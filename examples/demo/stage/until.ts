import { setTimeout as pause } from 'node:timers/promises';
import { DemoFailure } from '../failure.ts';

const pollMs = 25;
const patienceMs = 20_000;

/** Reads again and again until the value is there. Fails with a sentence that begins with `what`, such as "Pohoda has not booked UA-0114". */
export async function until<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new DemoFailure(`${what} within ${patienceMs / 1000} s.`);
    await pause(pollMs);
  }
}
