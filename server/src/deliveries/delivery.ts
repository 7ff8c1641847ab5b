export type { AnswerMessage } from '../templates/read-messages.ts';

/**
 * A delivery is one message on its way to one connection.
 *
 *   queued -> sending -> delivered | refused | failed | unknown | awaiting | waiting
 *   waiting (for its next attempt) -> sending
 *   held (behind an earlier message of the same record, or by a trigger's brake) -> queued
 *   awaiting (accepted, the real answer comes later) -> delivered | refused | failed | unknown
 *   unknown -> delivered (a person says "it is there") | queued (a person says "it is not")
 *   any open state -> cancelled | superseded
 *
 * `sending` is shown, not stored: such a row has a lease, and its column says what it waited in (migration 0007).
 * A pause and an open breaker are facts of the lane, not of the row: such a delivery is stored as queued or waiting and shown as held.
 */
export const openStates = ['queued', 'sending', 'waiting', 'held', 'awaiting'] as const;
export const finalStates = ['delivered', 'refused', 'failed', 'unknown', 'cancelled', 'superseded'] as const;
export const deliveryStates = [...openStates, ...finalStates] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export type Outcome = 'accepted' | 'refused' | 'retry' | 'unknown';

/** A claimed row with all that is needed to send it. Times in ms since 1970 by the database's clock. */
export interface ClaimedDelivery {
  readonly unitId: number;
  readonly id: string;
  readonly laneId: number;
  readonly lease: number;
  readonly connection: string;
  readonly routeId: number;
  readonly entity: string;
  readonly recordId: number | null;
  readonly eventId: string;
  readonly template: string | null;
  /** The event that a notice tells of; null: a message made by a template. */
  readonly notice: string | null;
  readonly trigger: string | null;
  /** Counted attempts before this one. */
  readonly attempts: number;
  /** The number of this attempt, uncounted and interrupted ones included. */
  readonly tries: number;
  /** An earlier attempt's row holds the bytes of the request. */
  readonly bodyKept: boolean;
  readonly interruptions: number;
  /** When the delivery ends: deadline, moved by how long people had the lane paused. */
  readonly deadlineMs: number;
  readonly claimedAtMs: number;
  readonly firstDueAtMs: number;
  /** When this attempt fell due. */
  readonly dueAtMs: number;
  /** The record and its surroundings as stored with the event, or as frozen at the first attempt. */
  readonly snapshot: string | null;
  /** The snapshot is what the first attempt of a `payload: latest` froze. */
  readonly isFrozen: boolean;
  /** The half-open breaker's probe: its attempt is not counted. */
  readonly probe: boolean;
}
