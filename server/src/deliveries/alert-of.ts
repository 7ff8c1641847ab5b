import { type AlertedDelivery, deliveryAlert } from '../alerts/delivery-alert.ts';
import type { Alert } from '../alerts/store.ts';
import type { DeliveryState } from './delivery.ts';

/** Who has to be told, once, of what has become of a delivery: only of an end that a person must see. */
export function alertOf(
  delivery: AlertedDelivery,
  state: DeliveryState,
  reason: string,
): (Alert & { readonly unitId: number })[] {
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
