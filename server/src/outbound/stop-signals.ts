import type { Exchange } from './exchange.ts';

export const stoppedFault = {
  stage: 'stopped',
  code: 'stopped',
  sentence: 'The request was stopped.',
  passing: false,
} as const;

/**
 * Exchanges by the signal that stops them. Thousands share the one signal of a stopping process, and a listener for each of them would cost more
 * than the request does, so each signal is listened to once.
 */
export class StopSignals {
  readonly #exchanges = new WeakMap<AbortSignal, Set<Exchange>>();

  watch(signal: AbortSignal, exchange: Exchange): void {
    if (signal.aborted) {
      exchange.fail(stoppedFault);
      return;
    }
    const together = this.#exchanges.get(signal) ?? this.#listen(signal);
    together.add(exchange);
    exchange.onSettled = () => together.delete(exchange);
  }

  #listen(signal: AbortSignal): Set<Exchange> {
    const together = new Set<Exchange>();
    this.#exchanges.set(signal, together);
    signal.addEventListener(
      'abort',
      () => {
        for (const exchange of [...together]) exchange.fail(stoppedFault);
      },
      { once: true },
    );
    return together;
  }
}
