import type { RangeList } from '../address-range.ts';
import type { Database } from '../database/database.ts';
import { Refusal } from '../errors.ts';
import type { Logger } from '../log.ts';
import { writeRefusal } from './audit-store.ts';
import { type Authenticate, authenticateWith, isAllowedAddress, keepGroups } from './authenticate.ts';
import type { Caller } from './caller.ts';
import type { Call, TokenRow } from './judge-token.ts';
import { rateHeaders, RateLimits } from './rate-limits.ts';
import { RefusalAudit } from './refusal-audit.ts';
import { type AuthenticateSession, authenticateSessionsWith } from './sessions/authenticate-session.ts';
import { secretOf } from './sessions/credential.ts';
import type { SessionTerms } from './sessions/judge-session.ts';
import { foreignPage, type PageFacts } from './sessions/own-page.ts';
import { takeCalls } from './token-rate-store.ts';

/** A call that may come in, or why not. `headers` belong to the answer in both cases. */
export type Admitted =
  | { readonly ok: true; readonly caller: Caller; readonly headers: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly refusal: Refusal; readonly headers: Readonly<Record<string, string>> };

export interface AdmissionParts {
  readonly database: Database;
  readonly log: Logger;
  readonly now: () => Date;
  /** From where calls are taken at all; undefined: from everywhere. */
  readonly allowedAddresses: RangeList | undefined;
  /** The address that others are told: a page of the console comes from there. */
  readonly publicUrl: () => string;
  readonly signIn: { readonly terms: SessionTerms };
}

/** Lets calls in by their tokens and sessions: one for each server, used by every route. */
export class Admission {
  readonly #parts: AdmissionParts;
  readonly #authenticate: Authenticate;
  readonly #authenticateSession: AuthenticateSession;
  readonly #rates: RateLimits;
  readonly #audit: RefusalAudit;

  constructor(parts: AdmissionParts) {
    const { database, log, now } = parts;
    this.#parts = parts;
    const groupsOf = keepGroups(database);
    this.#authenticate = authenticateWith(database, groupsOf);
    this.#authenticateSession = authenticateSessionsWith(database, groupsOf, parts.signIn.terms);
    this.#rates = new RateLimits((unitId, tokenId, calls) => takeCalls(database, unitId, tokenId, calls));
    this.#audit = new RefusalAudit({ write: (note) => writeRefusal(database, note), log, now });
  }

  /** Why nobody may call from there, whatever the token; undefined: they may. */
  refusedAddress({ from }: Pick<Call, 'from'>): Refusal | undefined {
    if (isAllowedAddress(from, this.#parts.allowedAddresses)) return undefined;
    const who = from.passedOnByStranger
      ? `calls that ${from.address} passes on, whose word on the caller is not taken: see GANGWAY_TRUSTED_PROXIES and`
      : `calls from ${from.address}: see`;
    return new Refusal('forbidden', `This server takes no ${who} GANGWAY_ALLOWED_ADDRESSES.`);
  }

  /** Address, token, rate, in this order; what the user may do is judged afterwards. A token that is refused stands in the audit. */
  async admit(authorization: string | undefined, call: Call): Promise<Admitted> {
    const elsewhere = this.refusedAddress(call);
    if (elsewhere !== undefined) return this.#refuse(elsewhere, call, { authorization });
    const found = await this.#authenticate(authorization, call, this.#parts.now());
    if (!found.ok) return this.#refuse(found.refusal, call, { authorization, token: found.token });
    const { caller, token } = found;
    if (token.ratePerMinute === null) return { ok: true, caller, headers: {} };
    const quota = await this.#rates.call(token.unitId, token.id, token.ratePerMinute);
    const headers = rateHeaders(quota);
    if (quota.allowed) return { ok: true, caller, headers };
    const sentence = `This token may make ${quota.limit} calls within a minute, and has made them. Try again in ${quota.resetSeconds} seconds.`;
    // The kind of refusal, for the audit: its sentence changes with every second.
    const reason = `This token may make ${quota.limit} calls within a minute.`;
    return this.#refuse(new Refusal('rate-limited', sentence), call, { authorization, token, headers, reason });
  }

  /** Whether a caller who was let in may still be here: neither counted as a call nor written down. */
  async judgeAgain(authorization: string | undefined, call: Call): Promise<Caller | undefined> {
    if (this.refusedAddress(call) !== undefined) return undefined;
    const found = await this.#authenticate(authorization, call, this.#parts.now());
    return found.ok ? found.caller : undefined;
  }

  /** The same of a session. That a page is open is no use of it: a session of which nobody makes use ends with its stream. */
  async judgeSessionAgain(cookie: string, call: Call): Promise<Caller | undefined> {
    if (this.refusedAddress(call) !== undefined) return undefined;
    const found = await this.#authenticateSession(cookie, call, this.#parts.now(), false);
    return found.ok ? found.caller : undefined;
  }

  /** Address, session, page, in this order. A cookie comes along by itself, so what changes something must have been asked for by a page of ours. */
  async admitSession(cookie: string, page: PageFacts, call: Call): Promise<Admitted> {
    const elsewhere = this.refusedAddress(call);
    if (elsewhere !== undefined) return { ok: false, refusal: elsewhere, headers: {} };
    const found = await this.#authenticateSession(cookie, call, this.#parts.now());
    // That a session has ended is nothing to tell of.
    if (!found.ok) return { ok: false, refusal: found.refusal, headers: {} };
    const { caller } = found;
    const foreign = foreignPage(page, secretOf(cookie), this.#parts.publicUrl());
    if (foreign === undefined) return { ok: true, caller, headers: {} };
    await this.noteForbidden(caller, call, foreign.message);
    return { ok: false, refusal: foreign, headers: {} };
  }

  /** For what a caller who was let in is refused by rights. */
  async noteForbidden(caller: Caller, call: Call, reason: string): Promise<void> {
    const { unitId, tokenId, sessionId, name: userName } = caller;
    const by = { tokenId: tokenId ?? undefined, sessionId: sessionId ?? undefined };
    await this.#audit.note({ ...factsOf(call), unitId, ...by, userName, reason });
  }

  /** For a call that an API definition has not let in: its password or signature was refused as a token is. */
  async noteRefused(call: Call, reason: string): Promise<void> {
    await this.#audit.note({ ...factsOf(call), unitId: call.unitId, reason });
  }

  /** Writes what was counted. */
  close(): Promise<void> {
    return this.#audit.flush();
  }

  async #refuse(refusal: Refusal, call: Call, facts: RefusedFacts): Promise<Admitted> {
    const { token, authorization, headers = {}, reason = refusal.message } = facts;
    // Without any token nobody's token was refused: browsers and monitors come by at every hour.
    if (authorization !== undefined) {
      const own = { tokenId: token?.id, tokenName: token?.name, userName: token?.userName ?? undefined };
      await this.#audit.note({ ...factsOf(call), unitId: token?.unitId ?? call.unitId, ...own, reason });
    }
    return { ok: false, refusal, headers };
  }
}

interface RefusedFacts {
  readonly authorization: string | undefined;
  readonly token?: TokenRow | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly reason?: string;
}

function factsOf({ method, path, from }: Call) {
  return { method, path, address: from.address };
}
