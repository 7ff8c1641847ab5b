import { GangwayError, NotFoundError, ProblemError, WebhookVerificationError } from './errors.ts';
import type { DeliveryResult, Gangway, GangwayRecord } from './gangway.ts';
import { memorySeen, type Seen } from './seen.ts';
import { type Notice, verifyWebhook, type WebhookHeaders } from './verify-webhook.ts';

/** What a bridge is told, with the record as it is now. */
export interface Told<Type extends object = GangwayRecord> {
  readonly notice: Notice;
  /** undefined: it was deleted meanwhile, or the notice is about no record. */
  readonly record: Type | undefined;
  readonly gangway: Gangway;
}

/**
 * What became of it. Nothing: it was accepted. With `hook: 'later'` a result is reported with `deliveries.result`, so that its `write` comes onto the record, and
 * `'later'` means that the bridge reports itself when it knows.
 */
export type Handled = DeliveryResult | 'later' | undefined;

export interface BridgeOptions<Type extends object = GangwayRecord> {
  readonly gangway: Gangway;
  /** Of the hook: `whsec_...`, or the unit's `whpk_...`; several during a rotation. A function where they are read from a file or store. */
  readonly secrets: string | readonly string[] | (() => readonly string[] | Promise<readonly string[]>);
  /** Does the work. What it throws is told to Gangway, which sends the notice again: see `hook`. */
  readonly handle: (told: Told<Type>) => Handled | Promise<Handled>;
  /**
   * `now` (default): the answer to the notice waits for `handle`, so the work must take less than the hook's time-out (15 s); a failure makes Gangway send the
   * notice again. `later`: for a hook with `answer: { later: true, within }`. The notice is answered once it was kept, and the result is reported when the work is done.
   */
  readonly hook?: 'now' | 'later';
  /** Remembers what was done, so that a repeat does nothing twice. Default: in memory, the last 10,000. A bridge whose work must not be done twice after a crash keeps it on disk. */
  readonly seen?: Seen;
  /** With `hook: 'later'`: keeps a notice durably before it is answered; what it keeps is handled again after a crash by `resume`. */
  readonly keep?: (notice: Notice) => void | Promise<void>;
  /** Told of what went wrong. Gangway is told too, and shows it with the delivery. */
  readonly onError?: (error: unknown, notice: Notice | undefined) => void;
}

export interface Incoming {
  readonly body: string | Uint8Array;
  readonly headers: WebhookHeaders;
}

/** What to answer Gangway. */
export interface Outgoing {
  readonly status: number;
  readonly body: string;
}

export interface Bridge {
  /** Takes a webhook and gives what to answer. Never rejects. */
  receive(incoming: Incoming): Promise<Outgoing>;
  /** The same for `Request` and `Response`: Deno, Bun, workers, frameworks. */
  fetch(request: Request): Promise<Response>;
  /** Does the work of a notice that was kept before a crash. */
  resume(notice: Notice): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

const said = (status: number, text: string): Outgoing => ({ status, body: JSON.stringify({ message: text }) });

/** A receiver of webhooks: verifies, recognises repeats, reads the record, does the work, and reports what became of it. */
export function bridge<Type extends object = GangwayRecord>(options: BridgeOptions<Type>): Bridge {
  const { gangway, handle, seen = memorySeen(), hook = 'now', keep } = options;
  const onError = options.onError ?? (() => undefined);
  const running = new Map<string, Promise<void>>();

  const work = async (notice: Notice): Promise<void> => {
    const { entity, recordId } = notice;
    const record = recordId === null ? undefined : await gangway.records<Type>(entity).find(recordId);
    const handled = await handle({ notice, record, gangway });
    if (hook === 'later' && handled !== 'later') await report(gangway, notice, handled ?? { outcome: 'accepted' });
    if (hook === 'now' && handled !== undefined) {
      throw new GangwayError(
        "A result is reported only for a hook with answer: { later: true, within }. Say hook: 'later'.",
      );
    }
    await seen.add(notice.deliveryId);
  };

  /** A repeat that comes while the first is still under way waits for it. */
  const once = (notice: Notice): Promise<void> => {
    const known = running.get(notice.deliveryId);
    if (known !== undefined) return known;
    const run = work(notice).finally(() => running.delete(notice.deliveryId));
    running.set(notice.deliveryId, run);
    return run;
  };

  /** The work of a hook that is answered later: its failure is a result, too. */
  const inBackground = async (notice: Notice): Promise<void> => {
    try {
      await once(notice);
    } catch (error) {
      onError(error, notice);
      const text = error instanceof Error ? error.message : String(error);
      const failed = { outcome: 'retry', messages: [{ level: 'error', text }] };
      await report(gangway, notice, failed).catch((cause: unknown) => onError(cause, notice));
    }
  };

  const secretsNow = async (): Promise<string | readonly string[]> =>
    typeof options.secrets === 'function' ? options.secrets() : options.secrets;

  const receive = async ({ body, headers }: Incoming): Promise<Outgoing> => {
    let notice: Notice | undefined;
    try {
      notice = await verifyWebhook(body, headers, await secretsNow());
      if (await seen.has(notice.deliveryId)) return said(200, 'This was done before.');
      if (hook === 'now') {
        await once(notice);
        return said(200, 'Done.');
      }
      if (!running.has(notice.deliveryId)) {
        await keep?.(notice);
        void inBackground(notice);
      }
      return said(202, 'Received; the result comes later.');
    } catch (error) {
      onError(error, notice);
      if (error instanceof WebhookVerificationError) return said(401, error.message);
      return said(500, error instanceof Error ? error.message : 'The bridge failed.');
    }
  };

  return {
    receive,
    async fetch(request) {
      if (request.method !== 'POST') return new Response('Webhooks come by POST.\n', { status: 405 });
      const { status, body } = await receive({
        body: new Uint8Array(await request.arrayBuffer()),
        headers: request.headers,
      });
      return new Response(body, { status, headers: { 'content-type': 'application/json' } });
    },
    resume: async (notice) => {
      if (!(await seen.has(notice.deliveryId))) await inBackground(notice);
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled(running.values());
    },
  };
}

/** A result that Gangway has already, because the report was repeated or a person was quicker, is no failure of the bridge. */
async function report(gangway: Gangway, { deliveryId }: Notice, result: DeliveryResult): Promise<void> {
  try {
    await gangway.deliveries.result(deliveryId, result);
  } catch (error) {
    const isOver = error instanceof ProblemError && error.code === 'illegal-state';
    if (isOver || error instanceof NotFoundError) return;
    throw error instanceof GangwayError
      ? error
      : new GangwayError('The result could not be reported.', { cause: error });
  }
}
