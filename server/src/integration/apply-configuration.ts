import { writeAudit } from '../access/audit-store.ts';
import { bindSecret as bindUnboundSecret, listSecrets, writeSecret } from '../configuration/secret-store.ts';
import type { SecretKeys } from '../configuration/seal.ts';
import {
  type ConfigurationObject,
  deleteConfigurationObject,
  raiseConfigurationVersion,
  readConfiguration,
  readUnit,
  writeConfigurationObject,
} from '../configuration/store.ts';
import { type Connection, connectionDefaults, hostOf } from '../connections/connection.ts';
import { ensureLanes } from '../connections/lane-store.ts';
import type { Transaction } from '../database/database.ts';
import { type Fault, type ProblemCode, Refusal, refuse } from '../errors.ts';
import type { EgressAllowance } from '../outbound/address-guard.ts';
import { certificateFaults } from '../outbound/certificate-faults.ts';
import { nextTime } from '../triggers/fire-trigger.ts';
import { replaceSchedules } from '../triggers/store.ts';
import { readTrigger, type Trigger, type TriggerBody } from '../triggers/trigger.ts';
import { type Hook, laneOfHook } from '../webhooks/hook.ts';
import { type Applying, judgeActingUsers } from './acting-users.ts';
import { type BoundSecrets, bindSecrets, hostsOf, secretsIn, type SecretUse } from './bind-secrets.ts';
import { type Configured, judgeConfiguration } from './check-configuration.ts';
import { compareObject, type ObjectChange } from './compare-objects.ts';
import { goldenDifferences } from './golden-differences.ts';
import { keptSampleFaults } from './definition-faults.ts';
import { type FileObject, type FileReading, type Section, sections } from './integration-file.ts';
import { noteLockedSecrets } from './locked-secrets.ts';
import { under } from './placed-faults.ts';
import { type PlainSecrets, takePlainSecrets } from './plain-secrets.ts';
import { auditGroups, type JudgedConfiguration, neededGroup, rightFaults } from './right-faults.ts';
import { connectionsInUse, lockConfiguration } from './store.ts';
import { syncHooks } from './sync-hooks.ts';
import { xsdFaults } from './xsd-faults.ts';

/** A change of a unit's configuration: objects to be as they are here, and names that shall be gone. Everything else stays. */
export interface ConfigurationChange {
  readonly objects: readonly FileObject[];
  readonly removals?: readonly { readonly kind: Section; readonly name: string }[];
  /** Faults in the form of other objects of the same file, and the names of these: told together with everything that is found here. */
  readonly form?: Pick<FileReading, 'faults' | 'unreadable'>;
  /** In these sections everything that `objects` does not name is removed. */
  readonly prune?: readonly Section[];
  /** Values by name. They are sealed at once; nothing ever shows them again. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Says what would change, and changes nothing. */
  readonly dryRun?: boolean;
  /** Why, in a person's words: stands with each version that comes of it. Needed where a golden record comes out differently. */
  readonly reason?: string;
}

export interface ApplySurroundings {
  readonly unitId: number;
  readonly caller: Applying;
  readonly keys: SecretKeys;
  readonly egressRanges: EgressAllowance['ranges'];
}

export interface Applied {
  readonly changes: readonly ObjectChange[];
  /** Names of the secrets that were given. */
  readonly secrets: readonly string[];
  /** Sentences: nothing is wrong, but something is missing before a message can go out. */
  readonly warnings: readonly string[];
}

/**
 * Brings the configuration to what is asked, as a whole or not at all. Doing it twice changes nothing the second time. Refuses with
 * `invalid-configuration` and every fault at once; what is checked is the configuration as it would be, so a template in the file may use a dictionary of the unit.
 */
