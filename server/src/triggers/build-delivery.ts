import { connectionDefaults } from '../connections/connection.ts';
import { scheduleOfConnection } from '../connections/schedule.ts';
import { newId } from '../database/uuid.ts';
import { refuse } from '../errors.ts';
import type { RecordEvent } from '../records/types.ts';
import type { ListeningHook } from '../webhooks/listening-hooks.ts';
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
    /** The event that a notice tells of, where it goes to a hook. */
    readonly notice?: string;
  },
): PlannedDelivery {
  const { deliver } = about;
  if (deliver.hook !== undefined) return buildNotice(plan, event, deliver.hook, about);
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

type About = Parameters<typeof buildDelivery>[2];

function buildNotice(
  plan: UnitPlan,
  event: Pick<RecordEvent, 'id' | 'entity' | 'recordId'>,
  name: string,
  { trigger, routeId, resendOf, notice = '' }: About,
): PlannedDelivery {
  const hook = plan.hooks.named(name);
  if (hook === undefined) {
    refuse('illegal-state', `There is no hook ${JSON.stringify(name)} any more. Apply it again, then send.`);
  }
  return { ...noticeTo(hook, event, notice), trigger, routeId, resendOf: resendOf ?? null };
}

/** A notice of this event to a hook. Notices of one record do not wait for each other: whoever gets one reads the record as it is then. */
export function noticeTo(
  { lane, laneId, withinMs }: Pick<ListeningHook, 'lane' | 'laneId' | 'withinMs'>,
  event: Pick<RecordEvent, 'id' | 'entity' | 'recordId'>,
  notice: string,
): PlannedDelivery {
  return {
    ...{ id: newId(), laneId, connection: lane, trigger: null, template: null, routeId: null },
    ...{ entity: event.entity, recordId: event.recordId, eventId: event.id },
    ...{ state: 'queued', heldBy: null, reason: null, withinMs, ordered: false, braked: false, resendOf: null, notice },
  };
}
