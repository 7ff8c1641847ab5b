import type { Gangway } from '../../../sdk/src/index.ts';

/**
 * Whether a notice that is known comes again on purpose: where the result comes later, a flow may report "retry", and a person may say that nothing was done. Both follow
 * on an answer of ours that Gangway has had, or on a reported result; a repeat after an answer that was lost, or after an outage of Gangway itself, does not.
 */
export async function isWantedAgain(gangway: Gangway, deliveryId: string): Promise<boolean> {
  const { attempts, finishedAt } = await gangway.deliveries.get(deliveryId);
  // What is finished is sent by nobody any more; this is an old one that comes again by another way.
  if (finishedAt !== null) return false;
  const { later, status } = (attempts.at(-1)?.response ?? {}) as { later?: unknown; status?: unknown };
  return later === true || (typeof status === 'number' && status >= 200 && status < 300);
}
