import { writeAudit } from '../access/audit-store.ts';
import { configurators } from '../access/groups.ts';
import type { Viewer } from '../access/rights.ts';
import type { SecretKeys } from '../configuration/seal.ts';
import { resolveAlerts } from '../alerts/store.ts';
import { pauseLanes, resumeLanes } from '../connections/lane-store.ts';
import type { Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { type Fault, Refusal, refuse } from '../errors.ts';
import { type HookChecks, hookFaults } from './check-hook.ts';
import { type HookFields, type HookSettings, laneOfHook, laneSettingsOf } from './hook.ts';
import {
  countHooks,
  endHooks,
  findFailingHooks,
  findSameHook,
  type HookRow,
  insertHook,
  lockHook,
  raiseHooksVersion,
  restartFailing,
  readHook,
  updateHook,
} from './hook-store.ts';
import { type HookVault, openVault, rotated, sealVault } from './hook-vault.ts';
import { ensureSigningKey } from './key-store.ts';
import { cancelOpenNotices, pullNotices } from './notice-store.ts';
import { newHookSecret } from './signing-secret.ts';

/** Who manages hooks: the user of a token or session. */
export interface HookCaller extends Viewer {
  readonly unitId: number;
  readonly userId: number;
  readonly name: string;
  /** null: the hook is bound to no token. */
  readonly tokenId: string | null;
}

export interface HookSurroundings {
  readonly caller: HookCaller;
  readonly keys: SecretKeys;
  readonly checks: Omit<HookChecks, 'rights'>;
  readonly now: Date;
  /** 32 random bytes. */
  readonly random: Uint8Array;
}

/** A program that subscribes in a loop must not fill the installation. */
const mostHooks = 10_000;

export interface MadeHook {
  readonly hook: HookRow;
  readonly created: boolean;
  /** Only of a new hook: it is never shown again. */
  readonly secret: string | undefined;
}

/** Makes a subscription. The same token asking for the same event at the same address gets the hook that it has, brought to what it asks for now. */
export async function createHook(
  transaction: Transaction,
  surroundings: HookSurroundings,
  fields: HookFields,
  expiresAt: Date | null = null,
): Promise<MadeHook> {
  const { caller, keys, checks, random } = surroundings;
  const { unitId, tokenId, userId } = caller;
  if (fields.event === undefined)
    refuseFields([{ path: 'event', message: 'Name the event, such as "documents.approved".' }]);
  refuseFields(hookFaults(fields, { ...checks, ...limitsOf(caller) }));
  const { targetUrl, event } = normal(fields);
  const find = () => findSameHook(transaction, unitId, { tokenId, targetUrl, event });
  const same = await find();
  if (same !== undefined)
    return { hook: await bringTo(transaction, surroundings, same, fields), created: false, secret: undefined };
  const version = await raiseHooksVersion(transaction, unitId);
  // Somebody may have made it between our look and our lock.
  const meanwhile = await find();
  if (meanwhile !== undefined)
    return { hook: await bringTo(transaction, surroundings, meanwhile, fields), created: false, secret: undefined };
  if ((await countHooks(transaction, unitId)) >= mostHooks) {
    refuse(
      'illegal-state',
      `This unit has ${mostHooks} hooks, which is all that there may be. Delete some that nobody needs.`,
    );
  }
  await ensureSigningKey(transaction, unitId, keys);
  const id = newId();
  const secret = fields.secret ?? newHookSecret(random);
  const settings = settingsOf(fields);
  await insertHook(transaction, unitId, {
    ...{
      id,
      name: null,
      lane: laneOfHook({ id, name: null }),
      targetUrl,
      event,
      settings,
      userId,
      tokenId,
      version,
      expiresAt,
    },
    sealed: sealVault(keys, unitId, id, { secrets: [{ value: secret }], headers: fields.headers ?? {} }),
    createdBy: caller.name,
    laneSettings: laneSettingsOf(settings),
  });
  await writeAudit(transaction, unitId, {
    who: caller.name,
    what: 'hook-created',
    detail: { id, event, host: new URL(targetUrl).host },
  });
  return { hook: await existing(transaction, unitId, id), created: true, secret };
}

/** What the owner of a hook may be told of. */
export const limitsOf = (caller: HookCaller): Pick<HookChecks, 'rights' | 'operator'> => ({
  rights: caller.rights,
  operator: caller.administrator || caller.groups.includes(configurators),
});

/** A partial change; null takes a field out. */
export type HookPatch = { readonly [Field in keyof HookFields]?: HookFields[Field] | null };

/** Changes what is named. Only its owner and administrators may: it sends by the owner's rights. */
export async function changeHook(
  transaction: Transaction,
  surroundings: HookSurroundings,
  id: string,
  patch: HookPatch,
): Promise<HookRow> {
  const { caller, keys, checks } = surroundings;
  const hook = await openHook(transaction, caller, id, 'owner');
  refuseConfigured(hook, 'changed');
  const vault = vaultOf(keys, hook);
  const headers = patch.headers === undefined ? vault.headers : patchedHeaders(vault.headers, patch.headers ?? {});
  const before = { ...hook.settings, targetUrl: hook.targetUrl, ...(hook.event === null ? {} : { event: hook.event }) };
  const named = Object.entries<unknown>({ ...before, ...patch, headers }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  // Each part was let through by its schema.
  const fields = Object.fromEntries(named) as HookFields;
  const mine = caller.userId === hook.userId;
  refuseFields([
    ...(fields.event === undefined ? [{ path: 'event', message: 'A hook needs an event; name another one.' }] : []),
    ...hookFaults(fields, { ...checks, ...(mine ? limitsOf(caller) : {}) }),
  ]);
  await write(transaction, surroundings, hook, fields, { ...vault, headers });
  await writeAudit(transaction, caller.unitId, {
    who: caller.name,
    what: 'hook-changed',
    detail: { id, fields: Object.keys(patch) },
  });
  return existing(transaction, caller.unitId, id);
}

/** What stands in the place of a header's value wherever a hook is shown; sent back, it means "as it is". */
export const hiddenHeader = '(hidden)';

function patchedHeaders(
  before: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wanted).map(([name, value]) => [name, value === hiddenHeader ? (before[name] ?? value) : value]),
  );
}

