import { createHmac } from 'node:crypto';
import { type Gangway, type HookFields, NotFoundError } from '../../../sdk/src/index.ts';

/** Who pauses a hook whose receiver was not there for days. */
const byRule = 'Gangway, by rule';
const firstPauseMs = 2_000;
const longestPauseMs = 60_000;

/** Hooks of nodes, for as long as the process runs: a node that is deployed anew with another event ends the hook that it had. */
const hooks = new Map<string, string>();

export interface SubscriptionEvents {
  subscribed(): void;
  /** It goes on trying. */
  failed(words: string): void;
}

/**
 * The secret of a hook, made of the token and the address: nothing needs to be kept, a Node-RED that starts again has the same one, and a new token is a new secret.
 * Whoever has the token can read the records anyway.
 */
export function hookSecretOf(token: string, targetUrl: string): string {
  return `whsec_${createHmac('sha256', token).update(`node-red-contrib-gangway ${targetUrl}`).digest('base64')}`;
}

/** The hook of one node: asked for until Gangway has made it, and ended when the node goes. Gangway may be away when Node-RED starts. */
export class Subscription {
  readonly #gangway: Gangway;
  readonly #nodeId: string;
  readonly #fields: HookFields;
  readonly #events: SubscriptionEvents;
  readonly #stopping = new AbortController();

  constructor(gangway: Gangway, nodeId: string, fields: HookFields, events: SubscriptionEvents) {
    this.#gangway = gangway;
    this.#nodeId = nodeId;
    this.#fields = fields;
    this.#events = events;
  }

  /** Resolves when the hook is there, or when it is not wanted any more. */
  async run(): Promise<void> {
    const { signal } = this.#stopping;
    const isStopped = (): boolean => signal.aborted;
    for (let attempt = 0; !isStopped(); attempt += 1) {
      try {
        await this.#subscribe(signal);
        this.#events.subscribed();
        return;
      } catch (error) {
        if (isStopped()) return;
        this.#events.failed(error instanceof Error ? error.message : String(error));
        await pause(Math.min(firstPauseMs * 2 ** attempt, longestPauseMs), signal);
      }
    }
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** One that is gone already is no error. */
  async end(): Promise<void> {
    const id = hooks.get(this.#nodeId);
    if (id === undefined) return;
    hooks.delete(this.#nodeId);
    // Node-RED waits 15 seconds for a node to close.
    await this.#gangway.hooks.delete(id, { signal: AbortSignal.timeout(10_000) });
  }

  /** The same token that asks for the same event at the same address gets the hook that it has. */
  async #subscribe(signal: AbortSignal): Promise<void> {
    const { id, status, pausedBy } = await this.#gangway.hooks.create(this.#fields, { signal });
    const before = hooks.get(this.#nodeId);
    hooks.set(this.#nodeId, id);
    if (before !== undefined && before !== id) await this.#gangway.hooks.delete(before, { signal });
    // What it had for this node while Node-RED was not there is told now. A person's pause stays.
    if (status === 'paused' && pausedBy === byRule) await this.#resume(id, signal);
  }

  async #resume(id: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#gangway.hooks.resume(id, 'send', { signal });
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
  }
}

/** Resolves after so many milliseconds, or when the signal comes. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
