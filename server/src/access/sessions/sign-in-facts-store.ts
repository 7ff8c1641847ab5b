import type { Queryable } from '../../database/database.ts';

/** What administrators see of how a user signs in. */
export interface SignInFacts {
  readonly id: number;
  readonly hasPassword: boolean;
  readonly secondFactor: boolean;
  /** null: never, or so long ago that it is not kept. */
  readonly lastSignInAt: Date | null;
}

export async function readSignInFacts(
  queryable: Queryable,
  unitId: number,
  userIds: readonly number[],
): Promise<ReadonlyMap<number, SignInFacts>> {
  const rows = await queryable.query<SignInFacts & object>({
    name: 'read-sign-in-facts',
    text: `select u.id, exists (select from passwords p where p.unit_id = $1 and p.user_id = u.id) as "hasPassword",
             exists (select from second_factors f where f.unit_id = $1 and f.user_id = u.id and f.confirmed_at is not null) as "secondFactor",
             (select max(s.created_at) from sessions s where s.unit_id = $1 and s.user_id = u.id and s.state = 'signed-in') as "lastSignInAt"
           from unnest($2::bigint[]) as u(id)`,
    values: [unitId, userIds],
  });
  return new Map(rows.map((row) => [row.id, row]));
}
