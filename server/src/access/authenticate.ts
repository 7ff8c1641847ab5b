import type { RangeList } from '../address-range.ts';
import { isLoopback } from '../address-range.ts';
import { readConfiguration } from '../configuration/store.ts';
import type { Database } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import type { Caller } from './caller.ts';
import type { CallerAddress } from './caller-address.ts';
import { administrators, type Group } from './groups.ts';
import { type Call, judgeToken, type TokenRow } from './judge-token.ts';
import { readTogether } from './read-together.ts';
import { type ConfiguredGroups, configuredGroups, rightsOf } from './rights.ts';
import { hashToken, isMistyped, isSameHash } from './token.ts';
import { findTokens, noteUse } from './token-store.ts';

/** Whose token it is, or why it is none for this call; `token` where one was found. */
export type Authenticated =
  | { readonly ok: true; readonly caller: Caller; readonly token: TokenRow }
  | { readonly ok: false; readonly refusal: Refusal; readonly token?: TokenRow };

export type Authenticate = (authorization: string | undefined, call: Call, now: Date) => Promise<Authenticated>;

/** Reads `Authorization: Bearer TOKEN` (RFC 6750); the scheme's case does not matter. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? '')?.[1];
}

/** Whether the installation takes calls from this address at all (GANGWAY_ALLOWED_ADDRESSES); from this machine always. */
export function isAllowedAddress(from: CallerAddress, allowed: RangeList | undefined): boolean {
  if (allowed === undefined || allowed.contains(from.address)) return true;
  return isLoopback(from.address) && !from.passedOnByStranger;
}

/**
 * Who calls, judged by the token on every call: revoked, expired, from elsewhere, of another unit. Nothing of a token is remembered between calls, so that
 * a revoked one or a user's lost group counts at once, in every process; calls that come together share one statement (docs/decisions/0008-access.md). What the
 * groups allow is kept as long as the unit's configuration has the same version, which the statement reads as well.
 */
export function authenticateWith(database: Database, groupsOf: GroupsOf = keepGroups(database)): Authenticate {
  const find = readTogether<TokenRow>(async (keys) => {
    const rows = await findTokens(
      database,
      keys.map((key) => Buffer.from(key, 'base64')),
    );
    return new Map(rows.map((row) => [row.hash.toString('base64'), row]));
  });
  const used = noteUses(database);
  return async (authorization, call, now) => {
    const text = readAuthorization(authorization);
    if (text instanceof Refusal) return { ok: false, refusal: text };
    const hash = hashToken(text);
    const token = await find(hash.toString('base64'));
    if (token === undefined || !isSameHash(token.hash, hash)) return { ok: false, refusal: unknownToken() };
    const refusal = judgeToken(token, call, now);
    if (refusal !== undefined) return { ok: false, refusal, token };
    await used(token, now);
    const { unitId, userId, userName, groups } = token;
    const rights = rightsOf(groups, await groupsOf(token));
    const administrator = groups.includes(administrators);
    return {
      ok: true,
      token,
      caller: {
        unitId,
        userId,
        name: userName ?? '',
        groups,
        administrator,
        rights,
        tokenId: token.id,
        sessionId: null,
      },
    };
  };
}

function readAuthorization(authorization: string | undefined): string | Refusal {
  if (authorization === undefined) {
    return new Refusal(
      'unauthenticated',
      'Send a token: the header "Authorization: Bearer TOKEN". `gangway token create` makes one.',
    );
  }
  const text = bearerToken(authorization);
  if (text === undefined) {
    const sentence = 'Write the token as "Authorization: Bearer TOKEN"; other schemes are not read here.';
    return new Refusal('unauthenticated', sentence);
  }
  if (!isMistyped(text)) return text;
  return new Refusal('unauthenticated', 'This token was not copied whole: its checksum is wrong. Copy it again.');
}

function unknownToken(): Refusal {
  return new Refusal(
    'unauthenticated',
    'This token is not known here. Check that it belongs to this server, or make a new one with `gangway token create`.',
  );
}

interface KeptGroups {
  readonly version: number;
  readonly groups: ConfiguredGroups;
}

/** What the groups of a unit allow, by the version of its configuration that was read with the token or session. */
export type GroupsOf = (row: Pick<TokenRow, 'unitId' | 'configurationVersion'>) => Promise<ConfiguredGroups>;

/** What each unit's groups allow, read anew when the unit's configuration has another version than at the last call. */
export function keepGroups(database: Database): GroupsOf {
  const kept = new Map<number, KeptGroups>();
  return async ({ unitId, configurationVersion: version }) => {
    const known = kept.get(unitId);
    if (known?.version === version) return known.groups;
    const objects = await readConfiguration(database, unitId, 'groups');
    // The bodies were checked against their schema when they were saved.
    const groups = configuredGroups(objects.map(({ body }) => body as unknown as Group));
    if ((kept.get(unitId)?.version ?? 0) < version) kept.set(unitId, { version, groups });
    return groups;
  };
}

/** Notes the use of a token once a minute, whatever the number of calls and processes. */
function noteUses(database: Database): (token: TokenRow, now: Date) => Promise<void> {
  const noting = new Set<string>();
  return async ({ unitId, id, lastUsedAt }, now) => {
    if ((lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() <= 60_000) || noting.has(id)) return;
    noting.add(id);
    try {
      await noteUse(database, unitId, id);
    } finally {
      noting.delete(id);
    }
  };
}
