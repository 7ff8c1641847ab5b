import { raiseAlerts } from '../alerts/store.ts';
import { pauseLanes } from '../connections/lane-store.ts';
import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { durationInWords } from '../configuration/duration.ts';
import { failingForMs, isHookLane } from '../webhooks/hook.ts';
import { dropEndedLanes, findExpiredHooks, readHookOfLane } from '../webhooks/hook-store.ts';
import { endNow } from '../webhooks/manage-hooks.ts';
import { cancelOpenNotices, findLeftovers } from '../webhooks/notice-store.ts';
import { failingAlert } from './failing-alert.ts';
import { findFailingLanes } from './lease-store.ts';
import { byRule } from './notice-sender.ts';

/** A connection or hook that fails for so long is worth a person's eye, even where too little is sent for its breaker to open. */
const alertAfterMs = 5 * 60_000;

export interface HookUpkeepOptions {
  readonly database: Database;
  readonly log: Logger;
  /** Pauses of the unit have changed. */
  readonly changed: (unitId: number) => void;
}

/** Tells of what has been failing for a while, and pauses hooks that have failed for days: their notices are kept until a person lets them go on. */
export async function lookAtFailing({ database, log, changed }: HookUpkeepOptions): Promise<void> {
  for (const lane of await findFailingLanes(database, alertAfterMs)) {
    const { unitId, connection, reason, forMs } = lane;
    const isDead = isHookLane(connection) && forMs >= failingForMs;
    await database.transaction(async (transaction) => {
      await raiseAlerts(transaction, [await failingAlert(transaction, unitId, connection, reason)]);
      if (!isDead) return;
      const words = `It has failed for ${durationInWords(failingForMs)}, last: ${reason}`;
      if ((await pauseLanes(transaction, unitId, connection, byRule, words)) === 0) return;
      const hook = await readHookOfLane(transaction, unitId, connection);
      if (hook === undefined) return;
      const text = `The hook to ${new URL(hook.targetUrl).host} is paused; its notices are kept. ${words} When its receiver is mended, let it go on.`;
      const key = `hook/${hook.id}/hook-paused`;
      await raiseAlerts(transaction, [{ unitId, key, kind: 'hook-paused', text, connection, hookId: hook.id }]);
      transaction.afterCommit(() => {
        log.warn({ event: 'hook.paused', unitId, hookId: hook.id, reason: words });
        changed(unitId);
      });
    });
  }
}

/** Temporary hooks whose time has come end; what a change that was under way at the end of a hook has planned is cancelled; lanes of ended hooks go. */
export async function clearEndedHooks({ database }: HookUpkeepOptions): Promise<void> {
  const expired = Map.groupBy(await findExpiredHooks(database), ({ unitId }) => unitId);
  for (const [unitId, hooks] of expired) {
    const ids = hooks.map(({ id }) => id);
    await database.transaction((transaction) =>
      endNow(transaction, unitId, ids, { by: byRule, reason: 'It was a temporary one, and nobody uses it any more.' }),
    );
  }
  for (const { unitId, lane } of await findLeftovers(database)) {
    await database.transaction((transaction) => cancelOpenNotices(transaction, unitId, lane, 'The hook has ended.'));
  }
  await dropEndedLanes(database);
}
