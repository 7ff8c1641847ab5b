import type { Database, Transaction } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import type { Logger } from '../log.ts';
import { type JobKind, type JobRow, lockOpenJob, writeJob } from './store.ts';

/** Does the next piece of a job in this transaction; what it has done and its new progress commit together. */
export type JobStep = (
  transaction: Transaction,
  job: JobRow,
) => Promise<{ readonly done: boolean; readonly progress: Readonly<Record<string, unknown>> }>;

export interface JobRunnerOptions {
  readonly database: Database;
  readonly steps: Readonly<Record<JobKind, JobStep>>;
  readonly log: Logger;
}

/** Runs open jobs step by step until none is left; several processes may do so at once, each step of a job is one's alone. */
export async function runJobs({ database, steps, log }: JobRunnerOptions, stopped: () => boolean): Promise<void> {
  const tooSick = new Set<string>();
  while (!stopped()) {
    let current: JobRow | undefined;
    try {
      const worked = await database.transaction(async (transaction) => {
        const job = await lockOpenJob(transaction, [...tooSick]);
        if (!job) return false;
        current = job;
        const { done, progress } = await steps[job.kind](transaction, job);
        await writeJob(transaction, { ...job, progress, state: done ? 'done' : 'running' });
        return true;
      });
      if (!worked) return;
    } catch (cause) {
      if (!current || (cause instanceof Refusal && cause.code === 'database-unavailable')) throw cause;
      tooSick.add(current.id);
      await endJob(database, current, cause);
      log.error({ jobId: current.id, kind: current.kind, err: cause }, 'A job ended with a fault.');
    }
  }
}

async function endJob(database: Database, job: JobRow, cause: unknown): Promise<void> {
  const fault = cause instanceof Refusal ? cause.message : 'A fault in Gangway; see the log.';
  await database.transaction((transaction) =>
    writeJob(transaction, { ...job, state: 'failed', progress: { ...job.progress, fault } }),
  );
}
