import type { Queryable, Transaction } from '../database/database.ts';
import type { TokenRow } from './judge-token.ts';

const withUser = `select t.unit_id as "unitId", t.id, t.name, t.hash, t.ip_ranges as "ipRanges", t.methods, t.paths, t.expires_at as "expiresAt",
    t.revoked_at as "revokedAt", t.last_used_at as "lastUsedAt", t.rate_per_minute as "ratePerMinute", t.user_id as "userId",
    case when u.deleted_at is null then coalesce(
      nullif(trim(concat_ws(' ', u.data ->> 'firstName', u.data ->> 'lastName')), ''), u.data ->> 'login', u.registration) end as "userName",
    coalesce(u.data -> 'isDisabled' = 'true', false) as "userDisabled", coalesce(u.data -> 'groups', '[]') as groups,
    n.configuration_version as "configurationVersion"
  from tokens t join units n on n.unit_id = t.unit_id
  left join records u on u.unit_id = t.unit_id and u.entity = 'users' and u.id = t.user_id`;

/**
 * The tokens with these hashes and the users that they act as, whatever their state: judge-token.ts decides. One hash, the usual case, has a statement of its own:
 * PostgreSQL keeps a plan for it, and plans the one with a list anew each time (0.10 ms against 0.35 ms).
 */
export async function findTokens(queryable: Queryable, hashes: readonly Buffer[]): Promise<TokenRow[]> {
  return queryable.query<TokenRow & object>(
    hashes.length === 1
      ? { name: 'find-token', text: `${withUser} where t.hash = $1`, values: [hashes[0]] }
      : { name: 'find-tokens', text: `${withUser} where t.hash = any($1)`, values: [hashes] },
  );
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

/** What a configurator says of a token, and may change later. */
export interface TokenTerms {
  readonly name: string;
  readonly ipRanges: readonly string[];
  readonly methods: readonly string[] | null;
  readonly paths: readonly string[] | null;
  readonly expiresAt: Date | null;
  readonly ratePerMinute: number | null;
}

export interface NewToken extends TokenTerms {
  readonly id: string;
  readonly userId: number;
  readonly hash: Buffer;
  readonly createdBy: string;
}

export async function insertToken(transaction: Transaction, unitId: number, token: NewToken): Promise<void> {
  await transaction.query({
    text: `insert into tokens (unit_id, id, ${termColumns.join(', ')}, user_id, hash, created_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [unitId, token.id, ...termValues(token), token.userId, token.hash, token.createdBy],
  });
}

const termColumns = ['name', 'ip_ranges', 'methods', 'paths', 'expires_at', 'rate_per_minute'] as const;

function termValues({ name, ipRanges, methods, paths, expiresAt, ratePerMinute }: TokenTerms): unknown[] {
  return [name, ipRanges, methods, paths, expiresAt, ratePerMinute];
}

export async function updateToken(
  transaction: Transaction,
  unitId: number,
  id: string,
  terms: TokenTerms,
): Promise<void> {
  const assignments = termColumns.map((column, index) => `${column} = $${index + 3}`);
  await transaction.query({
    text: `update tokens set ${assignments.join(', ')} where unit_id = $1 and id = $2`,
    values: [unitId, id, ...termValues(terms)],
  });
}

/** A token as lists show it: everything but its hash. */
export interface TokenView extends TokenTerms {
  readonly id: string;
  readonly userId: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

const viewColumns = `id, name, user_id as "userId", ip_ranges as "ipRanges", methods, paths, expires_at as "expiresAt",
  rate_per_minute as "ratePerMinute", created_at as "createdAt", created_by as "createdBy", last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;

/** The newest first; `before` is the id of the last one that the caller has seen. */
export async function listTokens(
  queryable: Queryable,
  unitId: number,
  page: { readonly limit: number; readonly before?: string | undefined; readonly userId?: number | undefined },
): Promise<TokenView[]> {
  return queryable.query<TokenView & object>({
    text: `select ${viewColumns} from tokens
           where unit_id = $1 and ($2::uuid is null or id < $2) and ($4::bigint is null or user_id = $4) order by id desc limit $3`,
    values: [unitId, page.before ?? null, page.limit, page.userId ?? null],
  });
}

export async function readToken(queryable: Queryable, unitId: number, id: string): Promise<TokenView | undefined> {
  const [row] = await queryable.query<TokenView & object>({
    text: `select ${viewColumns} from tokens where unit_id = $1 and id = $2`,
    values: [unitId, id],
  });
  return row;
}

/** Reads it and keeps others from changing it until the transaction ends. */
export async function lockToken(transaction: Transaction, unitId: number, id: string): Promise<TokenView | undefined> {
  const [row] = await transaction.query<TokenView & object>({
    text: `select ${viewColumns} from tokens where unit_id = $1 and id = $2 for update`,
    values: [unitId, id],
  });
  return row;
}

export async function revokeToken(transaction: Transaction, unitId: number, id: string): Promise<void> {
  await transaction.query({
    text: 'update tokens set revoked_at = coalesce(revoked_at, now()) where unit_id = $1 and id = $2',
    values: [unitId, id],
  });
}

export interface FoundUser {
  readonly id: number;
  readonly login: string;
  /** As events and lists show it. */
  readonly name: string;
  readonly groups: readonly string[];
  readonly isDisabled: boolean;
}

const userColumns = `id, data ->> 'login' as login,
  coalesce(nullif(trim(concat_ws(' ', data ->> 'firstName', data ->> 'lastName')), ''), data ->> 'login', registration) as name, coalesce(data -> 'groups', '[]') as groups,
  coalesce(data -> 'isDisabled' = 'true', false) as "isDisabled"`;

/** A user by id or login (without case); undefined: there is none, or not any more. */
export async function findUser(
  queryable: Queryable,
  unitId: number,
  key: { readonly id: number } | { readonly login: string },
): Promise<FoundUser | undefined> {
  const [row] = await queryable.query<FoundUser & object>({
    text: `select ${userColumns} from records where unit_id = $1 and entity = 'users' and deleted_at is null
             and ($2::bigint is null or id = $2) and ($3::text is null or lower(data ->> 'login') = lower($3)) limit 1`,
    values: [unitId, 'id' in key ? key.id : null, 'login' in key ? key.login : null],
  });
  return row;
}

/** The enabled administrator of a unit who is there longest. */
export async function findAdministrator(queryable: Queryable, unitId: number): Promise<FoundUser | undefined> {
  const [row] = await queryable.query<FoundUser & object>({
    text: `select ${userColumns} from records where unit_id = $1 and entity = 'users' and deleted_at is null
             and data -> 'groups' @> '["Administrators"]' and data -> 'isDisabled' is distinct from 'true'::jsonb order by id limit 1`,
    values: [unitId],
  });
  return row;
}
