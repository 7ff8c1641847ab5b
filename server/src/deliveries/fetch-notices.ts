import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import type { HookRow } from '../webhooks/hook-store.ts';
import { prolongHook } from '../webhooks/hook-store.ts';
import { listenerPatienceMs } from '../webhooks/listen.ts';
import { finishListened, type Listened, readWaitingNotices } from '../webhooks/listen-store.ts';
import type { NoticeSender } from './notice-sender.ts';

/** A notice as it would have been sent. */
export interface FetchedNotice {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const batchSize = 20;
const lookEveryMs = 200;

/** The next notices of a temporary hook, waiting for one to come; those that were told of as done are finished before. Each comes until it is told of. */
export async function fetchNotices(
  parts: { readonly database: Database; readonly notices: Pick<NoticeSender, 'compose'>; readonly now: () => Date },
  { unitId, id, lane }: Pick<HookRow, 'unitId' | 'id' | 'lane'>,
  done: readonly Listened[],
  waitMs: number,
): Promise<FetchedNotice[]> {
  const { database, notices, now } = parts;
  await prolongHook(database, unitId, id, new Date(now().getTime() + listenerPatienceMs));
  await finishListened(database, unitId, lane, done);
  const until = performance.now() + waitMs;
  for (;;) {
    const fetched: FetchedNotice[] = [];
    for (const waiting of await readWaitingNotices(database, unitId, lane, batchSize)) {
      const composed = await notices.compose(unitId, lane, waiting);
      if (composed.ok) fetched.push({ id: waiting.id, headers: composed.headers, body: composed.body });
      else
        await finishListened(database, unitId, lane, [
          { id: waiting.id, state: composed.state, reason: composed.reason },
        ]);
    }
    if (fetched.length > 0 || performance.now() >= until) return fetched;
    await pause(lookEveryMs);
  }
}
