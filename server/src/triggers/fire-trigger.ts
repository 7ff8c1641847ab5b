import { Cron } from 'croner';
import { viewerOf } from '../access/rights.ts';
import type { Database, Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import type { JobStep } from '../jobs/run-jobs.ts';
import { createJob } from '../jobs/store.ts';
import { mayReadRecord } from '../records/acl.ts';
import { insertEvents, lockRecords, mergeExports } from '../records/store.ts';
import type { Actor, RecordEvent, RecordRow } from '../records/types.ts';
import { setFailedMarks } from './failed-marks.ts';
import { planDeliveries } from './plan-deliveries.ts';
import type { Wake } from './record-environment.ts';
import { advanceSchedule, lockDueSchedules, walkRecordIds } from './store.ts';
import type { UnitPlan, UnitPlans } from './unit-plan.ts';

/** One step of a firing looks at this many records. */
const stepSize = 100;

/** The first time after `after` that the pattern names, by the clock of the zone; undefined for a pattern that names none any more. */
export function nextTime(cron: string, zone: string, after: Date): Date | undefined {
  return new Cron(cron, { timezone: zone, paused: true }).nextRun(after) ?? undefined;
}

/**
 * Makes a job for every schedule that is due and sets its next time, in one transaction. Times that were missed while nothing ran are made up for
 * once, not one by one. Resolves to the number of jobs.
 */
export async function startDueSchedules(database: Database): Promise<number> {
  return database.transaction(async (transaction) => {
    const due = await lockDueSchedules(transaction);
    for (const { unitId, trigger, cron, zone, nextAt } of due) {
      await createJob(transaction, unitId, {
        kind: 'fire',
        parameters: { trigger, kind: 'scheduled', at: nextAt.toISOString() },
        progress: { examined: 0, fired: 0, after: null },
        by: 'Gangway',
      });
      await advanceSchedule(transaction, unitId, trigger, nextTime(cron, zone, new Date()) ?? new Date('9999-12-31'));
    }
    return due.length;
  });
}

interface FireParameters {
  readonly trigger: string;
  /** `scheduled`: at its time. `requested`: a person's backfill. */
  readonly kind: 'scheduled' | 'requested';
  /** Only records created since, for a backfill. */
  readonly since?: string;
  /** Who asked for it: records that this person may not see are left out. Nobody asked for a scheduled one. */
  readonly actor?: Actor;
}

/** Fires one trigger for each record of its entity that meets its condition, or once where it has no entity. */
export function fireStep(plans: UnitPlans, wake: Wake): JobStep {
  return async (transaction, job) => {
    const parameters = job.parameters as unknown as FireParameters;
    const progress = { examined: 0, fired: 0, after: null as number | null, ...job.progress };
    const plan = await plans.current(transaction, job.unitId);
    const trigger = plan.triggers.find((one) => one.trigger.name === parameters.trigger)?.trigger;
    if (!trigger) return { done: true, progress };
    const planned = async (event: RecordEvent): Promise<boolean> => {
      const { fired, lanes } = await fireOne(transaction, plan, event, trigger.name);
      transaction.afterCommit(() => wake(job.unitId, lanes));
      return fired;
    };
    if (trigger.entity === undefined) {
      const fired = await planned(firedEvent(plan, parameters.kind, null, job.createdBy));
      return { done: true, progress: { ...progress, fired: fired ? 1 : 0 } };
    }
    const ids = await walkRecordIds(
      transaction,
      job.unitId,
      trigger.entity,
      progress.after,
      parameters.since ?? null,
      stepSize,
    );
    const entity = trigger.entity;
    const rows = await lockRecords(
      transaction,
      job.unitId,
      ids.map((id) => ({ entity, id })),
    );
    const { actor } = parameters;
    const viewer = actor && viewerOf(actor, plan.groupRights);
    const visible = viewer === undefined ? rows : rows.filter((row) => mayReadRecord(row, viewer));
    let fired = 0;
    for (const row of visible) if (await planned(firedEvent(plan, parameters.kind, row, job.createdBy))) fired += 1;
    const done = ids.length < stepSize;
    return {
      done,
      progress: {
        examined: progress.examined + visible.length,
        fired: progress.fired + fired,
        after: ids.at(-1) ?? progress.after,
      },
    };
  };
}

function firedEvent({ unit }: UnitPlan, kind: FireParameters['kind'], row: RecordRow | null, by: string): RecordEvent {
  return {
    ...{ unitId: unit.unitId, id: newId(), at: new Date(), kind, names: row ? [`${row.entity}.${kind}`] : [kind] },
    ...{
      entity: row?.entity ?? '',
      recordId: row?.id ?? null,
      registration: row?.registration ?? null,
      revision: row?.revision ?? null,
    },
    ...{
      userId: null,
      userName: by,
      userGroups: [],
      origin: kind === 'scheduled' ? 'schedule' : 'system',
      changes: {},
      // Fired by hand, a trigger takes the record as if it had just come: changed(x) holds for every x that is there.
      before: kind === 'requested' ? null : row,
      after: row,
    },
  };
}

async function fireOne(
  transaction: Transaction,
  plan: UnitPlan,
  event: RecordEvent,
  trigger: string,
): Promise<{ readonly fired: boolean; readonly lanes: readonly number[] }> {
  const { fired, lanes, exports, marks } = await planDeliveries(transaction, plan, event, new Map(), { trigger });
  if (!fired) return { fired, lanes };
  await insertEvents(transaction, [event]);
  if (event.after === null || exports === undefined) return { fired, lanes };
  const { entity, id } = event.after;
  await mergeExports(transaction, event.unitId, [{ entity, id, exports }]);
  const shown = { ...event.after, exports: { ...event.after.exports, ...exports } };
  const marked = marks === undefined ? undefined : await setFailedMarks(transaction, plan, shown, marks);
  return { fired, lanes: [...lanes, ...(marked?.lanes ?? [])] };
}
