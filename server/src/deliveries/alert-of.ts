import { type AlertedDelivery, deliveryAlert } from '../alerts/delivery-alert.ts';
import type { Alert } from '../alerts/store.ts';
import { isHookLane } from '../webhooks/hook.ts';
import type { DeliveryState } from './delivery.ts';

/** Who has to be told, once, of what has become of a delivery: only of an end that a person must see. */
export function alertOf(
  delivery: AlertedDelivery,
  state: DeliveryState,
  reason: string,
): (Alert & { readonly unitId: number })[] {
  // A hook that fails is one thing to mend, not one for each of its notices; the hook has alerts of its own (failing-alert.ts).
  if (isHookLane(delivery.connection) && state !== 'failed') return [];
  switch (state) {
    case 'failed':
      return [deliveryAlert(delivery, 'delivery-failed', reason)];
    case 'refused':
      return [deliveryAlert(delivery, 'delivery-refused', reason)];
    case 'unknown':
      return [deliveryAlert(delivery, 'delivery-unknown', reason)];
    default:
      return [];
  }
}
