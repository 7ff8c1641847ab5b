import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { asRefusal } from './connection-fault.ts';

type OnNotice = (payload: string) => void;

/** Waits between attempts to come back: at once first, never longer than a second, because notices wake the dispatcher. */
const reconnectMs = [0, 50, 100, 250, 500] as const;
const longestReconnectMs = 1000;

/**
 * One connection for all channels, opened with the first of them. When it breaks it is opened again and listens as before;
 * notices sent meanwhile are lost, so everyone is called once with an empty payload then.
 */
export class Listener {
  readonly #config: pg.ClientConfig;
  readonly #onTrouble: (error: Error) => void;
  readonly #channels = new Map<string, Set<OnNotice>>();
  readonly #closing = new AbortController();
  #client: pg.Client | undefined;
  #opening: Promise<pg.Client> | undefined;

  constructor(config: pg.ClientConfig, onTrouble: (error: Error) => void) {
    this.#config = config;
    this.#onTrouble = onTrouble;
  }

  async listen(channel: string, onNotice: OnNotice): Promise<() => Promise<void>> {
    const handlers = this.#channels.get(channel) ?? new Set();
    this.#channels.set(channel, handlers.add(onNotice));
    try {
      const client = await this.#connected();
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await this.#stop(channel, onNotice);
      throw asRefusal(error);
    }
    return () => this.#stop(channel, onNotice);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#channels.clear();
    const last = this.#client ?? (await this.#opening?.catch(() => undefined));
    this.#client = undefined;
    await last?.end();
  }

  #connected(): Promise<pg.Client> {
    if (this.#client !== undefined) return Promise.resolve(this.#client);
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  async #open(): Promise<pg.Client> {
    const client = new pg.Client(this.#config);
    client.on('notification', ({ channel, payload }) => tell(this.#channels.get(channel), payload ?? ''));
    client.on('error', this.#onTrouble);
    try {
      await client.connect();
      for (const channel of this.#channels.keys()) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw asRefusal(error);
    }
    client.once('end', () => void this.#resume(client));
    this.#client = client;
    return client;
  }

  async #resume(broken: pg.Client): Promise<void> {
    if (this.#client !== broken) return;
    this.#client = undefined;
    const { signal } = this.#closing;
    for (let attempt = 0; ; attempt += 1) {
      try {
        await delay(reconnectMs[attempt] ?? longestReconnectMs, undefined, { signal });
        await this.#connected();
        for (const handlers of this.#channels.values()) tell(handlers, '');
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Error) this.#onTrouble(error);
      }
    }
  }

  async #stop(channel: string, onNotice: OnNotice): Promise<void> {
    const handlers = this.#channels.get(channel);
    handlers?.delete(onNotice);
    if (handlers?.size !== 0) return;
    this.#channels.delete(channel);
    // A connection that breaks just now listens to nothing any more either.
    await this.#client?.query(`unlisten ${pg.escapeIdentifier(channel)}`).catch(() => undefined);
  }
}

function tell(handlers: ReadonlySet<OnNotice> | undefined, payload: string): void {
  for (const handler of handlers ?? []) handler(payload);
}
