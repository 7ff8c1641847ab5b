import type { Alert } from '../alerts/store.ts';
import type { Queryable } from '../database/database.ts';
import { isHookLane } from '../webhooks/hook.ts';
import { readHookOfLane } from '../webhooks/hook-store.ts';

/** One alert for a connection or hook, from its first trouble until it answers again. */
export const failingKey = (lane: string): string => `connection/${lane}`;

export async function failingAlert(
  queryable: Queryable,
  unitId: number,
  lane: string,
  reason: string,
): Promise<Alert & { readonly unitId: number }> {
  const common = { unitId, key: failingKey(lane), connection: lane };
  const hook = isHookLane(lane) ? await readHookOfLane(queryable, unitId, lane) : undefined;
  if (hook === undefined) {
    const text = `The connection "${lane}" is not available: ${reason} Its messages wait and lose no attempt; it is asked again by itself.`;
    return { ...common, kind: 'connection-failing', text };
  }
  const name = hook.name === null ? `to ${new URL(hook.targetUrl).host}` : `"${hook.name}"`;
  const text = `The hook ${name} fails: ${reason} Its notices are kept and tried again by themselves.`;
  return { ...common, kind: 'hook-failing', text, hookId: hook.id };
}