export async function applyConfiguration(
  transaction: Transaction,
  surroundings: ApplySurroundings,
  asked: ConfigurationChange,
): Promise<Applied> {
  const { unitId, caller, keys, egressRanges } = surroundings;
  if (!(await lockConfiguration(transaction, unitId))) refuse('not-found', `There is no unit ${unitId}.`);
  const current = (await readConfiguration(transaction, unitId)).filter(isOfFile);
  const plain = await takePlain(transaction, unitId, current, asked);
  const change = { ...asked, objects: plain.objects, secrets: { ...asked.secrets, ...plain.secrets } };
  const plan = planChange(current, change);
  const secrets = await planSecrets(transaction, unitId, plan.wanted, change.secrets);
  const removed = plan.changes.filter((each) => each.change === 'removed');
  const inUse = await connectionsInUse(transaction, unitId, removed.flatMap(lanesInChange));
  const changedDefinitions = changedBodies(plan).filter(({ kind }) => kind === 'definitions');
  const users = await judgeActingUsers(transaction, unitId, caller, changedDefinitions, plan.wanted);
  const unreadable = change.form?.unreadable ?? [];
  const judgedWhole = judgeConfiguration(plan.wanted, egressRanges, { unreadable, removed });
  // Of what does not compile there is nothing to compare.
  const golden =
    judgedWhole.faults.length > 0 ? [] : await goldenDifferences(transaction, unitId, changedBodies(plan), plan.wanted);
  const faults = [
    ...(change.form?.faults ?? []),
    ...judgedWhole.faults,
    // As they were written: a key is taken out of its connection.
    ...asked.objects.flatMap(certificateFaultsOf),
    ...(await xsdFaults(plan.wanted, changedBodies(plan))),
    ...secrets.faults,
    ...removed.filter((each) => lanesInChange(each).some((lane) => inUse.has(lane))).map(stillNeeded),
    ...removed.flatMap(neededGroup),
    ...users.faults,
    ...(change.reason === undefined && change.dryRun !== true ? golden : []),
  ];
  const judged = { changes: plan.changes, before: current, after: plan.wanted };
  // Entities with faults cannot be compared.
  const denied = caller.administrator || !judgedWhole.entitiesKnown ? [] : rightFaults(judged);
  if (faults.length > 0) throw refusalOf([...faults, ...denied]);
  if (denied.length > 0) throw refusalOf(denied, 'forbidden');
  const given = Object.keys(change.secrets).sort();
  const unused = secrets.bindings.filter(({ name, hosts }) => hosts.length === 0 && given.includes(name));
  const warnings = [
    ...secrets.missing.map(
      (name) =>
        `The secret ${JSON.stringify(name)} has no value yet: nothing that needs it can be sent. Give it with --secret ${name}=VALUE, or under "secrets".`,
    ),
    ...unused.map(({ name }) => `The secret ${JSON.stringify(name)} was given, but nothing uses it: check its name.`),
    ...plain.warnings,
    ...users.warnings,
    ...keptSampleFaults(plan.wanted),
    ...(change.dryRun === true ? golden.map(({ message }) => message) : []),
  ];
  const applied: Applied = { changes: plan.changes, secrets: given, warnings };
  if (change.dryRun !== true) await write(transaction, surroundings, keys, { plan, secrets, change, applied, judged });
  return applied;
}

async function takePlain(
  transaction: Transaction,
  unitId: number,
  current: readonly FileSection[],
  { objects, secrets = {} }: ConfigurationChange,
): Promise<PlainSecrets> {
  const stored = (await listSecrets(transaction, unitId)).map(({ name }) => name);
  return takePlainSecrets(objects, current, new Set([...stored, ...Object.keys(secrets)]));
}

function certificateFaultsOf({ kind, body, path }: FileObject): Fault[] {
  return kind === 'connections' ? certificateFaults(body as Connection).map((fault) => under(path, fault)) : [];
}

type FileSection = ConfigurationObject & { readonly kind: Section };
function isOfFile(object: ConfigurationObject): object is FileSection {
  return (sections as readonly string[]).includes(object.kind);
}

interface Plan {
  readonly wanted: Configured;
  readonly changes: readonly ObjectChange[];
  readonly bodies: ReadonlyMap<string, FileObject>;
}

const keyOf = ({ kind, name }: { readonly kind: string; readonly name: string }): string => `${kind}/${name}`;

