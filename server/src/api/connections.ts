import { Type } from 'typebox';
import { writeAudit } from '../access/audit-store.ts';
import { type LaneRow, pauseLanes, readLanes, resumeLanes } from '../connections/lane-store.ts';
import { refuse } from '../errors.ts';
import { nearest } from '../schema-faults.ts';
import { type Call, operation } from './operation.ts';
import { Moment, NamePath, OrNull } from './schemas.ts';

export const StatusWire = Type.Object(
  {
    name: Type.String(),
    paused: Type.Boolean(),
    pausedAt: OrNull(Moment),
    pausedBy: OrNull(Type.String()),
    pausedReason: OrNull(Type.String()),
    available: Type.Boolean({ description: 'false: its breaker is open; it is asked again by itself.' }),
    unavailableReason: OrNull(Type.String()),
    failingSince: OrNull(Moment),
  },
  { description: 'Whether the connection sends.' },
);

export const testConnectionOperation = operation({
  id: 'testConnection',
  changesNothing: true,
  tag: 'Connections',
  summary: 'Goes the way of a request step by step and names what is wrong.',
  description:
    'Name, address, certificate, authentication, answer: the first step that fails says why and what to do. A GET of the connection’s address is sent, no message.',
  params: NamePath,
  answers: {
    200: Type.Object(
      {
        ok: Type.Boolean(),
        steps: Type.Array(Type.Object({ step: Type.String(), ok: Type.Boolean(), sentence: Type.String() })),
      },
      { description: 'What was tried. It is 200 also where the test fails: the test itself was done.' },
    ),
  },
  refusals: ['not-found'],
  handle: async (call) => {
    await existing(call);
    return { body: await call.parts.testConnection(call.caller.unitId, call.params.name) };
  },
});

export const readConnectionStatus = operation({
  id: 'readConnectionStatus',
  tag: 'Connections',
  summary: 'Says whether a connection sends: paused, available, failing since when.',
  params: NamePath,
  answers: { 200: StatusWire },
  refusals: ['not-found'],
  handle: async (call) => ({ body: statusOf(call.params.name, await existing(call)) }),
});

export const pauseConnection = operation({
  id: 'pauseConnection',
  tag: 'Connections',
  summary: 'Pauses a connection: its messages are kept and wait.',
  description:
    'What is being sent at this moment ends by itself. The 24 hours of waiting messages stand still meanwhile.',
  params: NamePath,
  body: Type.Object(
    { reason: Type.Optional(Type.String({ maxLength: 500, examples: ['Maintenance until 18:00.'] })) },
    { additionalProperties: false },
  ),
  bodyOptional: true,
  answers: { 200: StatusWire },
  refusals: ['not-found'],
  handle: (call) => changeLanes(call, 'connection-paused', { reason: call.body.reason }),
});

export const resumeConnection = operation({
  id: 'resumeConnection',
  tag: 'Connections',
  summary: 'Lets a paused connection send again.',
  params: NamePath,
  answers: { 200: StatusWire },
  refusals: ['not-found'],
  handle: (call) => changeLanes(call, 'connection-resumed', {}),
});

type NameCall = Call<{ readonly name: string }>;

async function changeLanes(
  call: NameCall,
  what: 'connection-paused' | 'connection-resumed',
  { reason }: { readonly reason?: string | undefined },
) {
  const { parts, caller, params } = call;
  await existing(call);
  await parts.database.transaction(async (transaction) => {
    const moved =
      what === 'connection-paused'
        ? await pauseLanes(transaction, caller.unitId, params.name, caller.name, reason ?? null)
        : await resumeLanes(transaction, caller.unitId, params.name);
    if (moved === 0) return;
    await writeAudit(transaction, caller.unitId, {
      who: caller.name,
      what,
      detail: { connection: params.name, ...(reason === undefined ? {} : { reason }) },
    });
    transaction.afterCommit(() => parts.changed(caller.unitId));
  });
  return { body: statusOf(params.name, await existing(call)) };
}

/** The connection's lanes; they are made with it, so where there are none there is no such connection. */
async function existing({ parts, caller, params }: NameCall): Promise<readonly LaneRow[]> {
  const plan = await parts.database.transaction((transaction) => parts.plans.current(transaction, caller.unitId));
  if (plan.connections.has(params.name)) return readLanes(parts.database, caller.unitId, params.name);
  const near = nearest(params.name, [...plan.connections.keys()]);
  return refuse(
    'not-found',
    `There is no connection ${JSON.stringify(params.name)}.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`}`,
  );
}

/** Shards are paused together; the first that has something to say speaks for all. */
function statusOf(name: string, lanes: readonly LaneRow[]): object {
  const paused = lanes.find(({ pausedAt }) => pausedAt !== null);
  const failing = lanes.find(({ breaker }) => breaker === 'open');
  return {
    name,
    paused: paused !== undefined,
    pausedAt: paused?.pausedAt ?? null,
    pausedBy: paused?.pausedBy ?? null,
    pausedReason: paused?.pausedReason ?? null,
    available: failing === undefined,
    unavailableReason: failing?.breakerReason ?? null,
    failingSince: failing?.failingSince ?? null,
  };
}
