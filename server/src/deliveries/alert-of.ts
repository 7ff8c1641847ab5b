import type { Alert } from '../alerts/store.ts';
import type { ClaimedDelivery, DeliveryState } from './delivery.ts';

/** One alert per record and connection: a record that is refused again and again is one thing to mend. */
export function alertKey({
  connection,
  entity,
  recordId,
  id,
}: Pick<ClaimedDelivery, 'connection' | 'entity' | 'recordId' | 'id'>): string {
  return `delivery/${connection}/${entity}/${recordId ?? id}`;
}

/** Who has to be told, once, of what has become of a delivery: only of an end that a person must see. */
export function alertOf(
  delivery: Pick<ClaimedDelivery, 'unitId' | 'connection' | 'entity' | 'recordId' | 'id'>,
  state: DeliveryState,
  reason: string,
): (Alert & { readonly unitId: number })[] {
  const kind = kindOf(state);
  if (!kind) return [];
  const { unitId, connection, entity, recordId, id: deliveryId } = delivery;
  return [
    {
      ...{ unitId, key: alertKey(delivery), kind, connection, entity, deliveryId, text: reason },
      ...(recordId === null ? {} : { recordId }),
    },
  ];
}

function kindOf(state: DeliveryState): Alert['kind'] | undefined {
  switch (state) {
    case 'failed':
      return 'delivery-failed';
    case 'refused':
      return 'delivery-refused';
    case 'unknown':
      return 'delivery-unknown';
    default:
      return undefined;
  }
}