const changedBodies = ({ changes, bodies }: Plan): FileObject[] =>
  changes.flatMap((each) => (each.change === 'unchanged' ? [] : (bodies.get(keyOf(each)) ?? [])));

function planChange(current: readonly FileSection[], change: ConfigurationChange): Plan {
  const before = new Map(current.map((object) => [keyOf(object), object]));
  const bodies = new Map(change.objects.map((object) => [keyOf(object), object]));
  const gone = new Set((change.removals ?? []).map(keyOf));
  for (const object of current) {
    if (change.prune?.includes(object.kind) === true && !bodies.has(keyOf(object))) gone.add(keyOf(object));
  }
  const kept = current
    .filter((object) => !bodies.has(keyOf(object)) && !gone.has(keyOf(object)))
    .map(({ kind, name, body }): FileObject => {
      return { kind, name, body, path: `${kind}[${JSON.stringify(name)}]`, kept: true };
    });
  const removals = [...gone].flatMap((key) => before.get(key) ?? []);
  return {
    wanted: [...change.objects, ...kept],
    bodies,
    changes: [
      ...change.objects.map(({ kind, name, body }) =>
        compareObject(kind, name, before.get(keyOf({ kind, name }))?.body, body),
      ),
      ...removals.map(({ kind, name, body }) => compareObject(kind, name, body, undefined)),
    ],
  };
}

async function planSecrets(
  transaction: Transaction,
  unitId: number,
  wanted: Configured,
  given: Readonly<Record<string, string>>,
): Promise<BoundSecrets> {
  const stored = new Map((await listSecrets(transaction, unitId)).map(({ name, hosts }) => [name, hosts]));
  return bindSecrets(secretUses(wanted), stored, new Set(Object.keys(given)));
}

/** Connections use secrets themselves; a template's go to the connections that a trigger delivers it to. */
function secretUses(wanted: Configured): SecretUse[] {
  const connections = wanted.filter(({ kind }) => kind === 'connections');
  const triggers = triggersIn(wanted);
  const usesOf = ({ body, path }: FileObject, hosts: readonly string[]): SecretUse[] =>
    [...secretsIn(body)].map((secret) => ({ secret, hosts, path }));
  const ofConnections = connections.flatMap((object) => usesOf(object, hostsOf(object.body as Connection)));
  const ofTemplates = wanted
    .filter(({ kind }) => kind === 'templates')
    .flatMap((object) => {
      const targets = triggers.flatMap(({ deliver }) =>
        deliver.filter(({ template }) => template === object.name).map((entry) => entry.connection),
      );
      const hosts = connections
        .filter(({ name }) => targets.includes(name))
        .flatMap(({ body }) => hostsOf(body as Connection));
      return usesOf(object, hosts);
    });
  const ofHooks = wanted
    .filter(({ kind }) => kind === 'hooks')
    .flatMap((object) => {
      const host = hostOf((object.body as Hook).targetUrl);
      return usesOf(object, host === undefined ? [] : [host]);
    });
  const ofDefinitions = wanted
    .filter(({ kind }) => kind === 'definitions')
    .flatMap((object) => usesOf(object, [inboundHost]));
  return [...ofConnections, ...ofTemplates, ...ofHooks, ...ofDefinitions];
}

/** What the secrets of API definitions are bound to: they check who calls, and go to no host, unless their value is given again. */
const inboundHost = 'API definitions';

const triggersIn = (wanted: Configured): Trigger[] =>
  wanted.filter(({ kind }) => kind === 'triggers').map(({ body }) => readTrigger(body as TriggerBody));

/** What a connection or hook of the configuration sends with. */
function lanesInChange({ kind, name }: Pick<ObjectChange, 'kind' | 'name'>): string[] {
  if (kind === 'hooks') return [laneOfHook({ id: '', name })];
  return kind === 'connections' ? [name] : [];
}