/** A new secret; the one before signs beside it until the overlap is over. */
export async function rotateHook(
  transaction: Transaction,
  surroundings: HookSurroundings,
  id: string,
  wish: { readonly secret: string | undefined; readonly overlapMs: number },
): Promise<{ readonly hook: HookRow; readonly secret: string }> {
  const { caller, keys, now, random } = surroundings;
  const hook = await openHook(transaction, caller, id, 'owner');
  const secret = wish.secret ?? newHookSecret(random);
  const vault = rotated(vaultOf(keys, hook), secret, now, wish.overlapMs);
  await write(transaction, surroundings, hook, fieldsOf(hook), vault);
  await writeAudit(transaction, caller.unitId, {
    who: caller.name,
    what: 'hook-rotated',
    detail: { id, overlapSeconds: Math.round(wish.overlapMs / 1_000) },
  });
  return { hook: await existing(transaction, caller.unitId, id), secret };
}

/** Ends a hook and what waits in it. false: there is none that the caller could end, which is what they wanted. */
export async function deleteHook(transaction: Transaction, caller: HookCaller, id: string): Promise<boolean> {
  const { unitId } = caller;
  const seen = await readHook(transaction, unitId, id);
  if (seen === undefined || seen.endedAt !== null || !mayManage(seen, caller, 'helper')) return false;
  refuseConfigured(seen, 'deleted');
  await endNow(transaction, unitId, [id], { by: caller.name, reason: `Deleted by ${caller.name}.` });
  await writeAudit(transaction, unitId, { who: caller.name, what: 'hook-deleted', detail: { id } });
  return true;
}

