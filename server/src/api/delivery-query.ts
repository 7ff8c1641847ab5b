import { type StaticDecode, type TObject, Type } from 'typebox';
import { deliveryStates, type DeliveryState } from '../deliveries/delivery.ts';
import { type DeliveryFilter, findMeant } from '../deliveries/delivery-filter-store.ts';
import { refuse } from '../errors.ts';
import { readHook } from '../webhooks/hook-store.ts';
import type { Call } from './operation.ts';

const stateNames = deliveryStates.join(', ');
export const Since = Type.String({ format: 'date-time', examples: ['2026-11-23T12:00:00Z'] });

export const StateQuery = Type.Optional(
  Type.Array(Type.String({ examples: ['failed'] }), {
    description: `Only these states, several times or split by commas: ${stateNames}.`,
  }),
);

/** Which deliveries: what a list and its counts are asked with. */
export const deliveryQuery = {
  state: StateQuery,
  connection: Type.Optional(Type.String({ examples: ['accounting'] })),
  hookId: Type.Optional(Type.String({ format: 'uuid', description: 'Only the notices of this hook.' })),
  trigger: Type.Optional(Type.String()),
  template: Type.Optional(Type.String({ examples: ['invoice-to-pohoda'] })),
  entity: Type.Optional(Type.String({ examples: ['documents'] })),
  recordId: Type.Optional(Type.Integer({ minimum: 1 })),
  since: Type.Optional({ ...Since, description: 'Made at or after this moment.' }),
  until: Type.Optional({ ...Since, description: 'Made before this moment.' }),
  text: Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        'What a person looks for: the id of a delivery or record, the begin of the registration or number of a record, or words of the reason of one that has not arrived.',
      examples: ['2026-00'],
    }),
  ),
};
type DeliveryQuery = StaticDecode<TObject<typeof deliveryQuery>>;

export async function readDeliveryQuery(
  { parts, caller }: Pick<Call, 'parts' | 'caller'>,
  query: DeliveryQuery,
): Promise<DeliveryFilter> {
  const { state, since, until, hookId, text, ...same } = query;
  const { unitId } = caller;
  const entities = async (): Promise<string[]> => [
    ...(await parts.plans.read(parts.database, unitId)).definitions.keys(),
  ];
  return {
    ...same,
    ...(state === undefined ? {} : { states: readStates(state) }),
    ...(since === undefined ? {} : { since: new Date(since) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
    // A hook that is not there has no deliveries.
    ...(hookId === undefined ? {} : { connection: (await readHook(parts.database, unitId, hookId))?.lane ?? '' }),
    ...(text === undefined || text.trim() === ''
      ? {}
      : { meant: await findMeant(parts.database, unitId, text, await entities()) }),
    viewer: caller,
  };
}

/** `?state=failed&state=refused` and `?state=failed,refused`: both are written. */
export function readStates(given: readonly string[]): DeliveryState[] {
  return given
    .flatMap((text) => text.split(','))
    .map((name) => {
      const state = deliveryStates.find((each) => each === name.trim());
      if (state !== undefined) return state;
      const message = `There is no state ${JSON.stringify(name)}. There are ${stateNames}.`;
      return refuse('invalid-parameter', message, [{ path: 'state', message }]);
    });
}