function stillNeeded({ kind, name }: ObjectChange): Fault {
  const one = kind === 'hooks' ? 'hook' : 'connection';
  const message = `The ${one} ${JSON.stringify(name)} cannot go yet, because it has messages on their way. Wait until they have ended, or cancel them first: GET /api/v1/{unit}/deliveries?connection=${encodeURIComponent(name)} lists them.`;
  return { path: `${kind}[${JSON.stringify(name)}]`, message };
}

/** Every fault in one refusal; a single one stands in the sentence too. */
export function refusalOf(faults: readonly Fault[], code: ProblemCode = 'invalid-configuration'): Refusal {
  const [first] = faults;
  const detail =
    faults.length === 1 && first !== undefined
      ? `The configuration has a fault${first.path ? ` at ${first.path}` : ''}: ${first.message}`
      : `The configuration has ${faults.length} faults; nothing was changed.`;
  return new Refusal(code, detail, faults);
}

interface Writing {
  readonly plan: Plan;
  readonly secrets: BoundSecrets;
  readonly change: ConfigurationChange;
  readonly applied: Applied;
  readonly judged: JudgedConfiguration;
}

async function write(
  transaction: Transaction,
  { unitId, caller }: ApplySurroundings,
  keys: SecretKeys,
  writing: Writing,
): Promise<void> {
  const { plan, secrets, change, applied } = writing;
  const changed = plan.changes.filter((each) => each.change !== 'unchanged');
  for (const each of changed) {
    const object = plan.bodies.get(keyOf(each));
    if (each.change === 'removed')
      await deleteConfigurationObject(transaction, unitId, each.kind, each.name, caller.name, change.reason);
    else if (object !== undefined)
      await writeConfigurationObject(transaction, unitId, object, caller.name, change.reason);
  }
  for (const { name, hosts } of secrets.bindings) {
    const value = change.secrets?.[name];
    if (value === undefined) await bindUnboundSecret(transaction, unitId, name, hosts);
    else
      await writeSecret(
        transaction,
        unitId,
        { name, value, hosts: hosts.length === 0 ? null : hosts },
        keys,
        caller.name,
      );
  }
  if (applied.secrets.length > 0) await noteLockedSecrets(transaction, unitId, keys);
  if (changed.length === 0 && applied.secrets.length === 0) return;
  const connections = plan.wanted.filter(({ kind }) => kind === 'connections').map(({ body }) => body as Connection);
  await ensureLanes(transaction, unitId, connections.flatMap(lanesOf));
  const hooks = plan.wanted.filter(({ kind }) => kind === 'hooks').map(({ body }) => body as Hook);
  await syncHooks(transaction, { unitId, caller, keys, now: new Date() }, hooks);
  await replaceSchedules(transaction, unitId, await schedulesOf(transaction, unitId, plan.wanted));
  await raiseConfigurationVersion(transaction, unitId);
  const detail = {
    changes: changed.map(({ kind, name, change: what }) => ({ kind, name, change: what })),
    secrets: applied.secrets,
    ...(change.reason === undefined ? {} : { reason: change.reason }),
  };
  await writeAudit(transaction, unitId, { who: caller.name, what: 'configuration-applied', detail });
  await auditGroups(transaction, unitId, caller.name, writing.judged);
}

function lanesOf({ name, shards = connectionDefaults.shards }: Connection): { connection: string; shard: number }[] {
  return Array.from({ length: shards }, (_, shard) => ({ connection: name, shard }));
}

/** The times at which triggers fire by themselves; one that is off has none. */
async function schedulesOf(
  transaction: Transaction,
  unitId: number,
  wanted: Configured,
): Promise<Parameters<typeof replaceSchedules>[2]> {
  const unitZone = (await readUnit(transaction, unitId))?.zone ?? 'UTC';
  return triggersIn(wanted).flatMap(({ name, schedule, mode }) => {
    if (schedule === undefined || mode === 'off') return [];
    const zone = schedule.zone ?? unitZone;
    const nextAt = nextTime(schedule.cron, zone, new Date());
    return nextAt === undefined ? [] : [{ trigger: name, cron: schedule.cron, zone, nextAt }];
  });
}
