import { Type } from 'typebox';
import type { SecretKeys } from '../configuration/seal.ts';
import { hookFields, hookStatuses, type HookStatus } from '../webhooks/hook.ts';
import type { HookRow } from '../webhooks/hook-store.ts';
import { openVault } from '../webhooks/hook-vault.ts';
import { hiddenHeader } from '../webhooks/manage-hooks.ts';
import { Moment, OrNull } from './schemas.ts';

const { targetUrl, event, headers, secret: _secret, ...settings } = hookFields;

export const HookWire = Type.Object(
  {
    id: Type.String({ examples: ['019ab2c3-0000-7000-8000-000000000001'] }),
    name: OrNull(Type.String({ description: 'Of the integration file; null: made by the API.' })),
    status: Type.String({ description: `${hookStatuses.join(', ')}.`, examples: ['active'] }),
    targetUrl,
    event: OrNull(event),
    ...settings,
    headers: { ...headers, description: `Their names; every value is shown as ${hiddenHeader}.` },
    ownerId: Type.Integer({ description: 'By whose rights it sees records.' }),
    createdAt: Moment,
    createdBy: Type.String(),
    updatedAt: Moment,
    expiresAt: OrNull(Moment),
    pausedAt: OrNull(Moment),
    pausedBy: OrNull(Type.String()),
    pausedReason: OrNull(Type.String()),
    lastDeliveredAt: OrNull({
      ...Moment,
      description: 'When its receiver last took a notice, to ten seconds; null: never since 0.1.',
    }),
    failingSince: OrNull(Moment),
    failure: OrNull(Type.String({ description: 'What the receiver last failed with.' })),
    endedAt: OrNull(Moment),
    endedReason: OrNull(Type.String()),
  },
  { description: 'A hook.' },
);

export const HookWithSecret = Type.Object(
  {
    ...HookWire.properties,
    secret: Type.Optional(
      Type.String({ description: 'whsec_...; shown when it is made, and never again.', examples: ['whsec_...'] }),
    ),
  },
  { description: 'A hook with its secret.' },
);

export function statusOf({ endedAt, pausedAt }: Pick<HookRow, 'endedAt' | 'pausedAt'>): HookStatus {
  if (endedAt !== null) return 'ended';
  return pausedAt === null ? 'active' : 'paused';
}

export function hookWire(hook: HookRow, keys: SecretKeys): object {
  const vault = openVault(keys, hook.unitId, hook.id, hook.sealed);
  const names = Object.keys(vault?.headers ?? {});
  return {
    id: hook.id,
    name: hook.name,
    status: statusOf(hook),
    targetUrl: hook.targetUrl,
    event: hook.event,
    ...hook.settings,
    headers: Object.fromEntries(names.map((name) => [name, hiddenHeader])),
    ownerId: hook.userId,
    createdAt: hook.createdAt,
    createdBy: hook.createdBy,
    updatedAt: hook.updatedAt,
    expiresAt: hook.expiresAt,
    pausedAt: hook.pausedAt,
    pausedBy: hook.pausedBy,
    pausedReason: hook.pausedReason,
    lastDeliveredAt: hook.lastDeliveredAt,
    failingSince: hook.failingSince,
    failure: hook.failingSince === null ? null : hook.failure,
    endedAt: hook.endedAt,
    endedReason: hook.endedReason,
  };
}
