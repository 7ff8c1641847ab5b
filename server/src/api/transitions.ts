import { Type } from 'typebox';
import { viewerOf } from '../access/rights.ts';
import { listTransitions } from '../records/list-transitions.ts';
import { loadRecords } from '../records/related.ts';
import { referencesOf } from '../records/relations.ts';
import { operation } from './operation.ts';
import { EntityPath, findRecord, keyOf, KeyQuery } from './records.ts';
import { actorOf, OrNull } from './schemas.ts';

const TransitionWire = Type.Object({
  to: Type.String({ examples: ['APPROVED'] }),
  allowed: Type.Boolean({ description: 'Whether you may make it now.' }),
  step: OrNull(
    Type.Object(
      { number: Type.Integer(), of: Type.Integer() },
      { description: 'Of an approval with several steps: the one that you would give.' },
    ),
  ),
  sentence: OrNull(Type.String({ description: 'Why it is not allowed.' })),
});

export const listRecordTransitions = operation({
  id: 'listRecordTransitions',
  tag: 'Records',
  summary: 'Says where the status of a record can go, and whether you may send it there.',
  description:
    'Each way is tried as the change that it would be, and nothing is written. Empty where records of this kind have no status.',
  params: EntityPath,
  query: KeyQuery,
  answers: {
    200: Type.Object(
      {
        status: OrNull(Type.String({ examples: ['PROCESSING'] })),
        waitingFor: OrNull(Type.String({ description: 'The approval that is still needed.' })),
        transitions: Type.Array(TransitionWire),
      },
      { description: 'The ways out of the present status.' },
    ),
  },
  refusals: ['not-found'],
  handle: async (call) => {
    const { parts, caller, params } = call;
    const row = await findRecord(call, keyOf(call.query));
    const { unitId } = caller;
    const { definitions, unit, groups, groupRights } = await parts.plans.read(parts.database, unitId);
    const definition = definitions.get(params.entity);
    const actor = actorOf(caller);
    const transitions =
      definition === undefined
        ? []
        : listTransitions(definition, row, {
            ...{ unitId, definitions, actor, now: parts.now(), zone: unit.zone },
            viewer: viewerOf(actor, groupRights),
            related: await loadRecords(parts.database, unitId, referencesOf(definition, row.data)),
            ...(groups.length > 0 ? { groups } : {}),
          });
    const { process } = row.data as { readonly process?: { readonly waitingFor?: unknown } };
    const waitingFor = typeof process?.waitingFor === 'string' ? process.waitingFor : null;
    return { body: { status: row.status, waitingFor, transitions } };
  },
});
