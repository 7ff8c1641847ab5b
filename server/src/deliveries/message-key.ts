import { createHash } from 'node:crypto';

/**
 * `message.key`: the same for every delivery of this record with this template to this connection, in every installation that holds the record.
 * 36 characters in the form of a UUID (version 8, RFC 9562), for counterparties that recognise repeats by a key of their own.
 */
export function messageKey(about: {
  readonly unitId: number;
  readonly connection: string;
  readonly template: string | null;
  readonly entity: string;
  readonly recordId: number | null;
  /** Stands for the record where there is none. */
  readonly eventId: string;
}): string {
  const parts = [about.unitId, about.connection, about.template, about.entity, about.recordId ?? about.eventId];
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
