import { type Viewer, viewerOf } from '../access/rights.ts';
import type { Transaction } from '../database/database.ts';
import { Refusal, refuse } from '../errors.ts';
import { createJob, type JobRow } from '../jobs/store.ts';
import type { JobStep } from '../jobs/run-jobs.ts';
import type { Actor } from '../records/types.ts';
import type { Wake } from '../triggers/record-environment.ts';
import type { UnitPlan, UnitPlans } from '../triggers/unit-plan.ts';
import { type DeliveryState, deliveryStates } from './delivery.ts';
import type { DeliveryFilter } from './delivery-filter-store.ts';
import { countDeliveries, walkDeliveries } from './delivery-list-store.ts';
import { resendDelivery } from './resend-delivery.ts';

/** One step of the job resends this many, each under its record's lock. */
const stepSize = 50;

/** What `POST .../deliveries/resend` takes: which deliveries, by what they are now. */
export interface ResendFilter {
  readonly state?: readonly DeliveryState[];
  readonly connection?: string;
  readonly trigger?: string;
  readonly template?: string;
  readonly entity?: string;
  /** These, as far as the rest fits. */
  readonly ids?: readonly string[];
  /** ISO 8601 moments: made at or after, made before. */
  readonly since?: string;
  readonly until?: string;
  /** Delivered ones are sent again, too: for the notices of a hook, whose receiver recognises repeats or has lost what it had. */
  readonly force?: boolean;
}

const resendable: readonly DeliveryState[] = ['refused', 'failed', 'cancelled', 'unknown'];

/** Only those of records that the viewer may see. What was sent again already is left alone. Without a state: refused and failed ones, which is what "everything that failed since noon" means; of those that are named every one that can be. Delivered ones are never sent again in bulk. */
export function deliveryFilter(filter: ResendFilter, viewer: Viewer): DeliveryFilter {
  const states = filter.state ?? (filter.ids === undefined ? ['refused', 'failed'] : resendable);
  const allowed = filter.force === true ? [...resendable, 'delivered'] : resendable;
  const wrong = states.filter((state) => !allowed.includes(state));
  if (wrong.length > 0) {
    const known = deliveryStates.filter((state) => resendable.includes(state)).join(', ');
    refuse('invalid-body', `Many can be sent again only from the states ${known}.`, [
      { path: 'state', message: `Not ${wrong.join(', ')}.` },
    ]);
  }
  const { connection, trigger, template, entity, ids, since, until } = filter;
  return {
    states,
    viewer,
    notResent: true,
    ...(connection === undefined ? {} : { connection }),
    ...(trigger === undefined ? {} : { trigger }),
    ...(template === undefined ? {} : { template }),
    ...(entity === undefined ? {} : { entity }),
    ...(ids === undefined ? {} : { ids }),
    ...(since === undefined ? {} : { since: new Date(since) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
  };
}

/** Counts what would be sent, and unless `preview` makes the job that sends it. What comes to fail after this moment is not part of it. */
export async function startResend(
  transaction: Transaction,
  { unit: { unitId }, groupRights }: Pick<UnitPlan, 'unit' | 'groupRights'>,
  filter: ResendFilter,
  actor: Actor,
  preview: boolean,
): Promise<{ readonly total: number; readonly jobId: string | null }> {
  const until = filter.until ?? new Date().toISOString();
  const matching = deliveryFilter({ ...filter, until }, viewerOf(actor, groupRights));
  const total = await countDeliveries(transaction, unitId, matching);
  if (preview || total === 0) return { total, jobId: null };
  const jobId = await createJob(transaction, unitId, {
    kind: 'resend',
    parameters: { filter: { ...filter, until }, actor },
    progress: { total, done: 0, skipped: 0, after: null },
    by: actor.name,
  });
  return { total, jobId };
}

interface ResendProgress {
  readonly total: number;
  readonly done: number;
  readonly skipped: number;
  readonly after: string | null;
  /** Why the last one was passed over. */
  readonly lastFault?: string;
}

/** The job's step. A delivery that cannot be sent again (it was already, its template is gone) is passed over and counted. */
export function resendStep(plans: UnitPlans, wake: Wake): JobStep {
  return async (transaction, job) => {
    const { filter, actor } = job.parameters as { filter: ResendFilter; actor: Actor };
    const plan = await plans.current(transaction, job.unitId);
    let progress = progressOf(job);
    const matching = deliveryFilter(filter, viewerOf(actor, plan.groupRights));
    const ids = await walkDeliveries(transaction, job.unitId, matching, progress.after, stepSize);
    for (const id of ids) {
      try {
        const { laneId } = await resendDelivery(transaction, plan, id, actor, filter.force === true);
        transaction.afterCommit(() => wake(job.unitId, [laneId]));
        progress = { ...progress, done: progress.done + 1, after: id };
      } catch (cause) {
        // A refusal is judged before anything is written, so the transaction is still good.
        if (!(cause instanceof Refusal) || cause.code === 'database-unavailable') throw cause;
        progress = { ...progress, skipped: progress.skipped + 1, after: id, lastFault: cause.message };
      }
    }
    return { done: ids.length < stepSize, progress: { ...progress } };
  };
}

function progressOf({ progress }: JobRow): ResendProgress {
  return { total: 0, done: 0, skipped: 0, after: null, ...progress };
}
