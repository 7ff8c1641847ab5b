import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { asRefusal } from './connection-fault.ts';

type OnNotice = (payload: string) => void;

export interface Listener {
  listen(channel: string, onNotice: OnNotice): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Waits between attempts to come back: at once first, never longer than a second, because notices wake the dispatcher. */
const reconnectMs = [0, 50, 100, 250, 500, 1000] as const;

/**
 * One connection for all channels, opened with the first of them. When it breaks it is opened again and listens as before;
 * notices sent meanwhile are lost, so everyone is called once with an empty payload then.
 */
export function openListener(config: pg.ClientConfig, onTrouble: (error: Error) => void): Listener {
  const channels = new Map<string, Set<OnNotice>>();
  const closing = new AbortController();
  let client: pg.Client | undefined;
  let opening: Promise<pg.Client> | undefined;

  async function open(): Promise<pg.Client> {
    const fresh = new pg.Client(config);
    fresh.on('notification', ({ channel, payload }) => tell(channels.get(channel), payload ?? ''));
    fresh.on('error', onTrouble);
    try {
      await fresh.connect();
      for (const channel of channels.keys()) await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await fresh.end().catch(() => undefined);
      throw asRefusal(error);
    }
    fresh.once('end', () => void resume(fresh));
    client = fresh;
    return fresh;
  }

  async function resume(broken: pg.Client): Promise<void> {
    if (client !== broken || closing.signal.aborted) return;
    client = undefined;
    for (let attempt = 0; !closing.signal.aborted; attempt += 1) {
      const waitMs = reconnectMs[Math.min(attempt, reconnectMs.length - 1)] ?? 1000;
      try {
        await delay(waitMs, undefined, { signal: closing.signal });
        await connected();
        for (const handlers of channels.values()) tell(handlers, '');
        return;
      } catch (error) {
        if (!closing.signal.aborted && error instanceof Error) onTrouble(error);
      }
    }
  }

  function connected(): Promise<pg.Client> {
    if (client !== undefined) return Promise.resolve(client);
    opening ??= open().finally(() => (opening = undefined));
    return opening;
  }

  async function stop(channel: string, onNotice: OnNotice): Promise<void> {
    const handlers = channels.get(channel);
    handlers?.delete(onNotice);
    if (handlers?.size !== 0) return;
    channels.delete(channel);
    // A connection that breaks just now listens to nothing any more either.
    await client?.query(`unlisten ${pg.escapeIdentifier(channel)}`).catch(() => undefined);
  }

  return {
    async listen(channel, onNotice) {
      const handlers = channels.get(channel);
      if (handlers === undefined) channels.set(channel, new Set([onNotice]));
      else handlers.add(onNotice);
      try {
        const connection = await connected();
        await connection.query(`listen ${pg.escapeIdentifier(channel)}`);
      } catch (error) {
        await stop(channel, onNotice);
        throw asRefusal(error);
      }
      return () => stop(channel, onNotice);
    },
    async close() {
      closing.abort();
      channels.clear();
      const last = client ?? (await opening?.catch(() => undefined));
      client = undefined;
      await last?.end();
    },
  };
}

function tell(handlers: ReadonlySet<OnNotice> | undefined, payload: string): void {
  for (const handler of handlers ?? []) handler(payload);
}
