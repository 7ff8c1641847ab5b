import { compileExpression, type Expression, type FieldType, type Scope } from '@gangway/language';
import type { Group } from '../access/groups.ts';
import { type ConfiguredGroups, configuredGroups } from '../access/rights.ts';
import {
  type ConfigurationObject,
  ensureRoute,
  readConfiguration,
  readUnit,
  readUnitVersions,
  type UnitRow,
} from '../configuration/store.ts';
import { type Connection, connectionDefaults } from '../connections/connection.ts';
import { ensureLanes, readLanes } from '../connections/lane-store.ts';
import type { Database, Transaction } from '../database/database.ts';
import { refuse } from '../errors.ts';
import { resolveDefinitions } from '../records/resolve-definitions.ts';
import type { Definitions } from '../records/types.ts';
import type { View } from '../records/views/view.ts';
import type { Dictionary, MessageTemplate, SchemaSet } from '../templates/template.ts';
import type { CompiledTrigger } from './match-triggers.ts';
import { isHookLane } from '../webhooks/hook.ts';
import { readHooksSince } from '../webhooks/hook-store.ts';
import { type ListeningHooks, noHooks } from '../webhooks/listening-hooks.ts';
import { pinRoute } from './route.ts';
import { type Deliver, readTrigger, type Trigger, type TriggerBody } from './trigger.ts';

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
  /** The unit's own views; with the built-in ones they are compiled where they are asked for (integration/unit-views.ts). */
  readonly views: ReadonlyMap<string, View>;
  /** The API definitions as they are configured; inbound/ compiles them. */
  readonly inbound: readonly Readonly<Record<string, unknown>>[];
  /** Lane ids by connection, in the order of their shards. */
  readonly lanes: ReadonlyMap<string, readonly number[]>;
  /** The pinned route of each entry of each trigger's `deliver`. */
  readonly routes: ReadonlyMap<Deliver, number>;
  readonly hooks: ListeningHooks;
}

export interface UnitPlans {
  /** The plan that this transaction must use: never older than the configuration that it sees. */
  current(transaction: Transaction, unitId: number): Promise<UnitPlan>;
  /** The same for what only reads: one statement, without a transaction, as long as the plan is kept. */
  read(database: Database, unitId: number): Promise<UnitPlan>;
}

/**
 * Keeps the last plan of each unit; a transaction that sees a newer configuration version loads it anew. Hooks have a version of their own, and only
 * those that changed are read: a thousand subscriptions in a row cost a thousand rows, not a thousand readings of the configuration.
 */
export function cacheUnitPlans(): UnitPlans {
  const plans = new Map<number, UnitPlan>();
  const self: UnitPlans = {
    async current(transaction, unitId) {
      const versions = await readUnitVersions(transaction, unitId);
      const kept = plans.get(unitId);
      const isCurrent = kept?.unit.configurationVersion === versions.configuration;
      if (isCurrent && kept.hooks.version >= versions.hooks) return kept;
      const known = isCurrent ? kept : await loadUnitPlan(transaction, unitId, kept?.hooks);
      const changed = await readHooksSince(transaction, unitId, known.hooks.version);
      const plan = { ...known, hooks: known.hooks.with(changed, versions.hooks) };
      // Routes and lanes that the load has made exist for others only after the commit.
      transaction.afterCommit(() => {
        const newest = plans.get(unitId);
        if (newest === undefined || isNewer(plan, newest)) plans.set(unitId, plan);
      });
      return plan;
    },
    async read(database, unitId) {
      const versions = await readUnitVersions(database, unitId);
      const kept = plans.get(unitId);
      const isCurrent = kept?.unit.configurationVersion === versions.configuration;
      if (isCurrent && kept.hooks.version >= versions.hooks) return kept;
      return database.transaction((transaction) => self.current(transaction, unitId));
    },
  };
  return self;
}

function isNewer(one: UnitPlan, other: UnitPlan): boolean {
  const difference = one.unit.configurationVersion - other.unit.configurationVersion;
  return difference > 0 || (difference === 0 && one.hooks.version >= other.hooks.version);
}

/** `hooks`: those that are known; what changed since is read by whoever keeps the plan. */
async function loadUnitPlan(
  transaction: Transaction,
  unitId: number,
  hooks: ListeningHooks = noHooks,
): Promise<UnitPlan> {
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
    if (!isHookLane(connection)) lanes.set(connection, [...(lanes.get(connection) ?? []), id]);
  }
  return { unit, connections, ...configured, lanes, routes, hooks };
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
  const triggers = [...of<TriggerBody>('triggers').values()].map(readTrigger);
  return {
    definitions,
    connections: of<Connection>('connections'),
    templates: of<MessageTemplate>('templates'),
    dictionaries,
    schemas: of<SchemaSet>('schemas'),
    groups: [...of('groups').keys()],
    groupRights: configuredGroups(of<Group>('groups').values()),
    views: of<View>('views'),
    inbound: [...of<Readonly<Record<string, unknown>>>('definitions').values()],
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
