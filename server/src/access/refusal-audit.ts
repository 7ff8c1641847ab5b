import type { Logger } from '../log.ts';

/** A call that a token or session was refused, or an attempt to sign in. */
export interface RefusedCall {
  /** The token's unit; of a token that is not known the unit in the path, if there is one. */
  readonly unitId: number | undefined;
  readonly tokenId?: string | undefined;
  readonly tokenName?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly userName?: string | undefined;
  readonly address: string;
  readonly method: string;
  readonly path: string;
  /** The sentence of the refusal. */
  readonly reason: string;
}

/** One row of the audit: the first call of its kind, or how many more came after it. */
export interface RefusalNote extends RefusedCall {
  readonly times: number;
  readonly from: Date;
  readonly to: Date;
}

export interface RefusalAuditOptions {
  readonly write: (note: RefusalNote) => Promise<void>;
  readonly log: Logger;
  readonly now: () => Date;
}

interface Kind {
  readonly first: RefusedCall;
  more: number;
  readonly since: Date;
  last: Date;
}

const windowMs = 600_000;
const mostKinds = 100;

/**
 * Every refusal of a token stands in the audit, and a flood of them does not fill the disk. What has the same token, address and reason is one kind: its
 * first call is written before it is answered, those of the next ten minutes are counted and written as one row when these are over, or when the
 * server stops. Beyond 100 kinds in ten minutes, such as guesses from a thousand addresses, everything else is one kind more. So a process writes 202 rows
 * in ten minutes at the most, some 30 KB; a process that is killed loses the counts of ten minutes, never a first call.
 */
export class RefusalAudit {
  readonly #options: RefusalAuditOptions;
  readonly #kinds = new Map<string, Kind>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RefusalAuditOptions) {
    this.#options = options;
  }

  async note(call: RefusedCall): Promise<void> {
    const now = this.#options.now();
    const own = JSON.stringify([call.unitId, call.tokenId ?? call.sessionId, call.userName, call.address, call.reason]);
    const key = this.#kinds.has(own) || this.#kinds.size < mostKinds ? own : '';
    const known = this.#kinds.get(key);
    if (known !== undefined) {
      known.more += 1;
      known.last = now;
      return;
    }
    const first = key === '' ? { ...call, reason: 'Too many different refusals to tell them apart.' } : call;
    this.#kinds.set(key, { first, more: 0, since: now, last: now });
    this.#timer ??= setTimeout(() => void this.flush(), windowMs).unref();
    await this.#write({ ...first, times: 1, from: now, to: now });
  }

  /** Writes what was counted; the next refusal of each kind is a first one again. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const counted = [...this.#kinds.values()].filter(({ more }) => more > 0);
    this.#kinds.clear();
    for (const { first, more, since, last } of counted) {
      await this.#write({ ...first, times: more, from: since, to: last });
    }
  }

  /** A refusal is answered all the same when the audit cannot be written. */
  async #write(note: RefusalNote): Promise<void> {
    try {
      await this.#options.write(note);
    } catch (error) {
      this.#options.log.error(
        { event: 'audit.failed', error, ...note },
        'A refused call could not be written to the audit.',
      );
    }
  }
}
