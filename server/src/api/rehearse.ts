import { compileExpression } from '@gangway/language';
import { Type } from 'typebox';
import { Refusal, refuse } from '../errors.ts';
import { inTurn } from '../overview/in-turn.ts';
import { rehearse } from '../overview/rehearse.ts';
import { fieldsOf } from '../records/field-tree.ts';
import { nearest } from '../schema-faults.ts';
import type { CompiledTrigger } from '../triggers/match-triggers.ts';
import { readTrigger, type Trigger, TriggerBody } from '../triggers/trigger.ts';
import { conditionScope, type UnitPlan } from '../triggers/unit-plan.ts';
import { operation } from './operation.ts';
import { Moment, NamePath, OrNull } from './schemas.ts';

const RowWire = Type.Object({
  eventId: OrNull(Type.String()),
  entity: Type.String({ examples: ['documents'] }),
  recordId: Type.Integer(),
  registration: Type.String(),
  at: Moment,
  user: Type.String(),
  event: Type.String({ examples: ['documents.approved'] }),
  fires: OrNull(Type.Boolean({ description: 'null: it cannot be told; `problem` says why.' })),
  problem: OrNull(Type.String()),
});

export const rehearseTrigger = operation({
  id: 'rehearseTrigger',
  changesNothing: true,
  tag: 'Configuration',
  summary: 'Asks a trigger for which changes of the last days it would have fired, and sends nothing.',
  description:
    'With a trigger in the body that one is asked, whether it is saved or not, also one that is off. 20,000 changes are examined at most, for three seconds. What the triggers saw is kept of changes of which a message was made; other records are put together from their history. Whether a record was delivered before (`repeat: once`) is not asked.',
  params: NamePath,
  body: Type.Object(
    {
      trigger: Type.Optional(TriggerBody),
      days: Type.Optional(Type.Integer({ minimum: 1, maximum: 30, default: 30 })),
      rows: Type.Optional(Type.Integer({ minimum: 1, maximum: 20, default: 20, description: 'How many are shown.' })),
    },
    { additionalProperties: false },
  ),
  bodyOptional: true,
  answers: {
    200: Type.Object(
      {
        since: Moment,
        examined: Type.Integer(),
        complete: Type.Boolean({ description: 'false: there are more changes than were examined.' }),
        wouldFire: Type.Integer(),
        cannotTell: Type.Integer(),
        rows: Type.Array(RowWire, { description: 'Those that fire first, then those that cannot be told.' }),
        notes: Type.Array(Type.String(), { description: 'What is to be known of how it was found.' }),
      },
      { description: 'What the trigger would have done.' },
    ),
  },
  refusals: ['not-found', 'invalid-configuration'],
  handle: async ({ parts, caller, params, body }) => {
    const plan = await parts.plans.read(parts.database, caller.unitId);
    const trigger = body.trigger === undefined ? savedTrigger(plan, params.name) : readTrigger(body.trigger);
    const asked = { trigger: compile(plan, trigger), days: body.days ?? 30, rows: body.rows ?? 20 };
    const whole = { ...asked, viewer: caller, now: parts.now() };
    return { body: await inTurn(() => rehearse(parts.database, plan, whole)) };
  },
});

function savedTrigger({ triggers }: UnitPlan, name: string): Trigger {
  const found = triggers.find(({ trigger }) => trigger.name === name)?.trigger;
  if (found !== undefined) return found;
  const names = triggers.map(({ trigger }) => trigger.name);
  const near = nearest(name, names);
  const hint = near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`;
  return refuse('not-found', `There is no trigger ${JSON.stringify(name)}. Save it, or send it in the body.${hint}`);
}

/** As a trigger in force: what is off would fire as well. Every fault of its condition, with line and column. */
function compile(plan: UnitPlan, trigger: Trigger): CompiledTrigger {
  const definition = trigger.entity === undefined ? undefined : plan.definitions.get(trigger.entity);
  if (trigger.entity !== undefined && definition === undefined) {
    const message = `There is no entity ${JSON.stringify(trigger.entity)}. There are ${[...plan.definitions.keys()].join(', ')}.`;
    throw new Refusal('invalid-configuration', message, [{ path: 'trigger.entity', message }]);
  }
  const inForce: Trigger = { ...trigger, mode: 'live' };
  if (trigger.when === undefined) return { trigger: inForce, when: undefined };
  const input = definition === undefined ? ({ kind: 'any' } as const) : fieldsOf(definition, plan.definitions);
  const compiled = compileExpression(trigger.when, conditionScope(input, [...plan.dictionaries.keys()]));
  if (compiled.ok) return { trigger: inForce, when: compiled.value };
  const faults = compiled.problems.map(({ message, line, column }) => ({
    path: 'trigger.when',
    message,
    line,
    column,
  }));
  throw new Refusal(
    'invalid-configuration',
    `The condition has ${faults.length === 1 ? 'a fault' : 'faults'}: ${faults[0]?.message ?? ''}`,
    faults,
  );
}
