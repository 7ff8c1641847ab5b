import { createHash, type Hash } from 'node:crypto';
import { bearerToken } from '../access/authenticate.ts';
import { within } from '../database/within.ts';
import type { Transaction } from '../database/database.ts';
import { answerOnce, type OnceAnswer } from '../idempotency/answer-once.ts';
import { readIdempotencyKey } from '../idempotency/idempotency-key.ts';
import { answerText } from './answer-text.ts';
import type { Operation, OperationCall, Route } from './operation.ts';
import type { ApiParts } from './parts.ts';

/** On the answer to a repeat: nothing was done, this was answered before. */
export const replayedHeader = 'idempotent-replayed';

/** Whether the address does a request with an Idempotency-Key once. All that change something do; what only looks may be repeated anyway, and people see what has become of their own account. */
export function isKeyed({ method, need, operation }: Pick<Route, 'method' | 'need' | 'operation'>): boolean {
  if (need === 'nobody' || need === 'page' || need === 'session') return false;
  return method !== 'GET' && operation.changesNothing !== true;
}

export interface KeyedCall {
  readonly method: string;
  readonly path: string;
  /** Path and query, as they were sent. */
  readonly url: string;
  /** SHA-256 of the body as it was sent. */
  readonly bodyHash: string;
  readonly authorization: string | undefined;
  /** Of a caller who has signed in: the cookie of the session. */
  readonly cookie: string | undefined;
}

/** Runs an operation; with an Idempotency-Key once, however often it is asked for. */
export async function handleOnce(operation: Operation, call: OperationCall, request: KeyedCall): Promise<OnceAnswer> {
  const key = readIdempotencyKey(call.headers['idempotency-key']);
  const run = async (parts: ApiParts) => answerText(await operation.handle({ ...call, parts }));
  if (key === undefined) return { answer: await run(call.parts), replayed: false };
  const { unitId, tokenId, sessionId } = call.caller;
  const credential = bearerToken(request.authorization) ?? request.cookie ?? '';
  const fingerprint = fingerprintOf(request, call.headers['if-match']);
  const address = `${request.method} ${request.path}`;
  const keyed = { unitId, caller: tokenId ?? sessionId ?? '', credential, address, key, fingerprint };
  return answerOnce(call.parts.database, keyed, (transaction) => run(partsWithin(call.parts, transaction)));
}

/** What an operation is made of, inside the one transaction of its key: all that it writes goes there, and what it tells others waits for its commit. */
function partsWithin(parts: ApiParts, transaction: Transaction): ApiParts {
  let committed = false;
  transaction.afterCommit(() => (committed = true));
  // What the operation has kept for after its commit comes here when that of the whole is over.
  const tell = (action: () => void): void => {
    if (committed) action();
    else transaction.afterCommit(action);
  };
  return {
    ...parts,
    database: within(transaction),
    wake: (...lanes) => tell(() => parts.wake(...lanes)),
    changed: (unitId) => tell(() => parts.changed(unitId)),
    jobWaiting: () => tell(() => parts.jobWaiting()),
  };
}

function fingerprintOf({ method, url, bodyHash }: KeyedCall, ifMatch: unknown): string {
  const hash: Hash = createHash('sha256');
  for (const part of [method, url, typeof ifMatch === 'string' ? ifMatch : '', bodyHash]) {
    // The length before each part: no two requests are the same text.
    hash.update(`${part.length}:${part}`);
  }
  return hash.digest('hex');
}
