import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { gangwayRequest } from '../Gangway/transport';

interface Attempt {
  /** `later`: a result that was reported. */
  readonly response: { readonly status?: number | null; readonly later?: true } | null;
}

/**
 * Whether a notice that is known comes again on purpose: where the result comes later, a workflow may report "retry", and a person may say that nothing was done. Both
 * follow on an answer of ours that Gangway has had; a repeat after an answer that was lost, or after an outage of Gangway itself, does not.
 */
export async function isWantedAgain(context: IWebhookFunctions, deliveryId: string): Promise<boolean> {
  const { resultWithin } = context.getNodeParameter('options', {}) as IDataObject;
  if (!resultWithin) return false;
  const path = `/api/v1/{unit}/deliveries/${encodeURIComponent(deliveryId)}`;
  const delivery = await gangwayRequest<{ finishedAt: string | null; attempts: Attempt[] }>(context, { path });
  // What is finished is sent by nobody any more; this is an old one that comes again by another way.
  if (delivery.finishedAt !== null) return false;
  const last = delivery.attempts.at(-1)?.response;
  return last?.later === true || Math.floor((last?.status ?? 0) / 100) === 2;
}