/** Ends subscriptions that have failed for so long, and resolves the alerts about them. Gives them as they were. */
export async function cleanUpHooks(
  transaction: Transaction,
  caller: Pick<HookCaller, 'unitId' | 'name'>,
  wish: { readonly userId: number | null; readonly forMs: number },
  dryRun: boolean,
): Promise<HookRow[]> {
  const { unitId, name: by } = caller;
  const hooks = await findFailingHooks(transaction, unitId, wish);
  if (dryRun || hooks.length === 0) return hooks;
  const ids = hooks.map(({ id }) => id);
  await endNow(transaction, unitId, ids, { by, reason: `Cleaned up by ${by}: its receiver has failed for long.` });
  await resolveAlerts(
    transaction,
    unitId,
    hooks.flatMap(({ id, lane }) => [`hook/${id}/hook-paused`, `connection/${lane}`]),
    by,
  );
  for (const id of ids)
    await writeAudit(transaction, unitId, { who: by, what: 'hook-deleted', detail: { id, cleanedUp: true } });
  return hooks;
}

/** Ends subscriptions, and cancels what waits in them; what is being sent at this moment ends by itself. */
export async function endNow(
  transaction: Transaction,
  unitId: number,
  ids: readonly string[],
  end: { readonly by: string; readonly reason: string },
): Promise<number> {
  const version = await raiseHooksVersion(transaction, unitId);
  const ended = await endHooks(transaction, unitId, ids, { ...end, version });
  for (const { lane } of ended) await cancelOpenNotices(transaction, unitId, lane, `The hook was ended. ${end.reason}`);
  return ended.length;
}

/** A hook that the caller may see, or manage as its `owner` (owner, administrators) or `helper` (configurators too), locked. Refuses with `not-found`. */
export async function openHook(
  transaction: Transaction,
  caller: HookCaller,
  id: string,
  as: 'owner' | 'helper',
): Promise<HookRow> {
  const hook = await lockHook(transaction, caller.unitId, id);
  if (hook === undefined || !mayManage(hook, caller, 'helper')) refuse('not-found', notThere(caller.unitId, id));
  if (!mayManage(hook, caller, as)) {
    refuse('forbidden', 'Only its owner and administrators may do this: a hook sends by the rights of its owner.');
  }
  if (hook.endedAt !== null)
    refuse('illegal-state', `This hook has ended: ${hook.endedReason ?? ''} Make a new one.`.replace('  ', ' '));
  return hook;
}

export const notThere = (unitId: number, id: string): string => `There is no hook ${id} of yours in unit ${unitId}.`;

export function mayManage(hook: Pick<HookRow, 'userId'>, caller: HookCaller, as: 'owner' | 'helper'): boolean {
  if (caller.administrator || hook.userId === caller.userId) return true;
  return as === 'helper' && caller.groups.includes(configurators);
}

/** Keeps its notices until a person lets it go on. */
export async function pauseHook(
  transaction: Transaction,
  caller: HookCaller,
  id: string,
  reason: string | null,
): Promise<HookRow> {
  const hook = await openHook(transaction, caller, id, 'helper');
  if ((await pauseLanes(transaction, caller.unitId, hook.lane, caller.name, reason)) > 0) {
    await writeAudit(transaction, caller.unitId, {
      who: caller.name,
      what: 'hook-paused',
      detail: { id, ...(reason === null ? {} : { reason }) },
    });
  }
  return existing(transaction, caller.unitId, id);
}

