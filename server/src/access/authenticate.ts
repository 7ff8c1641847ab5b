import type { Queryable } from '../database/database.ts';
import { refuse } from '../errors.ts';
import { readConfiguration } from '../configuration/store.ts';
import type { Caller } from './caller.ts';
import { administrators, type Group } from './groups.ts';
import { type Call, judgeToken } from './judge-token.ts';
import { hashToken, isMistyped, isSameHash } from './token.ts';
import { configuredGroups, rightsOf } from './rights.ts';
import { findToken, noteUse } from './token-store.ts';

/** Reads `Authorization: Bearer TOKEN` (RFC 6750); the scheme's case does not matter. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? '')?.[1];
}

/**
 * Who calls, judged by the token on every call: revoked, expired, from elsewhere, of another unit. Nothing is remembered between calls, so that a
 * revoked token or a user's lost group counts at once. Refuses with `unauthenticated` or `forbidden`.
 */
export async function authenticate(
  queryable: Queryable,
  authorization: string | undefined,
  call: Call,
  now: Date,
): Promise<Caller> {
  if (authorization === undefined) {
    refuse(
      'unauthenticated',
      'Send a token: the header "Authorization: Bearer TOKEN". `gangway token create` makes one.',
    );
  }
  const text = bearerToken(authorization);
  if (text === undefined)
    refuse('unauthenticated', 'Write the token as "Authorization: Bearer TOKEN"; other schemes are not read here.');
  if (isMistyped(text))
    refuse('unauthenticated', 'This token was not copied whole: its checksum is wrong. Copy it again.');
  const hash = hashToken(text);
  const token = await findToken(queryable, hash);
  if (token === undefined || !isSameHash(token.hash, hash)) {
    refuse(
      'unauthenticated',
      'This token is not known here. Check that it belongs to this server, or make a new one with `gangway token create`.',
    );
  }
  const refusal = judgeToken(token, call, now);
  if (refusal !== undefined) throw refusal;
  if (token.lastUsedAt === null || now.getTime() - token.lastUsedAt.getTime() > 60_000) {
    await noteUse(queryable, token.unitId, token.id);
  }
  const groups = await readConfiguration(queryable, token.unitId, 'groups');
  // The bodies were checked against their schema when they were saved.
  const configured = configuredGroups(groups.map(({ body }) => body as unknown as Group));
  return {
    unitId: token.unitId,
    userId: token.userId,
    name: token.userName ?? '',
    groups: token.groups,
    administrator: token.groups.includes(administrators),
    rights: rightsOf(token.groups, configured),
    tokenId: token.id,
  };
}
