import { Refusal } from '../../errors.ts';
import type { Call } from '../judge-token.ts';
import type { SessionRow } from './session-store.ts';

/** How long a session lasts. */
export interface SessionTerms {
  /** Without a call (GANGWAY_SESSION_IDLE). */
  readonly idleMs: number;
  /** At most (GANGWAY_SESSION_LIFE). */
  readonly lifeMs: number;
}

/** Somebody whose password was right looks for the telephone. */
export const secondFactorMs = 600_000;

/** Why this session is none any more; undefined: it is one, though perhaps a code is still asked for. */
export function endOf(session: SessionRow, { idleMs, lifeMs }: SessionTerms, now: Date): Refusal | undefined {
  if (session.endedAt !== null) return ended(session.endedReason ?? 'It was ended.');
  if (session.userName === null || session.userDisabled) return ended('Your user was deleted or disabled.');
  const age = now.getTime() - session.createdAt.getTime();
  if (session.state === 'second-factor' && age >= secondFactorMs) return ended('The code was not given in time.');
  if (age >= lifeMs) return ended('It has lasted as long as a session may.');
  return now.getTime() - session.lastUsedAt.getTime() >= idleMs ? ended('It was not used for too long.') : undefined;
}

/** Why this session may not make this call; undefined: it may, as far as its user has the right. Terms of tokens (addresses, methods, paths, rates) have no place here. */
export function judgeSession(
  session: SessionRow,
  call: Pick<Call, 'unitId'>,
  terms: SessionTerms,
  now: Date,
): Refusal | undefined {
  const end = endOf(session, terms, now);
  if (end !== undefined) return end;
  if (session.state === 'second-factor') {
    return new Refusal(
      'unauthenticated',
      'Give the code of your second factor first: POST /api/v1/session/second-factor.',
    );
  }
  if (call.unitId === undefined || call.unitId === session.unitId) return undefined;
  return new Refusal('forbidden', `You belong to unit ${session.unitId}; write that unit in the path.`);
}

function ended(why: string): Refusal {
  return new Refusal('unauthenticated', `Your session has ended. ${why} Sign in again.`);
}
