import { Type } from 'typebox';
import { readInbox } from '../overview/inbox.ts';
import { AlertWire } from './alerts.ts';
import { DeliveryWire, deliveryWire } from './delivery-wire.ts';
import { operation } from './operation.ts';
import { passWire, PassWire } from './passes.ts';
import { Moment, UnitPath } from './schemas.ts';

const count = Type.Integer();

export const readInboxOperation = operation({
  id: 'readInbox',
  tag: 'Operations',
  summary:
    'Gathers everything that waits for a person: alerts, unknown answers, what failed, brakes, passes of nobody.',
  description:
    '20 rows of each kind at most, the newest first; the lists of each kind have the rest. Only what you may see. What failed and was sent again since is not in it.',
  params: UnitPath,
  answers: {
    200: Type.Object(
      {
        counts: Type.Object({
          alerts: count,
          unknown: count,
          failures: count,
          brakes: count,
          passes: count,
          total: count,
        }),
        atLeast: Type.Array(Type.String(), { description: 'Kinds that were not counted to the end.' }),
        alerts: Type.Array(AlertWire),
        recovered: Type.Array(AlertWire, { description: 'What has ended by itself within the last day.' }),
        unknown: Type.Array(DeliveryWire, { description: 'Whose answer nobody understood: say whether it is there.' }),
        failures: Type.Array(DeliveryWire, { description: 'Refused or failed.' }),
        brakes: Type.Array(Type.Object({ trigger: Type.String(), held: Type.Integer(), since: Moment })),
        passes: Type.Array(PassWire),
      },
      { description: 'What waits for a person.' },
    ),
  },
  handle: async ({ parts, caller }) => {
    const { unknown, failures, passes, ...same } = await readInbox(parts.database, caller.unitId, caller);
    return {
      body: {
        ...same,
        unknown: unknown.map(deliveryWire),
        failures: failures.map(deliveryWire),
        passes: passes.map(passWire),
      },
    };
  },
});
