import { Type } from 'typebox';
import { refuse } from '../errors.ts';
import { readHealth } from '../overview/connection-health.ts';
import { spanOf } from '../overview/figures.ts';
import { readOverview } from '../overview/overview.ts';
import { readConnectionAlerts } from '../overview/overview-store.ts';
import { rollUp } from '../overview/roll-up.ts';
import { AtLeastWire, CountsWire } from './deliveries.ts';
import { operation } from './operation.ts';
import { Moment, NamePath, OrNull, UnitPath } from './schemas.ts';

const RangeQuery = Type.Object(
  {
    range: Type.Optional(
      Type.Union([Type.Literal('24h'), Type.Literal('7d'), Type.Literal('30d')], {
        default: '24h',
        description: 'How far back.',
      }),
    ),
  },
  { additionalProperties: false },
);

const HealthWire = Type.Object(
  {
    name: Type.String({ description: 'Of the connection, or of the lane of a hook.', examples: ['accounting'] }),
    hookId: OrNull(Type.String()),
    state: Type.String({ description: 'ok, failing, paused or idle (nothing was ever sent).', examples: ['ok'] }),
    reason: OrNull(Type.String()),
    since: OrNull(Moment),
    lastSuccessAt: OrNull(Moment),
    waiting: Type.Integer({ description: 'Queued, being sent, waiting for the next attempt or a later answer.' }),
    held: Type.Integer(),
    failed: Type.Integer({ description: 'Refused, failed or unknown within the range, and not sent again.' }),
    sent: Type.Integer({ description: 'Accepted within the range.' }),
    p50Ms: OrNull(Type.Integer({ description: 'Half of the answers took no longer.' })),
    p99Ms: OrNull(Type.Integer({ description: '99 of 100 answers took no longer.' })),
    series: Type.Array(
      Type.Object({ at: Moment, delivered: Type.Integer(), refused: Type.Integer(), failed: Type.Integer() }),
      { description: 'Attempts by time: accepted, refused, and without a usable answer.' },
    ),
  },
  { description: 'How a connection has fared. Waiting, held and failed are counted to 10,000.' },
);

const NeedWire = Type.Object({
  kind: Type.String({
    description: 'refused, failed, unknown, brake, failing, paused, unassigned, alert or copy.',
    examples: ['refused'],
  }),
  count: Type.Integer(),
  atLeast: Type.Boolean({ description: 'There are so many or more.' }),
  connection: OrNull(Type.String()),
  trigger: OrNull(Type.String()),
  text: OrNull(Type.String()),
});

export const readOverviewOperation = operation({
  id: 'readOverview',
  tag: 'Operations',
  summary: 'Says what needs a person now, and how everything flows.',
  description:
    'The series come from figures that are counted beside the queue, up to two seconds ago; what is waiting and failed is counted now, to 10,000 for each connection.',
  params: UnitPath,
  query: RangeQuery,
  answers: {
    200: Type.Object(
      {
        range: Type.String(),
        since: Moment,
        until: Moment,
        bucketMinutes: Type.Integer(),
        lagMs: Type.Integer({ description: 'How long the oldest message that nothing holds has been due.' }),
        counts: CountsWire,
        atLeast: AtLeastWire,
        needsPerson: Type.Array(NeedWire),
        connections: Type.Array(HealthWire),
        today: Type.Object(
          {
            delivered: Type.Integer(),
            usual: OrNull(Type.Integer({ description: 'By this time of such a day; null: there was none yet.' })),
          },
          { description: 'Delivered since midnight in the zone of the unit.' },
        ),
        slowest: Type.Array(
          Type.Object({
            name: Type.String(),
            count: Type.Integer(),
            p50Ms: Type.Integer(),
            p99Ms: Type.Integer(),
          }),
        ),
        checklist: Type.Array(Type.Object({ step: Type.String(), done: Type.Boolean() }), {
          description: 'The way from nothing to the first delivered message.',
        }),
      },
      { description: 'The unit at a glance.' },
    ),
  },
  handle: async ({ parts, caller, query: { range = '24h' } }) => {
    const { unit } = await parts.plans.read(parts.database, caller.unitId);
    const asked = { range, now: parts.now(), zone: unit.zone, viewer: caller };
    return { body: await readOverview(parts.database, caller.unitId, asked) };
  },
});

export const readConnectionHealth = operation({
  id: 'readConnectionHealth',
  tag: 'Connections',
  summary: 'Says how a connection has fared over time.',
  params: NamePath,
  query: RangeQuery,
  answers: {
    200: Type.Object(
      {
        ...HealthWire.properties,
        alerts: Type.Array(
          Type.Object({
            at: Moment,
            resolvedAt: OrNull(Moment),
            resolvedBy: OrNull(Type.String()),
            kind: Type.String(),
            text: Type.String(),
          }),
          { description: 'When it began to fail and when it had recovered, the newest first.' },
        ),
      },
      { description: 'The connection over time.' },
    ),
  },
  refusals: ['not-found'],
  handle: async ({ parts, caller, params: { name }, query: { range = '24h' } }) => {
    const { unitId } = caller;
    const { connections } = await parts.plans.read(parts.database, unitId);
    if (!connections.has(name))
      refuse('not-found', `There is no connection ${JSON.stringify(name)} in unit ${unitId}.`);
    await rollUp(parts.database, unitId);
    const span = spanOf(range, parts.now());
    const health = await readHealth(parts.database, unitId, span, { only: name, hooksOf: 'all' });
    const [found] = health.connections;
    if (found === undefined)
      return refuse('not-found', `The connection ${JSON.stringify(name)} has just been deleted.`);
    return { body: { ...found, alerts: await readConnectionAlerts(parts.database, unitId, name, span.since) } };
  },
});
