import type { Alert } from './store.ts';

/** What an alert about a delivery needs to know of it. */
export interface AlertedDelivery {
  readonly unitId: number;
  readonly id: string;
  readonly connection: string;
  readonly entity: string;
  readonly recordId: number | null;
}

/** One alert per record and connection: a record that is refused again and again is one thing to mend. */
export function deliveryAlertKey({ connection, entity, recordId, id }: Omit<AlertedDelivery, 'unitId'>): string {
  // Notices are not mended one by one: their receiver is.
  if (connection.startsWith('hook:')) return `delivery/${connection}`;
  return `delivery/${connection}/${entity}/${recordId ?? id}`;
}

export function deliveryAlert(
  delivery: AlertedDelivery,
  kind: 'delivery-failed' | 'delivery-refused' | 'delivery-unknown',
  text: string,
): Alert & { readonly unitId: number } {
  const { unitId, connection, entity, recordId, id: deliveryId } = delivery;
  return {
    ...{ unitId, key: deliveryAlertKey(delivery), kind, connection, entity, deliveryId, text },
    ...(recordId === null ? {} : { recordId }),
  };
}
