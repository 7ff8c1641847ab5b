import { Type } from 'typebox';
import { writeAudit } from '../access/audit-store.ts';
import { timeOfId } from '../database/uuid.ts';
import { moveBraked } from '../deliveries/brake.ts';
import { outcomeSurroundings } from '../deliveries/outcome-surroundings.ts';
import { refuse } from '../errors.ts';
import { createJob, readJob } from '../jobs/store.ts';
import { nearest } from '../schema-faults.ts';
import { listWatched } from '../triggers/store.ts';
import type { UnitPlan } from '../triggers/unit-plan.ts';
import { JobWire, jobWire } from './jobs.ts';
import { operation } from './operation.ts';
import { actorOf, defaultLimit, Moment, NamePath, OrNull, PageOf, pageOf, pageQuery } from './schemas.ts';

export const fireTrigger = operation({
  id: 'fireTrigger',
  tag: 'Configuration',
  summary: 'Fires a trigger for the records that are there already, as a job.',
  description:
    'For records of its entity that meet its condition. What was delivered before is left alone where the trigger says `repeat: once`. The job goes on by itself; `GET /api/v1/{unit}/jobs/{id}` shows how far it is.',
  params: NamePath,
  body: Type.Object(
    {
      since: Type.Optional(
        Type.String({
          format: 'date-time',
          description: 'Only records created since.',
          examples: ['2026-01-01T00:00:00Z'],
        }),
      ),
    },
    { additionalProperties: false },
  ),
  bodyOptional: true,
  answers: { 202: JobWire },
  refusals: ['not-found', 'illegal-state'],
  handle: async ({ parts, caller, params: { name }, body: { since } }) => {
    const { unitId } = caller;
    const jobId = await parts.database.transaction(async (transaction) => {
      const { trigger } = findTrigger(await parts.plans.current(transaction, unitId), name);
      if (trigger.mode === 'off')
        refuse('illegal-state', `The trigger ${JSON.stringify(name)} is off. Switch it to watch or live first.`);
      const asked = { trigger: name, kind: 'requested', ...(since === undefined ? {} : { since }) };
      await writeAudit(transaction, unitId, { who: caller.name, what: 'trigger-fired', detail: asked });
      return createJob(transaction, unitId, {
        kind: 'fire',
        parameters: { ...asked, actor: actorOf(caller) },
        progress: { examined: 0, fired: 0, after: null },
        by: caller.name,
      });
    });
    parts.jobWaiting();
    const job = await readJob(parts.database, unitId, jobId);
    if (job === undefined) throw new Error('a job vanished when it was made');
    return { status: 202, body: jobWire(job) };
  },
});

const WatchedWire = Type.Object({
  id: Type.String(),
  at: Moment,
  connection: Type.String(),
  template: OrNull(Type.String()),
  entity: Type.String(),
  recordId: OrNull(Type.Integer()),
  eventId: Type.String(),
});

export const listWatchedOperation = operation({
  id: 'listWatched',
  tag: 'Configuration',
  summary: 'Lists what a trigger would have sent while it only watched, the newest first.',
  description: '`POST /api/v1/{unit}/preview` shows the message itself, as it would be made of the record now.',
  params: NamePath,
  query: Type.Object(pageQuery, { additionalProperties: false }),
  answers: { 200: PageOf(WatchedWire, 'Messages that were not sent, the newest first.') },
  refusals: ['not-found'],
  handle: async ({ parts, caller, params: { name }, query: { limit = defaultLimit, cursor } }) => {
    const { unitId } = caller;
    const page = { limit: limit + 1, ...(cursor === undefined ? {} : { before: cursor }) };
    const rows = await parts.database.transaction(async (transaction) => {
      findTrigger(await parts.plans.current(transaction, unitId), name);
      return listWatched(transaction, unitId, name, caller, page);
    });
    const { data, nextCursor } = pageOf(rows, limit);
    return { body: { data: data.map((row) => ({ ...row, at: new Date(timeOfId(row.id)) })), nextCursor } };
  },
});

const Moved = Type.Object(
  { moved: Type.Integer(), left: Type.Integer({ description: 'Still held; call again.' }) },
  { description: 'How many were let go or dropped.' },
);

const braked = (what: 'release' | 'cancel', id: string, summary: string) =>
  operation({
    id,
    tag: 'Configuration',
    summary,
    description: 'Moves 200 at most; `left` says how many are still held.',
    params: NamePath,
    answers: { 200: Moved },
    refusals: ['not-found', 'illegal-state'],
    handle: async ({ parts, caller, params: { name } }) => {
      const { unitId } = caller;
      const { moved, left } = await parts.database.transaction(async (transaction) => {
        const plan = await parts.plans.current(transaction, unitId);
        findTrigger(plan, name);
        const result = await moveBraked(transaction, plan, name, actorOf(caller), what, outcomeSurroundings(plan));
        await writeAudit(transaction, unitId, {
          who: caller.name,
          what: `brake-${what}`,
          detail: { trigger: name, count: result.moved },
        });
        transaction.afterCommit(() => parts.wake(unitId, result.wake));
        return result;
      });
      return { body: { moved, left } };
    },
  });

export const releaseBrake = braked(
  'release',
  'releaseBraked',
  'Lets go what the brake of a trigger holds, the oldest first.',
);
export const cancelBrake = braked(
  'cancel',
  'cancelBraked',
  'Drops what the brake of a trigger holds, the oldest first.',
);

function findTrigger({ triggers }: UnitPlan, name: string): UnitPlan['triggers'][number] {
  const found = triggers.find(({ trigger }) => trigger.name === name);
  if (found !== undefined) return found;
  const near = nearest(
    name,
    triggers.map(({ trigger }) => trigger.name),
  );
  return refuse(
    'not-found',
    `There is no trigger ${JSON.stringify(name)}.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`}`,
  );
}
