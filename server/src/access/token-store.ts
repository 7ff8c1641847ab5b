import type { Queryable, Transaction } from '../database/database.ts';
import type { TokenRow } from './judge-token.ts';

const tokenColumns = `t.unit_id as "unitId", t.id, t.name, t.hash, t.ip_ranges as "ipRanges", t.methods, t.paths,
  t.expires_at as "expiresAt", t.revoked_at as "revokedAt", t.last_used_at as "lastUsedAt", t.user_id as "userId"`;

/** The token with this hash and the user that it acts as, whatever their state: judge-token.ts decides. */
export async function findToken(queryable: Queryable, hash: Buffer): Promise<TokenRow | undefined> {
  const [row] = await queryable.query<TokenRow>({
    name: 'find-token',
    text: `select ${tokenColumns},
             case when u.deleted_at is null then coalesce(
               nullif(trim(concat_ws(' ', u.data ->> 'firstName', u.data ->> 'lastName')), ''), u.data ->> 'login', u.registration) end as "userName",
             coalesce(u.data -> 'isDisabled' = 'true'::jsonb, false) as "userDisabled",
             coalesce((select array_agg(g) from jsonb_array_elements_text(
               case when jsonb_typeof(u.data -> 'groups') = 'array' then u.data -> 'groups' else '[]' end) g), '{}') as groups
           from tokens t left join records u on u.unit_id = t.unit_id and u.entity = 'users' and u.id = t.user_id
           where t.hash = $1`,
    values: [hash],
  });
  return row;
}

/** Notes the use, at most once a minute: a busy token must not write a row with each call. */
export async function noteUse(queryable: Queryable, unitId: number, id: string): Promise<void> {
  await queryable.query({
    name: 'note-token-use',
    text: `update tokens set last_used_at = now()
           where unit_id = $1 and id = $2 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
    values: [unitId, id],
  });
}

export interface NewToken {
  readonly id: string;
  readonly name: string;
  readonly userId: number;
  readonly hash: Buffer;
  readonly ipRanges: readonly string[];
  readonly methods: readonly string[] | null;
  readonly paths: readonly string[] | null;
  readonly expiresAt: Date | null;
  readonly createdBy: string;
}

export async function insertToken(transaction: Transaction, unitId: number, token: NewToken): Promise<void> {
  await transaction.query({
    text: `insert into tokens (unit_id, id, name, user_id, hash, ip_ranges, methods, paths, expires_at, created_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      unitId,
      token.id,
      token.name,
      token.userId,
      token.hash,
      token.ipRanges,
      token.methods,
      token.paths,
      token.expiresAt,
      token.createdBy,
    ],
  });
}

/** A token as lists show it: everything but its hash. */
export interface TokenView {
  readonly id: string;
  readonly name: string;
  readonly userId: number;
  readonly ipRanges: readonly string[];
  readonly methods: readonly string[] | null;
  readonly paths: readonly string[] | null;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** The newest first; `before` is the id of the last one that the caller has seen. */
export async function listTokens(
  queryable: Queryable,
  unitId: number,
  page: { readonly limit: number; readonly before?: string | undefined },
): Promise<TokenView[]> {
  return queryable.query<TokenView>({
    text: `select id, name, user_id as "userId", ip_ranges as "ipRanges", methods, paths, expires_at as "expiresAt",
             created_at as "createdAt", created_by as "createdBy", last_used_at as "lastUsedAt", revoked_at as "revokedAt"
           from tokens where unit_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    values: [unitId, page.before ?? null, page.limit],
  });
}

/** False: there is no such token. Revoking one twice is harmless. */
export async function revokeToken(transaction: Transaction, unitId: number, id: string): Promise<boolean> {
  const rows = await transaction.query({
    text: 'update tokens set revoked_at = coalesce(revoked_at, now()) where unit_id = $1 and id = $2 returning id',
    values: [unitId, id],
  });
  return rows.length > 0;
}

export async function hasTokens(queryable: Queryable): Promise<boolean> {
  return (await queryable.query({ text: 'select from tokens limit 1' })).length > 0;
}

/** A user by id or login (without case); undefined: there is none, or not any more. */
export async function findUser(
  queryable: Queryable,
  unitId: number,
  key: { readonly id: number } | { readonly login: string },
): Promise<{ readonly id: number; readonly groups: readonly string[] } | undefined> {
  const [row] = await queryable.query<{ id: number; groups: string[] }>({
    text: `select id, coalesce((select array_agg(g) from jsonb_array_elements_text(
               case when jsonb_typeof(data -> 'groups') = 'array' then data -> 'groups' else '[]' end) g), '{}') as groups
           from records where unit_id = $1 and entity = 'users' and deleted_at is null
             and ($2::bigint is null or id = $2) and ($3::text is null or lower(data ->> 'login') = lower($3)) limit 1`,
    values: [unitId, 'id' in key ? key.id : null, 'login' in key ? key.login : null],
  });
  return row;
}
