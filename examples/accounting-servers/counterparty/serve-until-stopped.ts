import type { Counterparty } from './start-counterparty.ts';

/** Prints the one line that other programs read the address from, and stops on SIGTERM or SIGINT with exit code 0. */
export function serveUntilStopped(title: string, counterparty: Counterparty): void {
  console.log(`${title} listens on ${counterparty.url}`);
  const stop = (): void => {
    void counterparty.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
