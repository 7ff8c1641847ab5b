import { Type } from 'typebox';
import { writeAudit } from '../access/audit-store.ts';
import { durationPattern } from '../configuration/duration.ts';
import { raiseHooksVersion } from '../webhooks/hook-store.ts';
import { makeSigningKey, type PublicKeyRow, readSigningKeys } from '../webhooks/key-store.ts';
import { publicJwk } from '../webhooks/signing-key.ts';
import { readOverlap } from './hooks.ts';
import { operation } from './operation.ts';
import { Moment, OrNull, UnitPath } from './schemas.ts';

const KeysWire = Type.Object(
  {
    data: Type.Array(
      Type.Object({
        id: Type.String(),
        publicKey: Type.String({ description: 'whpk_ and the base64 of the ed25519 key.', examples: ['whpk_...'] }),
        createdAt: Moment,
        retiresAt: OrNull(Moment),
      }),
    ),
    keys: Type.Array(Type.Record(Type.String(), Type.String()), { description: 'The same as JSON Web Keys.' }),
  },
  { description: 'The keys that sign at the moment, the newest first.' },
);

const wireOf = (rows: readonly PublicKeyRow[]): object => ({
  data: rows.map(({ id, public: publicKey, createdAt, retiresAt }) => ({ id, publicKey, createdAt, retiresAt })),
  keys: rows.map(({ id, public: publicKey }) => publicJwk(publicKey, id)),
});

export const listHookKeys = operation({
  id: 'listHookKeys',
  tag: 'Webhooks',
  summary: 'Gives the public keys that verify the `v1a` signatures of a unit’s notices.',
  description: 'Open to everyone. A receiver that knows only these can check a notice and forge none.',
  params: UnitPath,
  answers: { 200: KeysWire },
  handle: async ({ parts, params: { unit } }) => ({ body: wireOf(await readSigningKeys(parts.database, unit)) }),
});

export const rotateHookKeys = operation({
  id: 'rotateHookKeys',
  tag: 'Webhooks',
  summary: 'Makes a new ed25519 key; the one before signs beside it until the overlap is over.',
  params: UnitPath,
  body: Type.Object(
    {
      overlap: Type.Optional(Type.String({ pattern: durationPattern, default: '7d', description: '30d at most.' })),
    },
    { additionalProperties: false },
  ),
  bodyOptional: true,
  answers: { 200: KeysWire },
  handle: async ({ parts, caller, body: { overlap = '7d' } }) => {
    const overlapMs = readOverlap(overlap);
    await parts.database.transaction(async (transaction) => {
      await raiseHooksVersion(transaction, caller.unitId);
      await makeSigningKey(transaction, caller.unitId, parts.keys, overlapMs);
      await writeAudit(transaction, caller.unitId, { who: caller.name, what: 'hook-key-rotated', detail: { overlap } });
    });
    return { body: wireOf(await readSigningKeys(parts.database, caller.unitId)) };
  },
});
