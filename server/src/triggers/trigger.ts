import { type Static, Type } from 'typebox';
import { laneOfHook } from '../webhooks/hook.ts';

const Name = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$', examples: ['invoice-approved'] });

/** What kind of event a trigger listens to. Without `on`: created and updated. */
const On = Type.Union([
  Type.Literal('created'),
  Type.Literal('updated'),
  Type.Literal('deleted'),
  Type.Literal('requested'),
  Type.Literal('interval', { description: 'Of time: an interval of attendance begins, ends or is corrected.' }),
  Type.Object(
    { status: Type.String() },
    { additionalProperties: false, description: 'The record reaches this status.' },
  ),
  Type.Object(
    { property: Type.String(), is: Type.Optional(Type.Unknown()) },
    { additionalProperties: false, description: 'The property is set, to this value where one is named.' },
  ),
]);

export const DeliverEntry = Type.Object(
  {
    connection: Type.Optional(Type.String({ description: 'Where the message goes; or name a hook.' })),
    hook: Type.Optional(
      Type.String({
        description:
          'A hook of the configuration, instead of a connection: it gets a signed notice, no message of a template.',
        examples: ['isdoc-bridge'],
      }),
    ),
    template: Type.Optional(Type.String()),
    repeat: Type.Optional(
      Type.Union([Type.Literal('once'), Type.Literal('always')], {
        description:
          'once (the default for documents): not when the record was delivered to this connection or is on its way.',
      }),
    ),
    mark: Type.Optional(
      Type.Object(
        { property: Type.String(), delivered: Type.Optional(Type.Unknown()), failed: Type.Optional(Type.Unknown()) },
        {
          additionalProperties: false,
          description: 'The property that shows the delivery’s fate, set together with it.',
        },
      ),
    ),
    payload: Type.Optional(
      Type.Union([Type.Literal('event'), Type.Literal('latest')], {
        description: 'latest: the record is read at the first attempt instead of the event, then frozen.',
      }),
    ),
    supersede: Type.Optional(
      Type.Boolean({
        description: 'A newer delivery of this trigger, record and connection replaces one that still waits.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type DeliverEntry = Static<typeof DeliverEntry>;

/** An entry as it is carried out: `connection` names the lane, that of the connection or that of the hook. */
export type Deliver = Omit<DeliverEntry, 'connection'> & { readonly connection: string };

export const TriggerBody = Type.Object(
  {
    name: Name,
    title: Type.Optional(Type.String({ maxLength: 200 })),
    entity: Type.Optional(
      Type.String({ description: 'Needed by every trigger but one with a schedule and no record.' }),
    ),
    on: Type.Optional(Type.Array(On, { minItems: 1 })),
    when: Type.Optional(Type.String({ description: 'A condition in the template language.' })),
    schedule: Type.Optional(
      Type.Object(
        {
          cron: Type.String({ examples: ['0 6 * * 1-5'] }),
          zone: Type.Optional(Type.String({ examples: ['Europe/Prague'] })),
        },
        {
          additionalProperties: false,
          description:
            'Fires at these times: for each record of the entity that meets the condition, or once where there is no entity.',
        },
      ),
    ),
    deliver: Type.Optional(Type.Array(DeliverEntry, { minItems: 1 })),
    emit: Type.Optional(
      Type.String({
        pattern: '^[a-z][A-Za-z0-9-]*(\\.[A-Za-z0-9-]+)+$',
        maxLength: 100,
        description: 'Gives the event this name, for which hooks can ask.',
        examples: ['documents.exportRequested'],
      }),
    ),
    mode: Type.Optional(Type.Union([Type.Literal('off'), Type.Literal('watch'), Type.Literal('live')])),
    from: Type.Optional(Type.String({ format: 'date', description: 'Records created before this date never fire.' })),
    brake: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'More deliveries than that within an hour are held, and a person is asked.',
      }),
    ),
    writeBacks: Type.Optional(
      Type.Boolean({
        description: 'Fires for changes written by answers too; without it they are ignored, so nothing loops.',
      }),
    ),
    imports: Type.Optional(Type.Boolean({ description: 'Fires for imports and restores too.' })),
  },
  { additionalProperties: false },
);
export type TriggerBody = Static<typeof TriggerBody>;

/** A trigger as it is carried out. */
export interface Trigger extends Omit<TriggerBody, 'deliver'> {
  readonly deliver: readonly Deliver[];
}

/** Brings what was saved to what is carried out: an entry that names a hook goes to the lane of that hook. */
export function readTrigger(body: TriggerBody): Trigger {
  const deliver = (body.deliver ?? []).map((entry): Deliver => ({
    ...entry,
    connection: entry.connection ?? laneOfHook({ id: '', name: entry.hook ?? '' }),
  }));
  return { ...body, deliver };
}
