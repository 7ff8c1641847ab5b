import type { RecordKey } from '../records/types.ts';

/** How many ids one event names; a page that shows more reads everything again anyway. */
export const mostIds = 100;

/** A delivery or record that has changed, with the record that decides who may hear of it. */
export interface ChangedRow {
  readonly id: string | number;
  readonly entity: string;
  readonly recordId: number | null;
}

/** What has changed in a unit since the last look. */
export interface UnitChanges {
  readonly deliveries: readonly ChangedRow[];
  /** There were more than are named. */
  readonly moreDeliveries: boolean;
  readonly records: readonly RecordKey[];
  readonly moreRecords: boolean;
  readonly alerts: boolean;
  readonly connections: readonly string[];
  readonly jobs: readonly string[];
  readonly configuration: readonly { readonly kind: string; readonly name: string }[];
}

export type LiveEvent =
  | { readonly event: 'deliveries'; readonly data: { readonly ids: readonly string[]; readonly more: boolean } }
  | {
      readonly event: 'records';
      readonly data: { readonly entity: string; readonly ids: readonly number[]; readonly more: boolean };
    }
  | { readonly event: 'alerts'; readonly data: Readonly<Record<string, never>> }
  | { readonly event: 'connections'; readonly data: { readonly names: readonly string[] } }
  | { readonly event: 'configuration'; readonly data: { readonly kind: string; readonly name: string } }
  | { readonly event: 'jobs'; readonly data: { readonly ids: readonly string[] } }
  /** What was told may have been lost: read everything again. */
  | { readonly event: 'reset'; readonly data: Readonly<Record<string, never>> };

/** Who listens, as far as what they are told depends on it. */
export interface Listener {
  /** Whether the row's record may be seen. */
  readonly sees: (row: { readonly entity: string; readonly recordId: number | null }) => boolean;
  /** Configuration and jobs are for those who may read them. */
  readonly configures: boolean;
}

/** Configuration that decides what everybody's pages look like. */
const forEverybody: ReadonlySet<string> = new Set(['entities', 'views', 'groups']);

/** The changes as this listener may hear of them; pure. */
export function eventsFor(changes: UnitChanges, { sees, configures }: Listener): LiveEvent[] {
  const events: LiveEvent[] = [];
  const deliveries = changes.deliveries.filter(sees).map(({ id }) => String(id));
  if (deliveries.length > 0 || changes.moreDeliveries) {
    const more = changes.moreDeliveries || deliveries.length > mostIds;
    events.push({ event: 'deliveries', data: { ids: deliveries.slice(0, mostIds), more } });
  }
  const records = changes.records.filter(({ entity, id }) => sees({ entity, recordId: id }));
  for (const [entity, own] of Map.groupBy(records, (record) => record.entity)) {
    const ids = [...new Set(own.map(({ id }) => id))];
    const more = changes.moreRecords || ids.length > mostIds;
    events.push({ event: 'records', data: { entity, ids: ids.slice(0, mostIds), more } });
  }
  if (changes.alerts) events.push({ event: 'alerts', data: {} });
  if (changes.connections.length > 0) events.push({ event: 'connections', data: { names: changes.connections } });
  for (const { kind, name } of changes.configuration) {
    if (configures || forEverybody.has(kind)) events.push({ event: 'configuration', data: { kind, name } });
  }
  if (configures && changes.jobs.length > 0) events.push({ event: 'jobs', data: { ids: changes.jobs } });
  return events;
}

/** As the stream carries it (the HTML standard, 9.2). The data are JSON of one line. */
export function eventText(id: number, { event, data }: LiveEvent): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
