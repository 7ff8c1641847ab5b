import type { Queryable, Transaction } from '../../database/database.ts';

export interface SecondFactorRow {
  readonly sealed: Buffer;
  readonly confirmedAt: Date | null;
  /** Of the last code that was taken. */
  readonly lastStep: number;
  readonly recoveryCodes: number;
}

export async function readSecondFactor(
  queryable: Queryable,
  unitId: number,
  userId: number,
): Promise<SecondFactorRow | undefined> {
  const [row] = await queryable.query<SecondFactorRow & object>({
    text: `select sealed, confirmed_at as "confirmedAt", last_step as "lastStep", cardinality(recovery) as "recoveryCodes"
           from second_factors where unit_id = $1 and user_id = $2`,
    values: [unitId, userId],
  });
  return row;
}

/** Proposes a secret, in place of one that was proposed before; false: a confirmed one is there, which stays. */
export async function proposeSecondFactor(
  transaction: Transaction,
  unitId: number,
  userId: number,
  sealed: Buffer,
): Promise<boolean> {
  const rows = await transaction.query({
    text: `insert into second_factors as f (unit_id, user_id, sealed) values ($1, $2, $3)
           on conflict (unit_id, user_id) do update set sealed = excluded.sealed where f.confirmed_at is null returning user_id`,
    values: [unitId, userId, sealed],
  });
  return rows.length > 0;
}

/** Confirms exactly the secret that the code was compared with; false: another one was proposed, or confirmed, meanwhile. */
export async function confirmSecondFactor(
  transaction: Transaction,
  unitId: number,
  userId: number,
  confirmed: { readonly sealed: Buffer; readonly step: number; readonly recovery: readonly Buffer[] },
): Promise<boolean> {
  const rows = await transaction.query({
    text: `update second_factors set confirmed_at = now(), last_step = $4, recovery = $5
           where unit_id = $1 and user_id = $2 and sealed = $3 and confirmed_at is null returning user_id`,
    values: [unitId, userId, confirmed.sealed, confirmed.step, confirmed.recovery],
  });
  return rows.length > 0;
}

/** Takes a code's step; false: it, or a later one, was taken before, by whichever process. */
export async function takeStep(
  transaction: Transaction,
  unitId: number,
  userId: number,
  step: number,
): Promise<boolean> {
  const rows = await transaction.query({
    text: `update second_factors set last_step = $3
           where unit_id = $1 and user_id = $2 and confirmed_at is not null and last_step < $3 returning user_id`,
    values: [unitId, userId, step],
  });
  return rows.length > 0;
}

/** Takes a recovery code; undefined: there is no such one (any more), else how many are left. */
export async function takeRecoveryCode(
  transaction: Transaction,
  unitId: number,
  userId: number,
  hash: Buffer,
): Promise<number | undefined> {
  const [row] = await transaction.query<{ left: number }>({
    text: `update second_factors set recovery = array_remove(recovery, $3)
           where unit_id = $1 and user_id = $2 and confirmed_at is not null and $3 = any(recovery) returning cardinality(recovery) as left`,
    values: [unitId, userId, hash],
  });
  return row?.left;
}

/** false: there was none. */
export async function removeSecondFactor(transaction: Transaction, unitId: number, userId: number): Promise<boolean> {
  const rows = await transaction.query({
    text: `delete from second_factors where unit_id = $1 and user_id = $2 returning user_id`,
    values: [unitId, userId],
  });
  return rows.length > 0;
}

interface SealedRow {
  readonly userId: number;
  readonly sealed: Buffer;
}

/** Seals anew what `reseal` gives another text for; resolves to how many. */
export async function resealSecondFactors(
  transaction: Transaction,
  unitId: number,
  reseal: (userId: number, sealed: Buffer) => Buffer | undefined,
): Promise<number> {
  const rows = await transaction.query<SealedRow & object>({
    text: 'select user_id as "userId", sealed from second_factors where unit_id = $1 for update',
    values: [unitId],
  });
  let count = 0;
  for (const { userId, sealed } of rows) {
    const anew = reseal(userId, sealed);
    if (anew === undefined) continue;
    await transaction.query({
      text: 'update second_factors set sealed = $3 where unit_id = $1 and user_id = $2',
      values: [unitId, userId, anew],
    });
    count += 1;
  }
  return count;
}
