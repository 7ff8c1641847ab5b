import { Type } from 'typebox';
import { refuse } from '../errors.ts';
import { cancelJob, type JobRow, listJobs, readJob } from '../jobs/store.ts';
import { operation } from './operation.ts';
import { defaultLimit, IdPath, Moment, OrNull, PageOf, pageOf, pageQuery, UnitPath } from './schemas.ts';

export const JobWire = Type.Object(
  {
    id: Type.String(),
    kind: Type.String({ examples: ['resend'] }),
    state: Type.String({ description: 'queued, running, done, failed or cancelled.' }),
    progress: Type.Record(Type.String(), Type.Unknown(), {
      description: 'How far it is.',
      examples: [{ total: 120, done: 40, skipped: 1 }],
    }),
    createdAt: Moment,
    createdBy: Type.String(),
    finishedAt: OrNull(Moment),
  },
  { description: 'A long piece of work that goes on by itself.' },
);

export function jobWire({ id, kind, state, progress, createdAt, createdBy, finishedAt }: JobRow): object {
  return { id, kind, state, progress, createdAt, createdBy, finishedAt };
}

export const listJobsOperation = operation({
  id: 'listJobs',
  tag: 'Operations',
  summary: 'Lists background jobs, the newest first.',
  params: UnitPath,
  query: Type.Object(pageQuery, { additionalProperties: false }),
  answers: { 200: PageOf(JobWire, 'Jobs, the newest first.') },
  handle: async ({ parts, caller, query: { limit = defaultLimit, cursor } }) => {
    const { data, nextCursor } = pageOf(
      await listJobs(parts.database, caller.unitId, cursor ?? null, limit + 1),
      limit,
    );
    return { body: { data: data.map(jobWire), nextCursor } };
  },
});

export const readJobOperation = operation({
  id: 'readJob',
  tag: 'Operations',
  summary: 'Reads a background job and how far it is.',
  params: IdPath,
  answers: { 200: JobWire },
  refusals: ['not-found'],
  handle: async ({ parts, caller, params: { id } }) => {
    const job = await readJob(parts.database, caller.unitId, id);
    if (job === undefined) refuse('not-found', `There is no job ${id} in unit ${caller.unitId}.`);
    return { body: jobWire(job) };
  },
});

export const cancelJobOperation = operation({
  id: 'cancelJob',
  tag: 'Operations',
  summary: 'Stops a background job; what it has done stays done.',
  params: IdPath,
  answers: { 200: JobWire },
  refusals: ['not-found', 'illegal-state'],
  handle: async ({ parts, caller, params: { id } }) => {
    const { unitId } = caller;
    const cancelled = await parts.database.transaction((transaction) => cancelJob(transaction, unitId, id));
    const job = await readJob(parts.database, unitId, id);
    if (job === undefined) refuse('not-found', `There is no job ${id} in unit ${unitId}.`);
    if (!cancelled) refuse('illegal-state', `The job is ${job.state} already.`);
    return { body: jobWire(job) };
  },
});
