import type { Queryable } from '../../database/database.ts';

/** A user as signing in sees one. */
export interface SignInUser {
  readonly unitId: number;
  readonly id: number;
  readonly login: string;
  /** As events and lists show it. */
  readonly name: string;
  readonly email: string | null;
  readonly groups: readonly string[];
  readonly isDisabled: boolean;
  /** null: none was set. */
  readonly passwordHash: string | null;
  readonly passwordSetAt: Date | null;
  /** A second factor was confirmed. */
  readonly secondFactor: boolean;
}

const columns = `u.unit_id as "unitId", u.id, u.data ->> 'login' as login,
  coalesce(nullif(trim(concat_ws(' ', u.data ->> 'firstName', u.data ->> 'lastName')), ''), u.data ->> 'login', u.registration) as name,
  u.data ->> 'email' as email, coalesce(u.data -> 'groups', '[]') as groups, coalesce(u.data -> 'isDisabled' = 'true', false) as "isDisabled",
  p.hash as "passwordHash", p.set_at as "passwordSetAt",
  exists (select from second_factors f where f.unit_id = u.unit_id and f.user_id = u.id and f.confirmed_at is not null) as "secondFactor"`;

const joined = 'left join passwords p on p.unit_id = u.unit_id and p.user_id = u.id';

/**
 * Users with this login, or this e-mail address, in all units: whoever signs in names no unit. `record_keys` holds both in small letters (records/unique-keys.ts), so it
 * is one look at an index for each unit. The one with the login comes first.
 */
export async function findSignInUsers(
  queryable: Queryable,
  typed: string,
  by: readonly ('login' | 'email')[] = ['login', 'email'],
): Promise<SignInUser[]> {
  return queryable.query<SignInUser & object>({
    name: 'find-sign-in-users',
    text: `select ${columns} from units n
           join record_keys k on k.unit_id = n.unit_id and k.entity = 'users' and k.key = any($2) and k.value = $1
           join records u on u.unit_id = k.unit_id and u.entity = 'users' and u.id = k.record_id and u.deleted_at is null
           ${joined} order by k.key = 'login' desc, u.unit_id limit 10`,
    values: [typed.trim().toLowerCase(), by],
  });
}

export async function readSignInUser(
  queryable: Queryable,
  unitId: number,
  userId: number,
): Promise<SignInUser | undefined> {
  const [row] = await queryable.query<SignInUser & object>({
    name: 'read-sign-in-user',
    text: `select ${columns} from records u ${joined} where u.unit_id = $1 and u.entity = 'users' and u.id = $2 and u.deleted_at is null`,
    values: [unitId, userId],
  });
  return row;
}
