import type { UnitPlan } from '../triggers/unit-plan.ts';
import type { CallUnit, Dictionaries } from './call.ts';
import { compileDefinition, type CompiledOutcome } from './compile-definition.ts';
import { type ApiDefinition, type CallMethod, definitionDefaults } from './definition.ts';
import { parsePattern, type PathPattern } from './path-pattern.ts';

/** A definition as calls find it. One that does not compile (any more) is found as well, and answers that it is broken. */
export interface RoutedDefinition {
  readonly source: ApiDefinition;
  readonly pattern: PathPattern;
  readonly methods: readonly CallMethod[];
  readonly compiled: CompiledOutcome;
}

/** A unit's API definitions, compiled: what one version of its configuration means for calls. */
export interface InboundPlan {
  readonly unit: CallUnit;
  readonly definitions: readonly RoutedDefinition[];
  readonly dictionaries: Dictionaries;
}

const plans = new WeakMap<UnitPlan, InboundPlan>();

/** Compiled once for each version of the unit's configuration. */
export function inboundPlan(plan: UnitPlan): InboundPlan {
  const kept = plans.get(plan);
  if (kept !== undefined) return kept;
  const { unit } = plan;
  const made: InboundPlan = {
    unit: { unitId: unit.unitId, name: unit.name, zone: unit.zone, locale: unit.locale },
    dictionaries: Object.fromEntries([...plan.dictionaries].map(([name, { entries }]) => [name, entries])),
    // The bodies were checked against their schema when they were saved.
    definitions: plan.inbound.map((body) => routed(body as ApiDefinition, [...plan.dictionaries.keys()])),
  };
  plans.set(plan, made);
  return made;
}

export function routed(source: ApiDefinition, dictionaries: readonly string[]): RoutedDefinition {
  return {
    source,
    pattern: parsePattern(source.path),
    methods: source.methods ?? definitionDefaults.methods,
    compiled: compileDefinition(source, dictionaries),
  };
}
