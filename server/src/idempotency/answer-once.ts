import { createHash, randomBytes } from 'node:crypto';
import type { Database, Transaction } from '../database/database.ts';
import { refuse } from '../errors.ts';
import { inTurn } from './in-turn.ts';
import { type GivenAnswer, openAnswer, sealAnswer } from './seal-answer.ts';
import { findAnswer, insertAnswer, lockPlace, type Place } from './store.ts';

/** A request that shall be done once. */
export interface KeyedRequest {
  readonly unitId: number;
  /** Who asks: the id of the token. Keys of different callers have nothing to do with each other. */
  readonly caller: string;
  /** What only the caller has: the text of the token. */
  readonly credential: string;
  /** Method and path: the same key elsewhere is another one. */
  readonly address: string;
  /** The Idempotency-Key. */
  readonly key: string;
  /** SHA-256, in hexadecimal, of all that makes the request what it is. */
  readonly fingerprint: string;
}

export interface OnceAnswer {
  readonly answer: GivenAnswer;
  /** Nothing was done: this is what was answered when it was. */
  readonly replayed: boolean;
}

/**
 * Does a request once, however often it comes with the same key within 24 hours (draft-ietf-httpapi-idempotency-key-header).
 *
 * The answer is kept in the transaction in which `work` makes its changes, so there is no moment at which one is there without the other: a process that
 * is killed before the commit has done nothing, and one that is killed after it has kept its answer. Repeats that come meanwhile wait for the end of the
 * first and then answer the same. What throws, a refusal or a fault of ours, has changed nothing and is not kept: the repeat is judged anew, and may
 * succeed where the reason is gone. The same key with another
 * query, `If-Match` or body at the same address is refused (`key-reused`).
 */
export async function answerOnce(
  database: Database,
  request: KeyedRequest,
  work: (transaction: Transaction) => Promise<GivenAnswer>,
): Promise<OnceAnswer> {
  const key = createHash('sha256').update(`${request.address}\n${request.key}`).digest();
  const place: Place = { unitId: request.unitId, caller: request.caller, key };
  const name = `${place.unitId}/${place.caller}/${key.toString('base64')}`;
  return inTurn(name, () =>
    database.transaction(async (transaction) => {
      await lockPlace(transaction, place);
      const { slot, sealed } = await findAnswer(transaction, place);
      if (sealed !== null) return { answer: repeated(sealed, request, name), replayed: true };
      const answer = await work(transaction);
      const kept = { fingerprint: request.fingerprint, answer };
      await insertAnswer(transaction, place, slot, sealAnswer(kept, request.credential, name, randomBytes(12)));
      return { answer, replayed: false };
    }),
  );
}

function repeated(sealed: Buffer, { credential, fingerprint, key }: KeyedRequest, name: string): GivenAnswer {
  const kept = openAnswer(sealed, credential, name);
  if (kept.fingerprint === fingerprint) return kept.answer;
  return refuse(
    'key-reused',
    `The Idempotency-Key ${JSON.stringify(key)} was used for another request at this address within the last 24 hours: another query, If-Match or body. Repeat that one unchanged, or give this one a key of its own.`,
  );
}
