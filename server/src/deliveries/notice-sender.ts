import { raiseAlerts } from '../alerts/store.ts';
import type { SecretKeys } from '../configuration/seal.ts';
import { pauseLanes } from '../connections/lane-store.ts';
import type { Database } from '../database/database.ts';
import type { Outbound } from '../outbound/send-request.ts';
import type { DueHook } from '../webhooks/due-hook-store.ts';
import { endNow } from '../webhooks/manage-hooks.ts';
import type { ClaimedDelivery } from './delivery.ts';
import { secretSource } from './live-connection.ts';
import type { LiveConfiguration } from './live-configuration.ts';
import type { LiveRoutes } from './live-routes.ts';
import { NoticeSource } from './notice-source.ts';
import type { WaitingNotice } from '../webhooks/listen-store.ts';
import { headersOf, type HookTest, judgeHook, type NoticeSurroundings, sendNotice, testNotice } from './send-notice.ts';
import type { Settlement } from './settle.ts';

export interface NoticeSenderOptions {
  readonly database: Database;
  readonly keys: SecretKeys;
  readonly outbound: Outbound;
  readonly live: LiveConfiguration;
  readonly routes: LiveRoutes;
  /** With what the links in notices begin. */
  readonly publicUrl: () => string;
  readonly maySend: (timeoutMs: number) => boolean;
  /** Pauses of the unit have changed. */
  readonly changed: (unitId: number) => void;
}

export type ComposedNotice =
  | { readonly ok: true; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | { readonly ok: false; readonly state: 'cancelled' | 'failed'; readonly reason: string };

/** Who pauses a hook that cannot go on; a person's "this copy may send" does not end such a pause. */
export const byRule = 'Gangway, by rule';

/** Sends notices, and carries out what that means for their hooks. */
export class NoticeSender {
  readonly #options: NoticeSenderOptions;
  readonly #surroundings: NoticeSurroundings;

  constructor(options: NoticeSenderOptions) {
    const { database, keys, outbound, live, routes, publicUrl, maySend } = options;
    this.#options = options;
    const groupRights = async (unitId: number) => (await live.unit(unitId)).plan.groupRights;
    this.#surroundings = {
      source: new NoticeSource({ database, keys, publicUrl, groupRights }),
      ...{ outbound, maySend },
      routeOf: (unitId, routeId) => routes.get(unitId, routeId),
      secretsOf: async (unitId) => secretSource((await live.unit(unitId)).secrets),
      pause: (hook, reason) => this.#pause(hook, reason),
      end: (hook, reason) => this.#end(hook, reason),
      nowMs: Date.now,
      random: Math.random,
    };
  }

  send(delivery: ClaimedDelivery): Promise<Settlement> {
    return sendNotice(delivery, this.#surroundings);
  }

  /** Sends a notice that is no delivery, also of a paused hook: what comes of it is told to whoever asked. */
  readonly test = async (
    unitId: number,
    lane: string,
    notice: { readonly id: string; readonly body: Uint8Array },
  ): Promise<HookTest> => {
    const { source } = this.#surroundings;
    const hook = await source.hook(unitId, lane);
    const opened = hook && source.opener.vault(hook);
    if (hook === undefined || opened === undefined) {
      const sentence = 'The hook is not there any more, or its secrets cannot be opened.';
      return { ok: false, sentence, status: null, durationMs: 0, answer: null };
    }
    return testNotice({ ...notice, unitId }, hook, opened, this.#surroundings);
  };

  /** A notice that is fetched instead of sent, as it would have been sent. */
  async compose(unitId: number, lane: string, waiting: WaitingNotice): Promise<ComposedNotice> {
    const { source } = this.#surroundings;
    const hook = await source.hook(unitId, lane);
    const opened = hook && source.opener.vault(hook);
    const stop =
      hook === undefined || opened === undefined ? 'There is no such hook any more.' : judgeHook(hook)?.reason;
    if (hook === undefined || opened === undefined || stop !== undefined) {
      return { ok: false, state: 'cancelled', reason: stop ?? '' };
    }
    const { frozen, ...rest } = waiting;
    const body = await source.body(
      { ...rest, unitId, isFrozen: frozen !== null, snapshot: frozen, bodyKept: false },
      hook,
    );
    if (!body.ok) return body;
    const headers = await headersOf(
      { id: waiting.id, unitId, tries: 1 },
      hook,
      opened.vault,
      body.bytes,
      this.#surroundings,
    );
    if (!headers.ok) return { ok: false, state: 'failed', reason: headers.reason };
    return { ok: true, headers: headers.headers, body: Buffer.from(body.bytes).toString('utf8') };
  }

  async #pause(hook: DueHook, reason: string): Promise<void> {
    const { database, changed } = this.#options;
    await database.transaction(async (transaction) => {
      if ((await pauseLanes(transaction, hook.unitId, hook.lane, byRule, reason)) === 0) return;
      const text = `The hook to ${hostIn(hook)} is paused; its notices are kept. ${reason} Then let it go on, or delete it.`;
      await raiseAlerts(transaction, [alertOf(hook, 'hook-paused', text)]);
      transaction.afterCommit(() => changed(hook.unitId));
    });
  }

  async #end(hook: DueHook, reason: string): Promise<void> {
    await this.#options.database.transaction(async (transaction) => {
      const ended = await endNow(transaction, hook.unitId, [hook.id], { by: byRule, reason });
      if (ended === 0) return;
      await raiseAlerts(transaction, [alertOf(hook, 'hook-ended', `The hook to ${hostIn(hook)} has ended. ${reason}`)]);
    });
  }
}

const hostIn = ({ targetUrl }: DueHook): string => new URL(targetUrl).host;

function alertOf({ unitId, id, lane }: DueHook, kind: 'hook-paused' | 'hook-ended', text: string) {
  return { unitId, key: `hook/${id}/${kind}`, kind, text, connection: lane, hookId: id };
}
