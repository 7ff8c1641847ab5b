import type { Queryable, Transaction } from '../database/database.ts';

/** Where an answer is kept. */
export interface Place {
  readonly unitId: number;
  /** Who used the key. */
  readonly caller: string;
  /** SHA-256 of the address and the key. */
  readonly key: Buffer;
}

export interface Found {
  /** The table of today. */
  readonly slot: number;
  /** null: nothing was answered within 24 hours. */
  readonly sealed: Buffer | null;
}

const slots = [0, 1, 2] as const;
/** Days since 1970, by the database's clock. */
const dayAt = (clock: string): string => `(extract(epoch from ${clock})::bigint / 86400)`;

/**
 * Keeps every other process from doing the request of this key until the transaction ends. A row cannot: it is not there yet. Statements that come
 * later see what the other one has written.
 */
export async function lockPlace(transaction: Transaction, { unitId, caller, key }: Place): Promise<void> {
  await transaction.query({
    name: 'lock-kept-answer',
    text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`,
    values: [`answer/${unitId}/${caller}/${key.toString('base64')}`],
  });
}

export async function findAnswer(transaction: Transaction, { unitId, caller, key }: Place): Promise<Found> {
  const all = slots.map((slot) => `select * from kept_answers_${slot}`).join(' union all ');
  const [row] = await transaction.query<Found>({
    name: 'find-kept-answer',
    text: `select (${dayAt('now()')} % 3)::integer as slot,
             (select sealed from (${all}) kept
              where unit_id = $1 and caller = $2 and key = $3 and at > now() - interval '24 hours' order by at desc limit 1) as sealed`,
    values: [unitId, caller, key],
  });
  if (row === undefined) throw new Error('the look-up of a kept answer gave no row');
  return row;
}

/** A row of the same key that is still there is older than 24 hours: findAnswer has looked. */
export async function insertAnswer(
  transaction: Transaction,
  { unitId, caller, key }: Place,
  slot: number,
  sealed: Buffer,
): Promise<void> {
  const table = `kept_answers_${slots[slot] ?? 0}`;
  await transaction.query({
    name: `insert-${table}`,
    text: `insert into ${table} (unit_id, caller, key, at, sealed) values ($1, $2, $3, now(), $4)
           on conflict (unit_id, caller, key) do update set at = excluded.at, sealed = excluded.sealed`,
    values: [unitId, caller, key, sealed],
  });
}

/** The table of tomorrow, where it still holds what was answered the day before yesterday; undefined: it is empty. */
export async function findPassedSlot(queryable: Queryable): Promise<number | undefined> {
  const [row] = await queryable.query<{ slot: number; filled: boolean[] }>({
    text: `select ((${dayAt('now()')} + 1) % 3)::integer as slot,
             array[${slots.map((slot) => `exists (select from kept_answers_${slot})`).join(', ')}] as filled`,
  });
  return row?.filled[row.slot] === true ? row.slot : undefined;
}

/**
 * Empties the table whole, unless its day has come meanwhile: who holds the lock knows that nothing of the new day is in it. The lock is asked for during
 * two seconds only; the error 55P03 says that somebody held it for longer, and then it is tried again at the next hour.
 */
export async function emptySlot(transaction: Transaction, slot: number): Promise<boolean> {
  const table = `kept_answers_${slots[slot] ?? 0}`;
  await transaction.query({ text: "set local lock_timeout to '2s'" });
  await transaction.query({ text: `lock table ${table} in access exclusive mode` });
  const [row] = await transaction.query<{ slot: number }>({
    text: `select ((${dayAt('clock_timestamp()')} + 1) % 3)::integer as slot`,
  });
  if (row?.slot !== slot) return false;
  await transaction.query({ text: `truncate ${table}` });
  return true;
}
