import type { DeliveryState } from './delivery.ts';

/** A delivery as the API shows it. */
export interface DeliveryRow {
  readonly id: string;
  /** As people see it: what waits in a paused or broken lane is held. */
  readonly state: DeliveryState;
  /** Who or what holds it: `order`, `brake`, `breaker`, `pause`. */
  readonly heldBy: string | null;
  readonly heldReason: string | null;
  readonly storedState: DeliveryState;
  /** The lane: a connection's name, or `hook:...`. */
  readonly connection: string;
  /** The event that a notice tells of; null: a message made by a template. */
  readonly notice: string | null;
  readonly hookId: string | null;
  readonly trigger: string | null;
  readonly template: string | null;
  readonly routeId: number | null;
  readonly laneId: number;
  readonly entity: string;
  readonly recordId: number | null;
  readonly registration: string | null;
  readonly eventId: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly tries: number;
  readonly dueAt: Date;
  readonly firstDueAt: Date;
  readonly deadlineAt: Date;
  readonly finishedAt: Date | null;
  readonly resendOf: string | null;
  /** The condition of its trigger could not be evaluated, and was not met since. */
  readonly undecided: boolean;
  readonly resentAs: string | null;
}

/** A row with a lease is being sent, whatever it waited in (migration 0007). */
export const storedState = `case when d.lease is null then d.state else 'sending' end`;
export const shownState = `case when d.lease is not null then 'sending' when d.state in ('queued', 'waiting') and (l.paused_at is not null or (l.breaker = 'open' and d.due_at <= now()))
  then 'held' else d.state end`;

/** How long people had the lane paused in all, the present pause included. */
export const pausedSoFar = `l.paused_total + case when l.paused_at is null then interval '0' else now() - l.paused_at end`;

export const deliveryColumns = `d.id, ${shownState} as state, ${storedState} as "storedState",
  case when d.lease is not null then null when d.state = 'held' then d.held_by when d.state in ('queued', 'waiting') and l.paused_at is not null then 'pause'
    when d.state in ('queued', 'waiting') and l.breaker = 'open' and d.due_at <= now() then 'breaker' end as "heldBy",
  case when d.lease is not null then null when d.state in ('queued', 'waiting') and l.paused_at is not null
      then 'Paused by ' || l.paused_by || ' since ' || to_char(l.paused_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC'
        || coalesce(': ' || l.paused_reason, '.')
    when d.state in ('queued', 'waiting') and l.breaker = 'open' and d.due_at <= now()
      then 'The counterparty is not available; asked again soon: ' || l.breaker_reason
    when d.held_by = 'order' then 'An earlier message of the same record is still on its way.'
    when d.held_by = 'brake' then d.reason end as "heldReason",
  d.connection, d.trigger, d.template, d.route_id as "routeId", d.lane_id as "laneId", d.entity, d.record_id as "recordId",
  (select r.registration from records r where r.unit_id = d.unit_id and r.entity = d.entity and r.id = d.record_id) as registration,
  d.event_id as "eventId", d.reason, d.attempts, d.tries, d.due_at as "dueAt", d.first_due_at as "firstDueAt",
  d.notice, case when d.notice is not null then (select h.id from hooks h where h.unit_id = d.unit_id and h.lane_id = d.lane_id) end as "hookId",
  d.deadline_at + coalesce(${pausedSoFar}, d.paused_base) - d.paused_base as "deadlineAt", d.finished_at as "finishedAt",
  d.undecided, d.resend_of as "resendOf", d.resent_as as "resentAs"`;

// The lane of a subscription goes some time after its end; its deliveries stay.
export const deliverySource = `deliveries d left join lanes l on l.unit_id = d.unit_id and l.id = d.lane_id`;
