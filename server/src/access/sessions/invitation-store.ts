import type { Queryable, Transaction } from '../../database/database.ts';

export interface InvitationRow {
  readonly userId: number;
  readonly hash: Buffer;
  readonly createdBy: string;
  readonly expired: boolean;
}

/** In place of the user's earlier one. */
export async function writeInvitation(
  transaction: Transaction,
  unitId: number,
  invitation: {
    readonly id: string;
    readonly userId: number;
    readonly hash: Buffer;
    readonly createdBy: string;
    readonly expiresAt: Date;
  },
): Promise<void> {
  const { id, userId, hash, createdBy, expiresAt } = invitation;
  await transaction.query({
    text: `insert into invitations (unit_id, user_id, id, hash, created_by, expires_at) values ($1, $2, $3, $4, $5, $6)
           on conflict (unit_id, user_id) do update set id = excluded.id, hash = excluded.hash, created_at = now(),
             created_by = excluded.created_by, expires_at = excluded.expires_at`,
    values: [unitId, userId, id, hash, createdBy, expiresAt],
  });
}

export async function findInvitation(
  queryable: Queryable,
  unitId: number,
  id: string,
): Promise<InvitationRow | undefined> {
  const [row] = await queryable.query<InvitationRow & object>({
    text: `select user_id as "userId", hash, created_by as "createdBy", expires_at <= now() as expired from invitations
           where unit_id = $1 and id = $2`,
    values: [unitId, id],
  });
  return row;
}

/** false: somebody has used it meanwhile, or a new one has taken its place. */
export async function useInvitation(transaction: Transaction, unitId: number, id: string): Promise<boolean> {
  const rows = await transaction.query({
    text: 'delete from invitations where unit_id = $1 and id = $2 and expires_at > now() returning id',
    values: [unitId, id],
  });
  return rows.length > 0;
}

/** A password that was set otherwise leaves no link behind that could replace it. */
export async function dropInvitation(transaction: Transaction, unitId: number, userId: number): Promise<void> {
  await transaction.query({
    text: 'delete from invitations where unit_id = $1 and user_id = $2',
    values: [unitId, userId],
  });
}
