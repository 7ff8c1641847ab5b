import type { Transaction } from '../database/database.ts';
import { newId } from '../database/uuid.ts';
import { Refusal } from '../errors.ts';
import { hookFaults } from './check-hook.ts';
import { type HookFields, laneOfHook, laneSettingsOf } from './hook.ts';
import { type HookRow, insertHook, raiseHooksVersion, readHook } from './hook-store.ts';
import { sealVault } from './hook-vault.ts';
import { ensureSigningKey } from './key-store.ts';
import { holdForListener } from './listen-store.ts';
import { type HookSurroundings, limitsOf, settingsOf } from './manage-hooks.ts';
import { newHookSecret } from './signing-secret.ts';

/** Where a temporary hook of `gangway listen` points: nowhere; its notices are fetched. */
const listenProtocol = 'listen:';
export const isListened = ({ targetUrl }: Pick<HookRow, 'targetUrl'>): boolean => targetUrl.startsWith(listenProtocol);

/** A listener that has not come back for so long is gone, and its hook ends. */
export const listenerPatienceMs = 60_000;

/** Any public address, to have the other fields checked as those of every hook. */
const somewhere = 'https://example.com/';

/** Makes a hook whose notices are fetched by a program that cannot be called, such as one on a developer's machine. */
export async function createListenHook(
  transaction: Transaction,
  { caller, keys, checks, now, random }: HookSurroundings,
  fields: Pick<HookFields, 'event' | 'filter' | 'payload'>,
): Promise<{ readonly hook: HookRow; readonly secret: string }> {
  const faults = hookFaults({ ...fields, targetUrl: somewhere }, { ...checks, ...limitsOf(caller) });
  if (faults[0] !== undefined) throw new Refusal('invalid-body', faults[0].message, faults);
  const { unitId, userId, tokenId, name } = caller;
  const version = await raiseHooksVersion(transaction, unitId);
  await ensureSigningKey(transaction, unitId, keys);
  const id = newId();
  const secret = newHookSecret(random);
  const settings = { ...settingsOf({ ...fields, targetUrl: somewhere }), title: 'gangway listen' };
  const lane = laneOfHook({ id, name: null });
  await insertHook(transaction, unitId, {
    ...{
      id,
      name: null,
      lane,
      targetUrl: `${listenProtocol}//${id}`,
      event: fields.event ?? null,
      settings,
      userId,
      tokenId,
      version,
    },
    expiresAt: new Date(now.getTime() + listenerPatienceMs),
    sealed: sealVault(keys, unitId, id, { secrets: [{ value: secret }], headers: {} }),
    ...{ createdBy: name, laneSettings: laneSettingsOf(settings) },
  });
  await holdForListener(transaction, unitId, lane);
  const hook = await readHook(transaction, unitId, id);
  if (hook === undefined) throw new Error('a hook vanished while it was made');
  return { hook, secret };
}
