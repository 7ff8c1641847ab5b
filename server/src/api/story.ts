import { Type } from 'typebox';
import { timeOfId } from '../database/uuid.ts';
import { holdsHidden } from '../deliveries/visible-delivery.ts';
import { readStory, type StoryLine } from '../overview/story.ts';
import { DeliveryWire, deliveryWire, withheld } from './delivery-wire.ts';
import { operation } from './operation.ts';
import { EntityPath, findRecord, type RecordCall } from './records.ts';
import { Moment, OrNull, PageOf, pageQuery } from './schemas.ts';

const StoryWire = Type.Object(
  {
    id: Type.String(),
    at: Moment,
    kind: Type.String({ description: 'change, approval, delivery, notice or alert.', examples: ['approval'] }),
    who: OrNull(Type.String({ description: 'The name of the user, or of the program.' })),
    origin: OrNull(Type.String({ description: 'Of a change: api, console, import, write-back, schedule or system.' })),
    names: Type.Array(Type.String(), { description: 'Of a change: its events.', examples: [['documents.approved']] }),
    changes: Type.Record(Type.String(), Type.Unknown(), { description: 'Field path to [before, after].' }),
    sentence: OrNull(Type.String({ description: 'Of a delivery: its reason; of an alert: what it says.' })),
    delivery: OrNull(DeliveryWire),
    attempts: Type.Array(
      Type.Object({
        number: Type.Integer(),
        at: Moment,
        durationMs: Type.Number(),
        outcome: Type.String({ examples: ['accepted'] }),
        status: OrNull(Type.Integer()),
        reason: Type.String(),
      }),
    ),
    alert: OrNull(Type.Object({ kind: Type.String(), resolvedAt: OrNull(Moment), resolvedBy: OrNull(Type.String()) })),
  },
  { description: 'Something that has happened to the record.' },
);

export const readRecordStory = operation({
  id: 'readRecordStory',
  tag: 'Records',
  summary: 'Tells what has happened to a record in one line of time, the newest first.',
  description: 'Changes, approvals, deliveries with their attempts, notices to hooks and alerts.',
  params: Type.Object({
    ...EntityPath.properties,
    id: Type.Integer({ minimum: 1, description: 'The id of the record.', examples: [7] }),
  }),
  query: Type.Object(pageQuery, { additionalProperties: false }),
  answers: { 200: PageOf(StoryWire, 'What has happened, the newest first.') },
  refusals: ['not-found'],
  handle: async (call) => {
    const { limit = 50, cursor } = call.query;
    const { entity, id } = await findRecord(call, { id: call.params.id }, true);
    const page = { limit, before: cursor };
    const { data, nextCursor } = await readStory(call.parts.database, call.caller.unitId, { entity, id }, page);
    const hidden = await hiddenIn(call, data);
    return { body: { data: data.map((line) => storyWire(line, hidden.has(line.id))), nextCursor } };
  },
});

/** Deliveries whose message was made of related records that the reader may not see: their answers may speak of these. */
async function hiddenIn({ parts, caller }: RecordCall, lines: readonly StoryLine[]): Promise<ReadonlySet<string>> {
  const told = lines.flatMap((line) => ('delivery' in line && line.attempts.length > 0 ? [line.delivery] : []));
  const hidden = await Promise.all(
    told.map(async (delivery) =>
      (await holdsHidden(parts.database, caller.unitId, delivery, caller)) ? [delivery.id] : [],
    ),
  );
  return new Set(hidden.flat());
}

const nothing = {
  who: null,
  origin: null,
  names: [],
  changes: {},
  sentence: null,
  delivery: null,
  attempts: [],
  alert: null,
};

function storyWire(line: StoryLine, isHidden: boolean): object {
  const same = { ...nothing, id: line.id, kind: line.kind };
  switch (line.kind) {
    case 'change':
    case 'approval': {
      const { at, userName, origin, names, changes } = line.change;
      return { ...same, at, who: userName, origin, names, changes };
    }
    case 'delivery':
    case 'notice': {
      const { delivery } = line;
      const attempts = line.attempts.map(({ startedAt, deliveryId: _delivery, ...attempt }) => ({
        ...attempt,
        ...(isHidden ? { reason: withheld } : {}),
        at: startedAt,
      }));
      const sentence = delivery.heldReason ?? delivery.reason;
      return { ...same, at: new Date(timeOfId(line.id)), sentence, delivery: deliveryWire(delivery), attempts };
    }
    case 'alert': {
      const { at, kind, text, resolvedAt, resolvedBy } = line.alert;
      return { ...same, at, sentence: text, alert: { kind, resolvedAt, resolvedBy } };
    }
  }
}
