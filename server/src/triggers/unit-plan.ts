import { compileExpression, type Expression, type FieldType, type Scope } from '@gangway/language';
import type { Group } from '../access/groups.ts';
import { type ConfiguredGroups, configuredGroups } from '../access/rights.ts';
import {
  type ConfigurationObject,
  ensureRoute,
  readConfiguration,
  readConfigurationVersion,
  readUnit,
  type UnitRow,
} from '../configuration/store.ts';
import { type Connection, connectionDefaults } from '../connections/connection.ts';
import { ensureLanes, readLanes } from '../connections/lane-store.ts';
import type { Transaction } from '../database/database.ts';
import { refuse } from '../errors.ts';
import { resolveDefinitions } from '../records/resolve-definitions.ts';
import type { Definitions } from '../records/types.ts';
import type { Dictionary, MessageTemplate, SchemaSet } from '../templates/template.ts';
import type { CompiledTrigger } from './match-triggers.ts';
import { pinRoute } from './route.ts';
import type { Deliver, Trigger } from './trigger.ts';

/** A unit's configuration, compiled: what one version of it means for changes of records. Immutable. */
export interface UnitPlan {
  readonly unit: UnitRow;
  readonly definitions: Definitions;
  readonly connections: ReadonlyMap<string, Connection>;
  readonly templates: ReadonlyMap<string, MessageTemplate>;
  readonly dictionaries: ReadonlyMap<string, Dictionary>;
  readonly schemas: ReadonlyMap<string, SchemaSet>;
  readonly triggers: readonly CompiledTrigger[];
  readonly groups: readonly string[];
  /** What the unit's groups allow their members. */
  readonly groupRights: ConfiguredGroups;
  /** Lane ids by connection, in the order of their shards. */
  readonly lanes: ReadonlyMap<string, readonly number[]>;
  /** The pinned route of each entry of each trigger's `deliver`. */
  readonly routes: ReadonlyMap<Deliver, number>;
}

export interface UnitPlans {
  /** The plan that this transaction must use: never older than the configuration that it sees. */
  current(transaction: Transaction, unitId: number): Promise<UnitPlan>;
}

/** Keeps the last plan of each unit; a transaction that sees a newer configuration version loads it anew. */
export function cacheUnitPlans(): UnitPlans {
  const plans = new Map<number, UnitPlan>();
  return {
    async current(transaction, unitId) {
      const version = await readConfigurationVersion(transaction, unitId);
      const kept = plans.get(unitId);
      if (kept && kept.unit.configurationVersion === version) return kept;
      const plan = await loadUnitPlan(transaction, unitId);
      // Routes and lanes that the load has made exist for others only after the commit.
      transaction.afterCommit(() => {
        const newest = plans.get(unitId)?.unit.configurationVersion ?? 0;
        if (plan.unit.configurationVersion >= newest) plans.set(unitId, plan);
      });
      return plan;
    },
  };
}

export async function loadUnitPlan(transaction: Transaction, unitId: number): Promise<UnitPlan> {
  const unit = await readUnit(transaction, unitId);
  if (!unit) refuse('not-found', `There is no unit ${unitId} here. Look at /api/v1/me for the units of this token.`);
  const objects = await readConfiguration(transaction, unitId);
  const { connections, ...configured } = readObjects(objects);
  await ensureLanes(transaction, unitId, [...connections.values()].flatMap(lanesOf));
  const sources = {
    unit: { id: unit.unitId, name: unit.name, zone: unit.zone, locale: unit.locale },
    connections,
    templates: configured.templates,
    dictionaries: configured.dictionaries,
  };
  const routes = new Map<Deliver, number>();
  for (const { trigger } of configured.triggers) {
    for (const deliver of trigger.deliver) {
      routes.set(deliver, await ensureRoute(transaction, unitId, pinRoute(deliver, trigger, sources)));
    }
  }
  const lanes = new Map<string, number[]>();
  for (const { connection, id } of await readLanes(transaction, unitId)) {
    lanes.set(connection, [...(lanes.get(connection) ?? []), id]);
  }
  return { unit, connections, ...configured, lanes, routes };
}

function lanesOf({ name, shards = connectionDefaults.shards }: Connection): { connection: string; shard: number }[] {
  return Array.from({ length: shards }, (_, shard) => ({ connection: name, shard }));
}

function readObjects(objects: readonly ConfigurationObject[]) {
  // The bodies were checked against their schemas when they were saved.
  const of = <T>(kind: ConfigurationObject['kind']): Map<string, T> =>
    new Map(objects.filter((object) => object.kind === kind).map(({ name, body }) => [name, body as T]));
  const definitions = resolveDefinitions([...of<Record<string, unknown>>('entities').values()]);
  const dictionaries = of<Dictionary>('dictionaries');
  const triggers = [...of<Trigger>('triggers').values()];
  return {
    definitions,
    connections: of<Connection>('connections'),
    templates: of<MessageTemplate>('templates'),
    dictionaries,
    schemas: of<SchemaSet>('schemas'),
    groups: [...of('groups').keys()],
    groupRights: configuredGroups(of<Group>('groups').values()),
    triggers: triggers.map((trigger): CompiledTrigger => ({
      trigger,
      when: compileWhen(trigger, [...dictionaries.keys()]),
    })),
  };
}

const any: FieldType = { kind: 'any' };

/** What a condition may name; its fields are checked against the entity when the trigger is saved, not again at each load. */
export function conditionScope(input: FieldType, dictionaries: readonly string[]): Scope {
  return { fields: { input, before: input, event: any, user: any, unit: any }, dictionaries, change: true };
}

function compileWhen({ when }: Trigger, dictionaries: readonly string[]): Expression | string | undefined {
  if (when === undefined) return undefined;
  const compiled = compileExpression(when, conditionScope(any, dictionaries));
  if (compiled.ok) return compiled.value;
  return compiled.problems.map(({ message, line, column }) => `${message} (line ${line}, column ${column})`).join(' ');
}
