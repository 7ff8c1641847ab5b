import { isLoopbackRange, RangeList } from '../address-range.ts';
import { Refusal } from '../errors.ts';
import type { CallerAddress } from './caller-address.ts';

/** A stored token with the user that it acts as. */
export interface TokenRow {
  readonly unitId: number;
  readonly id: string;
  readonly name: string;
  readonly hash: Buffer;
  readonly ipRanges: readonly string[];
  readonly methods: readonly string[] | null;
  readonly paths: readonly string[] | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
  /** null: as many as it likes. */
  readonly ratePerMinute: number | null;
  readonly userId: number;
  /** null: the user was deleted. */
  readonly userName: string | null;
  readonly userDisabled: boolean;
  readonly groups: readonly string[];
  /** Of the unit: what its groups allow is as old as this. */
  readonly configurationVersion: number;
}

/** What is known of a call before its body is read. */
export interface Call {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly from: CallerAddress;
  /** The unit in the path; undefined where the path names none. */
  readonly unitId: number | undefined;
}

/**
 * Why this token may not make this call; undefined: it may. Whoever holds the token learns what is wrong with it; who does not hold
 * one learns nothing, because the row was found by the hash of the whole text.
 */
export function judgeToken(token: TokenRow, call: Call, now: Date): Refusal | undefined {
  if (token.revokedAt !== null)
    return new Refusal('unauthenticated', 'This token was revoked. Ask a configurator for a new one.');
  if (token.expiresAt !== null && token.expiresAt <= now) {
    return new Refusal(
      'unauthenticated',
      `This token expired at ${token.expiresAt.toISOString()}. Ask a configurator for a new one.`,
    );
  }
  if (token.userName === null || token.userDisabled) {
    return new Refusal(
      'unauthenticated',
      'The user of this token was deleted or disabled. Ask a configurator for a token of another user.',
    );
  }
  if (call.from.passedOnByStranger && token.ipRanges.every(isLoopbackRange)) {
    return new Refusal(
      'forbidden',
      'This token is good for calls from this machine only, and the request was passed on by a proxy that GANGWAY_TRUSTED_PROXIES does not name.',
    );
  }
  if (!rangesOf(token.ipRanges).contains(call.from.address)) {
    return new Refusal(
      'forbidden',
      `This token may not be used from ${call.from.address}. Add the address to its ipRanges, or call from one of them.`,
    );
  }
  if (call.unitId !== undefined && call.unitId !== token.unitId) {
    return new Refusal('forbidden', `This token belongs to unit ${token.unitId}; write that unit in the path.`);
  }
  // HEAD asks for what GET answers, without the body.
  const method = call.method === 'HEAD' ? 'GET' : call.method;
  if (token.methods !== null && !token.methods.includes(method)) {
    return new Refusal('forbidden', `This token may not use ${call.method}, only ${token.methods.join(', ')}.`);
  }
  if (token.paths !== null && !token.paths.some((pattern) => pathMatches(pattern, call.path))) {
    return new Refusal('forbidden', `This token may not use this path, only ${token.paths.join(', ')}.`);
  }
  return undefined;
}

const mostRanges = 1_000;
const compiled = new Map<string, RangeList>();

/** Reading a range takes longer than asking it, and most tokens have the same few. */
function rangesOf(ranges: readonly string[]): RangeList {
  const key = ranges.join(' ');
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (compiled.size >= mostRanges) compiled.clear();
  const made = new RangeList(ranges);
  compiled.set(key, made);
  return made;
}

/** `*` stands for anything within one part of the path, `**` at the end for everything below. */
export function pathMatches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const parts = path.split('/');
  if (wanted.at(-1) === '**') {
    wanted.pop();
    parts.length = Math.min(parts.length, wanted.length);
  }
  return wanted.length === parts.length && wanted.every((part, index) => part === '*' || part === parts[index]);
}
