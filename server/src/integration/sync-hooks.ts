import { randomBytes } from 'node:crypto';
import type { SecretKeys } from '../configuration/seal.ts';
import { readSecrets } from '../configuration/secret-store.ts';
import type { Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { type Hook, laneOfHook, laneSettingsOf } from '../webhooks/hook.ts';
import {
  endHooks,
  findLastNamed,
  type HookRow,
  insertHook,
  raiseHooksVersion,
  readNamedHooks,
  reviveHook,
  updateHook,
} from '../webhooks/hook-store.ts';
import { type HookVault, rotated, sealVault } from '../webhooks/hook-vault.ts';
import { ensureSigningKey } from '../webhooks/key-store.ts';
import { settingsOf, vaultOf } from '../webhooks/manage-hooks.ts';
import { hookSecretBytes, newHookSecret } from '../webhooks/signing-secret.ts';
import { secretsIn } from './bind-secrets.ts';

/** A replaced secret signs beside the new one for a day. */
const overlapMs = 86_400_000;

export interface SyncSurroundings {
  readonly unitId: number;
  readonly caller: { readonly userId: number; readonly name: string };
  readonly keys: SecretKeys;
  readonly now: Date;
}

/**
 * Brings the hooks that send to what the configuration says, in the transaction that changes it. A hook acts by the rights of who last changed it.
 * The secrets were written before.
 */
export async function syncHooks(
  transaction: Transaction,
  surroundings: SyncSurroundings,
  wanted: readonly Hook[],
): Promise<void> {
  const { unitId, caller } = surroundings;
  const present = new Map((await readNamedHooks(transaction, unitId)).map((hook) => [hook.name, hook]));
  const gone = [...present.values()].filter(({ name }) => !wanted.some((hook) => hook.name === name));
  if (wanted.length === 0 && gone.length === 0) return;
  const version = await raiseHooksVersion(transaction, unitId);
  const reason = 'It was taken out of the configuration.';
  await endHooks(
    transaction,
    unitId,
    gone.map(({ id }) => id),
    { by: caller.name, reason, version },
  );
  if (wanted.length > 0) await ensureSigningKey(transaction, unitId, surroundings.keys);
  const { secrets } = await readSecrets(transaction, unitId, surroundings.keys);
  for (const hook of wanted) {
    const [placeholder] = hook.secret === undefined ? [] : secretsIn({ secret: hook.secret });
    const given = placeholder === undefined ? undefined : secrets.get(placeholder)?.value;
    await syncOne(transaction, surroundings, { hook, given, version, there: present.get(hook.name) });
  }
}

interface Wanted {
  readonly hook: Hook;
  /** The value of its `{{secret:name}}`. */
  readonly given: string | undefined;
  readonly version: number;
  readonly there: HookRow | undefined;
}

async function syncOne(
  transaction: Transaction,
  { unitId, caller, keys, now }: SyncSurroundings,
  { hook, given, version, there }: Wanted,
): Promise<void> {
  const earlier = there ?? (await findLastNamed(transaction, unitId, hook.name));
  const kept = earlier === undefined ? undefined : vaultOf(keys, earlier);
  const vault: HookVault = { ...vaultWith(kept, given, now), headers: hook.headers ?? {} };
  const settings = settingsOf(hook);
  const targetUrl = new URL(hook.targetUrl).href;
  const event = hook.event ?? null;
  const common = { targetUrl, event, settings, userId: caller.userId, tokenId: null, version };
  if (earlier === undefined) {
    const id = newId();
    await insertHook(transaction, unitId, {
      ...{ ...common, id, name: hook.name, lane: laneOfHook({ id, name: hook.name }), expiresAt: null },
      ...{ createdBy: caller.name, sealed: sealVault(keys, unitId, id, vault), laneSettings: laneSettingsOf(settings) },
    });
    return;
  }
  if (there === undefined) await reviveHook(transaction, unitId, earlier.id);
  const before = [earlier.settings, earlier.targetUrl, earlier.event, kept];
  if (there !== undefined && JSON.stringify(before) === JSON.stringify([settings, targetUrl, event, vault])) return;
  const sealed = sealVault(keys, unitId, earlier.id, vault);
  await updateHook(transaction, unitId, earlier.id, { ...common, sealed, laneSettings: laneSettingsOf(settings) });
}

/** A hook whose secret is not given, or not given yet, has one of its own: POST .../hooks/{id}/rotate shows a new one. */
function vaultWith(kept: HookVault | undefined, given: string | undefined, now: Date): HookVault {
  if (kept === undefined)
    return { secrets: [{ value: given ?? newHookSecret(randomBytes(hookSecretBytes)) }], headers: {} };
  if (given === undefined || kept.secrets[0]?.value === given) return kept;
  return rotated(kept, given, now, overlapMs);
}
