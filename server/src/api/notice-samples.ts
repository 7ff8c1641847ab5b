import { type AlertRow, listAlerts } from '../alerts/store.ts';
import type { Viewer } from '../access/rights.ts';
import type { Queryable } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { kindOf } from '../records/entity-kind.ts';
import { readable } from '../records/acl.ts';
import { readRecords } from '../records/store.ts';
import { toWire } from '../records/to-wire.ts';
import type { EntityDefinition, JsonObject, RecordRow } from '../records/types.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import { alertOpened, alertResolved } from '../webhooks/event-kinds.ts';
import { type FullNotice, type Notice, type NoticedEvent, thinNotice } from '../webhooks/notice.ts';
import { readEventsNamed, readNewestRecords } from '../webhooks/sample-store.ts';
import type { ApiParts } from './parts.ts';
import { sampleRecord } from './sample-record.ts';

const mostSamples = 3;

type SampleParts = Pick<ApiParts, 'database' | 'plans' | 'publicUrl' | 'now'>;
type SampleViewer = Viewer & { readonly unitId: number };

/**
 * Notices of an event as hooks get them, for a person who sets a receiver up: of the last such events, else of the newest records, else of a made-up one. Never
 * empty, and always of the shape of a real notice. Only of records that the viewer may read.
 */
export async function noticeSamples(
  parts: SampleParts,
  viewer: SampleViewer,
  event: string | null,
  full: boolean,
): Promise<(Notice | FullNotice)[]> {
  const { database, plans } = parts;
  const plan = await database.transaction((transaction) => plans.current(transaction, viewer.unitId));
  const type = event ?? 'documents.updated';
  if (type === alertOpened || type === alertResolved) return alertSamples(parts, viewer, type, full);
  const entity = entityOf(plan, type);
  const found = await realEvents(database, viewer, type, entity);
  const events = found.length > 0 ? found : [madeUp(parts, plan, viewer.unitId, entity)];
  return events.map(({ row, ...noticed }) => {
    const notice = thinNotice(noticed, { type, deliveryId: newId(), publicUrl: parts.publicUrl() });
    return full ? { ...notice, record: row === null ? null : toWire(row) } : notice;
  });
}

/** Of the last alerts, else of a made-up one. Only operators may ask for them (api/events.ts). */
async function alertSamples(
  { database, publicUrl, now }: SampleParts,
  { unitId }: SampleViewer,
  type: string,
  full: boolean,
): Promise<(Notice | FullNotice)[]> {
  const ended = type === alertResolved;
  const found = await listAlerts(database, unitId, { limit: mostSamples, ...(ended ? { open: false } : {}) });
  const alerts = found.length > 0 ? found : [madeUpAlert(now(), ended)];
  return alerts.map((alert) => {
    const event = { id: newId(), at: alert.resolvedAt ?? alert.at, unitId, entity: 'alerts', recordId: null };
    const noticed = { ...event, registration: alert.id, revision: null, changes: {} };
    const notice = thinNotice(noticed, { type, deliveryId: newId(), publicUrl: publicUrl() });
    return full ? { ...notice, record: { ...alert } } : notice;
  });
}

function madeUpAlert(at: Date, ended: boolean): AlertRow {
  return {
    ...{ id: newId(), key: 'delivery/accounting/documents/1', kind: 'delivery-refused', at },
    text: 'accounting has refused the document 2026-0001: The VAT code is not known.',
    ...{ entity: 'documents', recordId: 1, connection: 'accounting', deliveryId: newId() },
    ...(ended ? { resolvedAt: at, resolvedBy: 'Gangway' } : { resolvedAt: null, resolvedBy: null }),
  };
}

type Sample = NoticedEvent & { readonly row: RecordRow | null };

/** `documents.approved` -> documents; a name that a trigger gave may begin with anything. */
function entityOf(plan: UnitPlan, type: string): string {
  const emitter = plan.triggers.find(({ trigger }) => trigger.emit === type)?.trigger;
  const named = type.slice(0, type.indexOf('.'));
  if (plan.definitions.has(named) || named === 'alerts') return named;
  return emitter?.entity ?? '';
}

async function realEvents(queryable: Queryable, viewer: SampleViewer, type: string, entity: string): Promise<Sample[]> {
  if (entity === '' || entity === 'alerts') return [];
  const { unitId } = viewer;
  // More than are shown, because some may not be shown to this viewer.
  const events = await readEventsNamed(queryable, unitId, entity, type, mostSamples * 10);
  const keys = events.flatMap(({ recordId }) => (recordId === null ? [] : [{ entity, id: recordId }]));
  const rows = new Map((await readRecords(queryable, unitId, keys)).map((row) => [row.id, row]));
  const told = events.flatMap((event): Sample[] => {
    const row = readable(rows.get(event.recordId ?? 0), viewer);
    return row === undefined ? [] : [{ ...event, row }];
  });
  if (told.length > 0) return told.slice(0, mostSamples);
  const newest = await readNewestRecords(queryable, unitId, entity, mostSamples * 10);
  return newest
    .flatMap((row) => readable(row, viewer) ?? [])
    .slice(0, mostSamples)
    .map((row) => ({
      ...{ id: newId(), at: row.updatedAt, unitId, entity, recordId: row.id, registration: row.registration },
      ...{ revision: row.revision, changes: { status: [null, null] }, row },
    }));
}

function madeUp({ now }: SampleParts, plan: UnitPlan, unitId: number, entity: string): Sample {
  const at = now();
  const definition: EntityDefinition | undefined = plan.definitions.get(entity);
  const base = { id: newId(), at, unitId, entity, changes: {} };
  if (definition === undefined) {
    const registration = entity === 'alerts' ? newId() : null;
    return { ...base, recordId: null, registration, revision: null, row: null };
  }
  const [type = null] = Object.keys(definition.types ?? {});
  const data: JsonObject = sampleRecord(kindOf(definition, type), type);
  const row = {
    ...{ unitId, entity, id: 1, registration: '2026-0001', revision: 1, type, status: null, data },
    ...{ exports: {}, createdAt: at, updatedAt: at, deletedAt: null },
  };
  return { ...base, recordId: row.id, registration: row.registration, revision: row.revision, row };
}
