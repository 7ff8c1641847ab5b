import type { JsonObject, RecordEvent } from '../records/types.ts';

/** What a notice needs to know of its event: what table `events` keeps. */
export type NoticedEvent = Pick<
  RecordEvent,
  'id' | 'at' | 'entity' | 'recordId' | 'registration' | 'revision' | 'changes'
> & { readonly unitId: number };

/** A thin notice: which record, what happened, when, and where it can be had. No value of the record is in it. */
export interface Notice {
  /** Of the event; hooks that hear of the same event get the same. */
  readonly id: string;
  readonly type: string;
  readonly createdAt: string;
  readonly unit: number;
  readonly entity: string;
  readonly recordId: number | null;
  readonly registration: string | null;
  readonly revision: number | null;
  /** Names of the fields that changed; none for what was created, deleted or asked for. */
  readonly change: { readonly fields: readonly string[] };
  /** Where the record, or the alerts, can be read; null: an event without a record. */
  readonly url: string | null;
  /** The same in every attempt, as in the header webhook-id. */
  readonly deliveryId: string;
}

/** payload: full */
export interface FullNotice extends Notice {
  /** As the owner of the hook may read it; null: it was deleted, or there is none. */
  readonly record: JsonObject | null;
}

/** A thin notice is far below the 256 KB that the rules of the sender allow: a change of very many fields names this many of them. */
const mostFields = 1_000;

export function thinNotice(
  event: NoticedEvent,
  about: { readonly type: string; readonly deliveryId: string; readonly publicUrl: string },
): Notice {
  const { id, at, unitId, entity, recordId, registration, revision, changes } = event;
  return {
    id,
    type: about.type,
    createdAt: at.toISOString(),
    unit: unitId,
    entity,
    recordId,
    registration,
    revision,
    change: { fields: changedFields(changes) },
    url: urlOf(event, about.publicUrl),
    deliveryId: about.deliveryId,
  };
}

function urlOf({ unitId, entity, recordId }: NoticedEvent, publicUrl: string): string | null {
  if (entity === 'alerts') return `${publicUrl}/api/v1/${unitId}/alerts?open=true`;
  return recordId === null ? null : `${publicUrl}/rest/v1/${unitId}/${entity}?id=${recordId}`;
}

/** `lines[2].unitPrice` and `lines[2].quantity` are one field of the record: `lines`. Properties are named one by one. */
export function changedFields(changes: RecordEvent['changes']): string[] {
  const names = Object.keys(changes).map((path) => /^(?:properties\.)?[^.[]+/.exec(path)?.[0] ?? path);
  return [...new Set(names)].slice(0, mostFields).map((name) => name.slice(0, 200));
}

/** The bytes of a notice; two calls with the same notice give the same. */
export const noticeBytes = (notice: Notice | FullNotice): Buffer => Buffer.from(JSON.stringify(notice));
