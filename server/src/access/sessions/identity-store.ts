import type { Queryable, Transaction } from '../../database/database.ts';

/** A person as an OpenID Connect provider knows them: `sub` is the one name that never changes and is never given to another. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

export async function findByIdentity(
  queryable: Queryable,
  { issuer, subject }: Identity,
): Promise<{ readonly unitId: number; readonly userId: number } | undefined> {
  const [row] = await queryable.query<{ unitId: number; userId: number }>({
    text: `select i.unit_id as "unitId", i.user_id as "userId" from units n
           join identities i on i.unit_id = n.unit_id and i.issuer = $1 and i.subject = $2 order by i.unit_id limit 1`,
    values: [issuer, subject],
  });
  return row;
}

/** Remembers who the user is there. `another`: the user is somebody else there already, which stays. */
export async function linkIdentity(
  transaction: Transaction,
  unitId: number,
  userId: number,
  { issuer, subject }: Identity,
): Promise<'new' | 'known' | 'another'> {
  const added = await transaction.query({
    text: `insert into identities (unit_id, user_id, issuer, subject) values ($1, $2, $3, $4) on conflict do nothing returning issuer`,
    values: [unitId, userId, issuer, subject],
  });
  if (added.length > 0) return 'new';
  const same = await transaction.query({
    text: 'select from identities where unit_id = $1 and user_id = $2 and issuer = $3 and subject = $4',
    values: [unitId, userId, issuer, subject],
  });
  return same.length > 0 ? 'known' : 'another';
}

/** false: there was none. */
export async function unlinkIdentities(transaction: Transaction, unitId: number, userId: number): Promise<boolean> {
  const rows = await transaction.query({
    text: 'delete from identities where unit_id = $1 and user_id = $2 returning issuer',
    values: [unitId, userId],
  });
  return rows.length > 0;
}
