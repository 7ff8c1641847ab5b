import { Type } from 'typebox';
import { configurators } from '../access/groups.ts';
import { may } from '../access/rights.ts';
import type { Caller } from '../access/caller.ts';
import { refuse } from '../errors.ts';
import { didYouMean } from '../records/suggest.ts';
import { type EventKind, eventKinds } from '../webhooks/event-kinds.ts';
import { noticeSamples } from './notice-samples.ts';
import { type Call, operation } from './operation.ts';
import { Moment, OrNull, UnitPath } from './schemas.ts';

const EventWire = Type.Object(
  {
    name: Type.String({ examples: ['documents.approved'] }),
    entity: OrNull(Type.String({ examples: ['documents'] })),
    kind: Type.String({
      description: 'created, updated, deleted, requested, status, property, trigger or alert.',
      examples: ['status'],
    }),
    title: Type.String({ examples: ['Document reached APPROVED'] }),
    description: Type.String(),
  },
  { description: 'Something that hooks can ask for.' },
);

export const listEventsOperation = operation({
  id: 'listEvents',
  tag: 'Webhooks',
  summary: 'Lists the events that hooks can ask for.',
  params: UnitPath,
  query: Type.Object(
    { entity: Type.Optional(Type.String({ description: 'Only those of this entity.', examples: ['documents'] })) },
    { additionalProperties: false },
  ),
  answers: {
    200: Type.Object({ data: Type.Array(EventWire), nextCursor: Type.Null() }, { description: 'The events.' }),
  },
  handle: async (call) => {
    const { entity } = call.query;
    const data = (await visibleKinds(call)).filter((kind) => entity === undefined || kind.entity === entity);
    return { body: { data, nextCursor: null } };
  },
});

async function visibleKinds({ parts, caller }: Pick<Call, 'parts' | 'caller'>): Promise<EventKind[]> {
  const plan = await parts.database.transaction((transaction) => parts.plans.current(transaction, caller.unitId));
  const kinds = eventKinds(
    plan.definitions,
    plan.triggers.map(({ trigger }) => trigger),
  );
  return kinds.filter(({ entity }) => (entity === null ? seesAlerts(caller) : may(caller.rights, entity, 'read')));
}

const seesAlerts = (caller: Caller): boolean => caller.administrator || caller.groups.includes(configurators);

export const NoticeWire = Type.Object(
  {
    id: Type.String({ description: 'Of the event; hooks that hear of the same event get the same.' }),
    type: Type.String({ examples: ['documents.approved'] }),
    createdAt: Moment,
    unit: Type.Integer(),
    entity: Type.String({ examples: ['documents'] }),
    recordId: OrNull(Type.Integer({ examples: [7] })),
    registration: OrNull(Type.String({ examples: ['2026-0001'] })),
    revision: OrNull(Type.Integer()),
    change: Type.Object({
      fields: Type.Array(Type.String(), { description: 'Names of the fields that changed.', examples: [['status']] }),
    }),
    url: OrNull(Type.String({ description: 'Where the record can be read.' })),
    deliveryId: Type.String({ description: 'The same in every attempt, as in the header webhook-id.' }),
    record: Type.Optional(
      OrNull(
        Type.Object(
          {},
          { additionalProperties: true, description: 'With payload: full, as the owner of the hook may read it.' },
        ),
      ),
    ),
  },
  { additionalProperties: false, description: 'A notice, as it is sent to a hook.' },
);

export const sampleEventOperation = operation({
  id: 'listEventSamples',
  tag: 'Webhooks',
  summary: 'Gives notices of an event as hooks get them, never none.',
  description: 'Of the last such events, else of the newest records, else of a made-up one.',
  params: Type.Object({
    ...UnitPath.properties,
    event: Type.String({ minLength: 1, maxLength: 200, description: 'The event.', examples: ['documents.approved'] }),
  }),
  query: Type.Object(
    {
      payload: Type.Optional(
        Type.Union([Type.Literal('thin'), Type.Literal('full')], { default: 'thin', description: 'As in a hook.' }),
      ),
    },
    { additionalProperties: false },
  ),
  answers: {
    200: Type.Object({ data: Type.Array(NoticeWire), nextCursor: Type.Null() }, { description: 'Notices.' }),
  },
  refusals: ['not-found'],
  handle: async (call) => {
    const { event } = call.params;
    const kinds = await visibleKinds(call);
    if (!kinds.some(({ name }) => name === event)) {
      const hint = didYouMean(
        event,
        kinds.map(({ name }) => name),
      );
      refuse(
        'not-found',
        `There is no event ${JSON.stringify(event)}.${hint || ' GET /api/v1/{unit}/events lists them.'}`,
      );
    }
    const data = await noticeSamples(call.parts, call.caller, event, call.query.payload === 'full');
    return { body: { data, nextCursor: null } };
  },
});
