import { deliveryAlertKey } from '../alerts/delivery-alert.ts';
import { raiseAlerts, resolveAlerts } from '../alerts/store.ts';
import type { Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { moveKeys } from '../records/move-keys.ts';
import { insertEvents, lockRecords, writeRecords } from '../records/store.ts';
import type { Definitions, RecordEvent, RecordKey, RecordRow, SeenRecord } from '../records/types.ts';
import { writeBackActor } from '../triggers/failed-marks.ts';
import { releaseSuccessors } from '../triggers/order-store.ts';
import type { RouteContent } from '../triggers/route.ts';
import { alertOf } from './alert-of.ts';
import type { Fate } from './decide-fate.ts';
import { type ClaimedDelivery, openStates } from './delivery.ts';
import type { Verdict } from './judge-answer.ts';
import { applyWriteBack } from './write-back.ts';

/** A delivery whose state moves, by an attempt that has ended or by a person's or a bridge's word. */
export interface Outcome {
  readonly delivery: Pick<ClaimedDelivery, 'unitId' | 'id' | 'connection' | 'entity' | 'recordId'>;
  readonly verdict: Pick<Verdict, 'write' | 'writeAlways'>;
  readonly fate: { readonly state: Fate['state'] | 'cancelled'; readonly reason: string };
  readonly route: Pick<RouteContent, 'mark'>;
}

/** What the unit's configuration says at the moment. */
export interface OutcomeSurroundings {
  readonly definitions: Definitions;
  readonly zone: string;
  /** Triggers that ask for write-backs; gives the lanes that have new deliveries. */
  readonly observe: (transaction: Transaction, event: RecordEvent) => Promise<readonly number[]>;
}

export type LockedRecords = Map<string, RecordRow>;

const keyOf = ({ entity, recordId }: { entity: string; recordId: number | null }): string =>
  `${entity}/${recordId ?? ''}`;

/**
 * Locks the records first of all, in the order of their ids: two settling batches and a person's edit can never wait for each other in a circle,
 * and a change that plans a successor is either committed, and seen by the release in applyOutcomes, or waits for us.
 */
export async function lockRecordsOf(
  transaction: Transaction,
  unitId: number,
  outcomes: readonly (Pick<Outcome, 'delivery'> & { readonly seen?: SeenRecord | null })[],
): Promise<LockedRecords> {
  const keys = new Map<string, RecordKey | SeenRecord>();
  for (const { delivery, seen } of outcomes) {
    const { entity, recordId } = delivery;
    if (recordId === null) continue;
    keys.set(keyOf(delivery), seen?.entity === entity && seen.id === recordId ? seen : { entity, id: recordId });
  }
  const rows = keys.size === 0 ? [] : await lockRecords(transaction, unitId, [...keys.values()]);
  return new Map(rows.map((row) => [`${row.entity}/${row.id}`, row]));
}

/** Writes what moved deliveries mean beyond their own row: record, mark, exports, event, alerts, the record's next message. Gives the lanes to wake. */
export async function applyOutcomes(
  transaction: Transaction,
  unitId: number,
  outcomes: readonly Outcome[],
  records: LockedRecords,
  surroundings: OutcomeSurroundings,
): Promise<number[]> {
  const written = await writeAnswers(transaction, records, outcomes, surroundings);
  // A delivery that arrived ends the alert that an earlier one of its record may have raised.
  const arrived = outcomes.filter(({ fate }) => fate.state === 'delivered');
  const ended = outcomes.filter(({ fate }) => !isOpen(fate.state));
  // Sent together and carried out in this order: none needs another's answer, and waiting for each took most of the time of a batch.
  const [released] = await Promise.all([
    releaseSuccessors(
      transaction,
      unitId,
      ended.flatMap(({ delivery }) => recordLane(delivery)),
    ),
    writeRecords(transaction, written.rows),
    insertEvents(transaction, written.events),
    raiseAlerts(
      transaction,
      outcomes.flatMap(({ delivery, fate }) => alertOf(delivery, fate.state, fate.reason)),
    ),
    resolveAlerts(
      transaction,
      unitId,
      arrived.map(({ delivery }) => deliveryAlertKey(delivery)),
      'Gangway',
    ),
  ]);
  const wake = released.map(({ laneId }) => laneId);
  for (const event of written.events) wake.push(...(await surroundings.observe(transaction, event)));
  return wake;
}

const isOpen = (state: string): boolean => (openStates as readonly string[]).includes(state);

function recordLane({ connection, entity, recordId }: Outcome['delivery']) {
  return recordId === null ? [] : [{ connection, entity, recordId }];
}

/** Lays every answer over its record; several answers for one record follow one another. */
async function writeAnswers(
  transaction: Transaction,
  records: LockedRecords,
  outcomes: readonly Outcome[],
  { definitions, zone }: OutcomeSurroundings,
): Promise<{ rows: RecordRow[]; events: RecordEvent[] }> {
  const now = new Date();
  const changed = new Map<string, RecordRow>();
  const events: RecordEvent[] = [];
  for (const { delivery, verdict, fate, route } of outcomes) {
    const row = records.get(keyOf(delivery));
    const definition = definitions.get(delivery.entity);
    if (!row || !definition) continue;
    const wanted = {
      ...{ deliveryId: delivery.id, connection: delivery.connection, state: fate.state, reason: fate.reason },
      ...{ mark: route.mark, write: verdict.write, writeAlways: verdict.writeAlways },
    };
    let written = applyWriteBack(definition, row, wanted, { now, zone });
    const blocked = written.change ? await moveKeys(transaction, definition, row, written.row) : undefined;
    if (blocked !== undefined) written = applyWriteBack(definition, row, { ...wanted, blocked }, { now, zone });
    records.set(keyOf(delivery), written.row);
    changed.set(keyOf(delivery), written.row);
    if (!written.change) continue;
    const { kind, names, changes } = written.change;
    const { unitId, entity, id: recordId, registration, revision } = written.row;
    events.push({
      ...{ unitId, id: newId(), at: now, kind, names, entity, recordId, registration, revision, changes },
      ...{
        userId: writeBackActor.userId,
        userName: delivery.connection,
        origin: 'write-back',
        before: row,
        after: written.row,
      },
    });
  }
  return { rows: [...changed.values()], events };
}
