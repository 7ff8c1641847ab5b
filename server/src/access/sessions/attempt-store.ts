import type { Queryable, Transaction } from '../../database/database.ts';
import type { AttemptState } from './lock-out.ts';

/** Keeps others from judging the same subjects until the transaction ends. Sorted, so that two who lock the same ones cannot wait for each other. */
export async function lockSubjects(transaction: Transaction, subjects: readonly Buffer[]): Promise<void> {
  for (const subject of subjects.map((each) => each.toString('base64')).sort()) {
    await transaction.query({
      text: 'select pg_advisory_xact_lock(hashtextextended($1, 10))',
      values: [`sign-in/${subject}`],
    });
  }
}

/** By the database's clock, which all processes share. */
export async function readAttempts(queryable: Queryable, subject: Buffer): Promise<AttemptState | undefined> {
  const [row] = await queryable.query<AttemptState & object>({
    text: `select failures, (extract(epoch from clock_timestamp() - last_at) * 1000)::float8 as "sinceMs",
             greatest(0, coalesce(extract(epoch from blocked_until - clock_timestamp()) * 1000, 0))::float8 as "blockedMs"
           from sign_in_attempts where subject = $1`,
    values: [subject],
  });
  return row;
}

export async function writeAttempt(
  transaction: Transaction,
  subject: Buffer,
  { failures, blockMs }: { readonly failures: number; readonly blockMs: number },
): Promise<void> {
  await transaction.query({
    text: `insert into sign_in_attempts as a (subject, failures, last_at, blocked_until)
           values ($1, $2, clock_timestamp(), case when $3::float8 > 0 then clock_timestamp() + $3 * interval '1 millisecond' end)
           on conflict (subject) do update
             set failures = excluded.failures, last_at = excluded.last_at, blocked_until = excluded.blocked_until`,
    values: [subject, failures, blockMs],
  });
}

/** It has succeeded: nothing is held against this subject any more. */
export async function forgetAttempts(queryable: Queryable, subject: Buffer): Promise<void> {
  await queryable.query({ text: 'delete from sign_in_attempts where subject = $1', values: [subject] });
}

/** It has succeeded, or could not be judged: this one attempt does not count, those before it do. */
export async function giveBackAttempt(queryable: Queryable, subject: Buffer): Promise<void> {
  await queryable.query({
    text: 'update sign_in_attempts set failures = greatest(0, failures - 1), blocked_until = null where subject = $1',
    values: [subject],
  });
}

/** Rows that mean nothing any more: a few, once an hour. Each address brings as many as it has tries, and they end after a day. */
export async function forgetOldAttempts(queryable: Queryable): Promise<void> {
  await queryable.query({
    text: `delete from sign_in_attempts where last_at < now() - interval '1 day' and (blocked_until is null or blocked_until < now())`,
  });
}
