import { connectionDefaults } from '../connections/connection.ts';
import { scheduleOfConnection } from '../connections/schedule.ts';
import { newId } from '../database/uuid.ts';
import { refuse } from '../errors.ts';
import type { RecordEvent } from '../records/types.ts';
import type { PlannedDelivery } from './store.ts';
import type { Deliver } from './trigger.ts';
import type { UnitPlan } from './unit-plan.ts';

/** A delivery of this event by the unit's configuration of now: which lane, how long it may take, whether it waits its turn. */
export function buildDelivery(
  plan: UnitPlan,
  event: Pick<RecordEvent, 'id' | 'entity' | 'recordId'>,
  about: {
    readonly trigger: string | null;
    readonly deliver: Deliver;
    readonly routeId: number | null;
    readonly resendOf?: string;
  },
): PlannedDelivery {
  const { deliver } = about;
  const connection = plan.connections.get(deliver.connection);
  const lanes = plan.lanes.get(deliver.connection) ?? [];
  const shards = connection?.shards ?? connectionDefaults.shards;
  const laneId = lanes[(event.recordId ?? 0) % shards] ?? lanes[0];
  if (laneId === undefined) {
    refuse('illegal-state', `There is no connection "${deliver.connection}" any more. Create it again, then send.`);
  }
  return {
    id: newId(),
    laneId,
    connection: deliver.connection,
    trigger: about.trigger,
    template: deliver.template ?? null,
    routeId: about.routeId,
    entity: event.entity,
    recordId: event.recordId,
    eventId: event.id,
    state: 'queued',
    heldBy: null,
    reason: null,
    withinMs: scheduleOfConnection(connection).withinMs,
    ordered: connection?.order !== 'none',
    braked: false,
    resendOf: about.resendOf ?? null,
  };
}
