import type { Database } from '../database/database.ts';
import { loadRelated, snapshotOf } from '../records/snapshot.ts';
import { readRecords } from '../records/store.ts';
import type { Definitions, RecordEvent, RecordRow } from '../records/types.ts';
import type { UnitPlan, UnitPlans } from '../triggers/unit-plan.ts';
import { freezePayload } from './claim-store.ts';
import type { ClaimedDelivery } from './delivery.ts';
import type { LiveConfiguration } from './live-configuration.ts';
import type { LiveRoute } from './live-routes.ts';
import { readEventFacts } from './settle-store.ts';

/** A record's snapshot, and the entities by which it is read. */
export interface Source {
  readonly snapshot: string;
  readonly definitions: Definitions;
}

/**
 * What a message is made of: the snapshot of its event; with `payload: latest` the record as it is at the first attempt, frozen before anything
 * is sent, so that the later attempts carry the same bytes. undefined: it is not kept any more.
 */
export function messageSource(parts: {
  readonly database: Database;
  readonly plans: UnitPlans;
  readonly live: LiveConfiguration;
}) {
  return async (delivery: ClaimedDelivery, route: LiveRoute): Promise<Source | undefined> => {
    const { plan } = await parts.live.unit(delivery.unitId);
    const latest = route.content.payload === 'latest' && !delivery.isFrozen && delivery.recordId !== null;
    const text = latest ? await freezeLatest(parts.database, plan, delivery, delivery.recordId) : delivery.snapshot;
    return text === null || text === undefined ? undefined : { snapshot: text, definitions: plan.definitions };
  };
}

async function freezeLatest(
  database: Database,
  plan: UnitPlan,
  delivery: ClaimedDelivery,
  recordId: number,
): Promise<string | undefined> {
  return database.transaction(async (transaction) => {
    const [row] = await readRecords(transaction, delivery.unitId, [{ entity: delivery.entity, id: recordId }]);
    if (!row) return undefined;
    const event = await eventAround(database, delivery, row);
    const related = await loadRelated(transaction, event, plan.definitions, new Map());
    const text = snapshotOf(event, related, plan);
    await freezePayload(transaction, delivery.unitId, delivery.id, text);
    return text;
  });
}

async function eventAround(database: Database, delivery: ClaimedDelivery, row: RecordRow): Promise<RecordEvent> {
  const facts = await readEventFacts(database, delivery.unitId, delivery.eventId);
  return {
    ...{
      unitId: delivery.unitId,
      id: delivery.eventId,
      at: facts?.at ?? row.updatedAt,
      kind: facts?.kind ?? 'updated',
      names: facts?.names ?? [],
    },
    ...{ entity: row.entity, recordId: row.id, registration: row.registration, revision: row.revision },
    ...{
      userId: facts?.userId ?? null,
      userName: facts?.userName ?? '',
      origin: facts?.origin ?? 'system',
      changes: facts?.changes ?? {},
    },
    ...{ before: row, after: row },
  };
}
