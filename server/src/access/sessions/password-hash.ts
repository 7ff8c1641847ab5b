import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Refusal } from '../../errors.ts';

/** What one comparison costs; tests take less. */
export interface HashCost {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** The least that OWASP's Password Storage Cheat Sheet asks of Argon2id: 19 MiB, two passes, one lane. About 25 ms. Raised here, old hashes are written anew as people sign in. */
const owaspLeast: HashCost = { memory: 19_456, passes: 2, parallelism: 1 };
const saltBytes = 16;
const hashBytes = 32;

/**
 * Hashing takes a whole core. Two at once, and one on a machine of two cores, leave the event loop one of its own: with two of two, calls beside a flood of sign-ins took a second and
 * more. Of libuv's four threads files and names keep two or three.
 */
export const hashesAtOnce = Math.max(1, Math.min(2, availableParallelism() - 1));
/** A second or two of work; who comes later is told so instead of waiting. */
export const mostWaiting = 40;

/** Sign-ins under way at once, their statements included. */
export const mostInside = 32;

interface Stored extends HashCost {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

export interface Verdict {
  readonly ok: boolean;
  /** It was stored with less than is asked today: store it anew. */
  readonly outdated: boolean;
}

/** Hashes and compares passwords with Argon2id (RFC 9106), a few at once. One for each process. */
export class PasswordHasher {
  readonly #cost: HashCost;
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(cost: HashCost = owaspLeast) {
    this.#cost = cost;
  }

  /** A sign-in as a whole: what is too much is told so before it costs a statement, or the connections to the database would all be taken. */
  async enter<T>(signIn: () => Promise<T>): Promise<T> {
    if (this.#inside >= mostInside) throw busy();
    this.#inside += 1;
    try {
      return await signIn();
    } finally {
      this.#inside -= 1;
    }
  }

  /** As it is stored: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`, the format that every library of Argon2 writes. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(saltBytes);
    const hash = await this.#compute(password, { ...this.#cost, salt }, hashBytes);
    const { memory, passes, parallelism } = this.#cost;
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${plain(salt)}$${plain(hash)}`;
  }

  /** Against nothing (`undefined`) it takes as long and says no, so that an answer's time does not tell whether there is such a user. */
  async verify(password: string, stored: string | undefined): Promise<Verdict> {
    const known = stored === undefined ? undefined : read(stored);
    const against = known ?? { ...this.#cost, salt: Buffer.alloc(saltBytes), hash: Buffer.alloc(hashBytes) };
    const hash = await this.#compute(password, against, against.hash.length);
    const ok = timingSafeEqual(hash, against.hash) && known !== undefined;
    return { ok, outdated: ok && (against.memory < this.#cost.memory || against.passes < this.#cost.passes) };
  }

  async #compute(password: string, { memory, passes, parallelism, salt }: Omit<Stored, 'hash'>, tagLength: number) {
    await this.#turn();
    try {
      const message = password.normalize('NFKC');
      return await new Promise<Buffer>((resolve, reject) =>
        argon2(
          'argon2id',
          { message, nonce: salt, memory, passes, parallelism, tagLength },
          (error: Error | null, hash: Buffer) => {
            if (error === null) resolve(hash);
            else reject(error);
          },
        ),
      );
    } finally {
      // The next one takes the place of this one, so the count stays.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  #turn(): Promise<void> {
    if (this.#running < hashesAtOnce) {
      this.#running += 1;
      return Promise.resolve();
    }
    if (this.#waiting.length >= mostWaiting) throw busy();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

function busy(): Refusal {
  const sentence = 'Too many people are signing in at this moment. Try again in a few seconds.';
  return new Refusal('busy', sentence, [], { retryAfterSeconds: 5 });
}

function plain(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}

function read(stored: string): Stored {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(stored);
  const [, memory, passes, parallelism, salt = '', hash = ''] = parts ?? [];
  if (parts === null) throw new Error('a stored password is not of a kind that this version knows');
  return {
    ...{ memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    ...{ salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') },
  };
}
