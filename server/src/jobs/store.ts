import type { Queryable, Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';

export const jobKinds = ['resend', 'fire'] as const;
export type JobKind = (typeof jobKinds)[number];

/** A long piece of work that survives a restart: it goes on behind its last committed step. */
export interface JobRow {
  readonly unitId: number;
  readonly id: string;
  readonly kind: JobKind;
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly parameters: Readonly<Record<string, unknown>>;
  /** { total, done, skipped, ... } and where it stands. */
  readonly progress: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly finishedAt: Date | null;
}

const columns = `unit_id as "unitId", id, kind, state, parameters, progress, created_at as "createdAt", created_by as "createdBy",
  finished_at as "finishedAt"`;

export async function createJob(
  transaction: Transaction,
  unitId: number,
  job: { readonly kind: JobKind; readonly parameters: object; readonly progress: object; readonly by: string },
): Promise<string> {
  const id = newId();
  await transaction.query({
    text: `insert into jobs (unit_id, id, kind, state, parameters, progress, created_by) values ($1, $2, $3, 'queued', $4, $5, $6)`,
    values: [unitId, id, job.kind, JSON.stringify(job.parameters), JSON.stringify(job.progress), job.by],
  });
  return id;
}

/** One open job, locked until the transaction ends: whoever holds the lock does its next step. */
export async function lockOpenJob(transaction: Transaction, except: readonly string[]): Promise<JobRow | undefined> {
  const [row] = await transaction.query<JobRow & object>({
    text: `select ${columns} from jobs where state in ('queued', 'running') and id <> all($1) order by id limit 1 for update skip locked`,
    values: [except],
  });
  return row;
}

export async function writeJob(
  transaction: Transaction,
  job: Pick<JobRow, 'unitId' | 'id' | 'state' | 'progress'>,
): Promise<void> {
  await transaction.query({
    text: `update jobs set state = $3, progress = $4, finished_at = case when $3 in ('done', 'failed', 'cancelled') then now() end
           where unit_id = $1 and id = $2`,
    values: [job.unitId, job.id, job.state, JSON.stringify(job.progress)],
  });
}

export async function readJob(queryable: Queryable, unitId: number, id: string): Promise<JobRow | undefined> {
  const [row] = await queryable.query<JobRow & object>({
    text: `select ${columns} from jobs where unit_id = $1 and id = $2`,
    values: [unitId, id],
  });
  return row;
}

export async function listJobs(
  queryable: Queryable,
  unitId: number,
  before: string | null,
  limit: number,
): Promise<JobRow[]> {
  return queryable.query<JobRow & object>({
    text: `select ${columns} from jobs where unit_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    values: [unitId, before, limit],
  });
}

/** false: it is not there or has ended. */
export async function cancelJob(transaction: Transaction, unitId: number, id: string): Promise<boolean> {
  const rows = await transaction.query({
    text: `update jobs set state = 'cancelled', finished_at = now() where unit_id = $1 and id = $2 and state in ('queued', 'running') returning id`,
    values: [unitId, id],
  });
  return rows.length > 0;
}
