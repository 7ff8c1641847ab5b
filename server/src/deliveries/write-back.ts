import type { ValueObject } from '@gangway/language';
import { planChange } from '../records/plan-change.ts';
import type { ChangePlan, EntityDefinition, ExportState, InputFields, RecordRow } from '../records/types.ts';
import { writeBackActor } from '../triggers/failed-marks.ts';
import { markFields, mergeObjects } from '../triggers/mark-fields.ts';
import type { RouteContent } from '../triggers/route.ts';
import { isSubscription } from '../webhooks/hook.ts';
import type { DeliveryState } from './delivery.ts';

/** What a settled delivery wants to have on its record. */
export interface WriteBack {
  readonly deliveryId: string;
  readonly connection: string;
  readonly state: DeliveryState;
  readonly reason: string;
  readonly mark: RouteContent['mark'];
  readonly write: ValueObject | undefined;
  readonly writeAlways: ValueObject | undefined;
  /** Why the answer's fields cannot be written, where the database knows it (a number that another record has). */
  readonly blocked?: string;
}

export interface WrittenBack {
  /** The row to write: with the new fields where there are some, and always with the new exports. */
  readonly row: RecordRow;
  /** null: no field changed, so there is no revision and no event. */
  readonly change: Extract<ChangePlan, { ok: true; changed: true }> | null;
}

/**
 * Lays an answer over the record as it is now, field by field, so that what a person changed meanwhile stays. Pure. A write-back that the
 * entity does not allow leaves the delivery as it is: the fault stands on `exports`, and the mark is set all the same.
 */
export function applyWriteBack(
  definition: EntityDefinition,
  row: RecordRow,
  wanted: WriteBack,
  context: { readonly now: Date; readonly zone: string },
): WrittenBack {
  const end = wanted.state === 'delivered' ? 'delivered' : isBadEnd(wanted.state) ? 'failed' : undefined;
  const mark = end && markFields(wanted.mark, end);
  const written = mergeObjects(wanted.state === 'delivered' ? wanted.write : undefined, wanted.writeAlways);
  const answer = wanted.blocked === undefined ? written : undefined;
  const attempt = (fields: InputFields | undefined): ChangePlan =>
    fields === undefined || row.deletedAt !== null
      ? { ok: true, changed: false, row }
      : planChange(
          definition,
          row,
          { kind: 'change', fields, origin: 'write-back' },
          { unitId: row.unitId, actor: writeBackActor, now: context.now, zone: context.zone, related: new Map() },
        );
  const whole = attempt(mergeObjects(answer, mark));
  const fault = wanted.blocked === undefined ? faultOf(whole) : `${notWritten} ${wanted.blocked}`;
  const planned = faultOf(whole) === null ? whole : attempt(mark);
  const change = planned.ok && planned.changed ? planned : null;
  const base = change?.row ?? row;
  const shown = row.exports[wanted.connection];
  // The record shows its newest delivery; what becomes of an older one stands in its history.
  const newer = shown?.deliveryId !== undefined && shown.deliveryId > wanted.deliveryId;
  // A subscriber's notice leaves no trace on the record.
  const exports =
    newer || isSubscription(wanted.connection)
      ? base.exports
      : { ...base.exports, [wanted.connection]: exportState(wanted, row, fault, context.now) };
  return { row: { ...base, exports }, change };
}

function exportState(wanted: WriteBack, row: RecordRow, fault: string | null, now: Date): ExportState {
  const earlier = row.exports[wanted.connection];
  const message = [wanted.reason, ...(fault === null ? [] : [fault])].join(' ');
  const changedSince = earlier?.deliveryId === wanted.deliveryId && earlier.changedSince === true;
  return {
    state: wanted.state,
    at: now.toISOString(),
    deliveryId: wanted.deliveryId,
    ...(message === '' ? {} : { message }),
    ...(changedSince ? { changedSince } : {}),
  };
}

const notWritten = 'The answer could not be written onto the record:';

function faultOf(plan: ChangePlan): string | null {
  if (plan.ok) {
    const draws = plan.changed && plan.draws.length > 0;
    return draws
      ? `${notWritten} the status that it sets draws a number, which only a person's approval may do.`
      : null;
  }
  const faults = plan.faults.map(({ path, message }) => (path === undefined ? message : `${path}: ${message}`));
  return `${notWritten} ${faults.join(' ') || plan.sentence}`;
}

const isBadEnd = (state: DeliveryState): boolean => state === 'failed' || state === 'refused' || state === 'unknown';
