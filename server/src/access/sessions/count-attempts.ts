import { createHash } from 'node:crypto';
import type { Database, Transaction } from '../../database/database.ts';
import { Refusal } from '../../errors.ts';
import { forgetAttempts, giveBackAttempt, lockSubjects, readAttempts, writeAttempt } from './attempt-store.ts';
import { judgeAttempt, lockRules } from './lock-out.ts';

/** What an attempt is held against. `words` stands in the sentence. */
export interface Subject {
  readonly kind: keyof typeof lockRules;
  readonly key: Buffer;
  readonly words: string;
}

const subject = (kind: Subject['kind'], text: string, words: string): Subject => ({
  kind,
  key: createHash('sha256').update(`${kind}/${text}`).digest(),
  words,
});

/** What was typed as the login, whether there is such a user or not. */
export const ofLogin = (typed: string): Subject =>
  subject('login', typed.trim().normalize('NFKC').toLowerCase(), 'with this login');

/** Of IPv6 the network of 64 bits: one machine has all of its addresses. */
export function ofAddress(address: string): Subject {
  const network = address.includes(':') ? networkOf(address) : address;
  return subject('address', network, `from ${address}`);
}

export const ofSecondFactor = (unitId: number, userId: number): Subject =>
  subject('secondFactor', `${unitId}/${userId}`, 'with a second factor');

/** Of somebody who has signed in: the present password is asked for once more. */
export const ofAccount = (unitId: number, userId: number): Subject =>
  subject('login', `account/${unitId}/${userId}`, 'or to confirm the password of this account');

function networkOf(address: string): string {
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  if (tail === undefined) return left.slice(0, 4).join(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}

/** An attempt that may be made. */
export interface Attempt {
  /** How long the next one has to wait if this one fails; 0: not at all. */
  readonly waitMs: number;
  /** One of its subjects has to wait from now on for the first time. */
  readonly locks: boolean;
  /** It was right: nothing is held against the login any more, and this attempt not against the address. */
  succeeded(transaction: Transaction): Promise<void>;
  /** It could not be judged. */
  giveBack(): Promise<void>;
}

/** Counts an attempt before it is made, or refuses (`locked-out`) with the time from which it may be made. */
export async function takeAttempt(database: Database, subjects: readonly Subject[], now: Date): Promise<Attempt> {
  return database.transaction(async (transaction) => {
    await lockSubjects(
      transaction,
      subjects.map(({ key }) => key),
    );
    const verdicts = [];
    for (const each of subjects) {
      const verdict = judgeAttempt(lockRules[each.kind], await readAttempts(transaction, each.key));
      // Before anything is written: who has to wait leaves no row behind, however many logins are tried.
      if (!verdict.allowed) throw lockedOut(each, verdict.waitMs, now);
      verdicts.push({ ...verdict, ...each });
    }
    for (const verdict of verdicts) await writeAttempt(transaction, verdict.key, verdict);
    return {
      waitMs: Math.max(...verdicts.map(({ blockMs }) => blockMs)),
      locks: verdicts.some(({ kind, failures }) => failures === lockRules[kind].free),
      succeeded: async (later) => {
        for (const { kind, key } of subjects) await (kind === 'address' ? giveBackAttempt : forgetAttempts)(later, key);
      },
      giveBack: async () => {
        for (const { key } of subjects) await giveBackAttempt(database, key);
      },
    };
  });
}

function lockedOut({ words }: Subject, waitMs: number, now: Date): Refusal {
  const sentence = `Too many attempts to sign in ${words} have failed. ${waitSentence(waitMs, now)}`;
  return new Refusal('locked-out', sentence, [], { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });
}

/** From when on one may try again, in words and by the clock. */
export function waitSentence(waitMs: number, now: Date): string {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const words = seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  const until = new Date(now.getTime() + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  return `Try again in ${words} (${until}).`;
}