/** Lets it go on: what was kept is sent now, or cancelled where nobody needs it any more. */
export async function resumeHook(
  transaction: Transaction,
  caller: HookCaller,
  id: string,
  held: 'send' | 'cancel',
): Promise<HookRow> {
  const hook = await openHook(transaction, caller, id, 'helper');
  const { unitId } = caller;
  if (held === 'cancel') await cancelOpenNotices(transaction, unitId, hook.lane, `Cancelled by ${caller.name}.`);
  if ((await resumeLanes(transaction, unitId, hook.lane)) > 0) {
    await pullNotices(transaction, unitId, hook.lane);
    await restartFailing(transaction, unitId, hook.laneId);
    await resolveAlerts(transaction, unitId, [`hook/${id}/hook-paused`], caller.name);
    await writeAudit(transaction, unitId, { who: caller.name, what: 'hook-resumed', detail: { id, held } });
  }
  return existing(transaction, unitId, id);
}

async function bringTo(
  transaction: Transaction,
  surroundings: HookSurroundings,
  hook: HookRow,
  fields: HookFields,
): Promise<HookRow> {
  const vault = vaultOf(surroundings.keys, hook);
  const wanted: HookVault = {
    headers: fields.headers ?? {},
    secrets:
      fields.secret === undefined || vault.secrets[0]?.value === fields.secret
        ? vault.secrets
        : rotated(vault, fields.secret, surroundings.now, 86_400_000).secrets,
  };
  const same = JSON.stringify([settingsOf(fields), wanted]) === JSON.stringify([settingsOf(fieldsOf(hook)), vault]);
  if (same) return hook;
  await write(transaction, surroundings, hook, fields, wanted);
  return existing(transaction, surroundings.caller.unitId, hook.id);
}

async function write(
  transaction: Transaction,
  { keys, caller: { unitId } }: Pick<HookSurroundings, 'keys' | 'caller'>,
  hook: HookRow,
  fields: HookFields,
  vault: HookVault,
): Promise<void> {
  const settings = settingsOf(fields);
  const { targetUrl, event } = normal(fields);
  const version = await raiseHooksVersion(transaction, unitId);
  await updateHook(transaction, unitId, hook.id, {
    ...{ targetUrl, event, settings, userId: hook.userId, tokenId: hook.tokenId, version },
    sealed: sealVault(keys, unitId, hook.id, vault),
    laneSettings: laneSettingsOf(settings),
  });
}

export function vaultOf(keys: SecretKeys, hook: Pick<HookRow, 'unitId' | 'id' | 'sealed'>): HookVault {
  const vault = openVault(keys, hook.unitId, hook.id, hook.sealed);
  if (vault !== undefined) return vault;
  return refuse(
    'secret-missing',
    'The secrets of this hook cannot be opened: they were sealed with another key. Start with the right GANGWAY_SECRET_KEY, or delete the hook and make a new one.',
  );
}

/** The order of the fields is that of the schema, so that two texts of the same settings are the same. */
export function settingsOf(fields: HookFields): HookSettings {
  const { title, filter, payload, ratePerSecond, concurrency, timeout, retry, answer, writeBacks, imports } = fields;
  const all = { title, filter, payload, ratePerSecond, concurrency, timeout, retry, answer, writeBacks, imports };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function fieldsOf(hook: HookRow): HookFields {
  return { ...hook.settings, targetUrl: hook.targetUrl, ...(hook.event === null ? {} : { event: hook.event }) };
}

const normal = (fields: HookFields): { readonly targetUrl: string; readonly event: string | null } => ({
  targetUrl: new URL(fields.targetUrl).href,
  event: fields.event ?? null,
});

async function existing(transaction: Transaction, unitId: number, id: string): Promise<HookRow> {
  return (await readHook(transaction, unitId, id)) ?? refuse('not-found', notThere(unitId, id));
}

function refuseConfigured({ name }: HookRow, done: string): void {
  if (name === null) return;
  refuse(
    'illegal-state',
    `This hook stands in the configuration as ${JSON.stringify(name)} and is ${done} there: apply an integration file with "hooks".`,
  );
}

function refuseFields(faults: readonly Fault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  throw new Refusal(
    'invalid-body',
    `The hook has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}: ${first.message}`,
    faults,
  );
}
