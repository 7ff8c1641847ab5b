import { GangwayError, type Problem, problemError, UnreachableError } from './errors.ts';

export interface GangwayOptions {
  /** Where Gangway is: `https://gangway.example.com`. */
  readonly url: string;
  /** `gw_...` */
  readonly token: string;
  /** The business unit. */
  readonly unit: number;
  /** How often a call is repeated that found nobody, or a server that asked to come back. Default 4. */
  readonly retries?: number;
  /** Milliseconds that one attempt may take. Default 30,000. */
  readonly timeoutMs?: number;
  /** Another `fetch`, for proxies and tests. */
  readonly fetch?: typeof fetch;
}

export type Query = Readonly<
  Record<string, string | number | boolean | readonly (string | number)[] | null | undefined>
>;

export interface CallOptions {
  readonly query?: Query | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The caller's own key for a call that writes; one is made otherwise, and stays the same in every repeat. */
  readonly idempotencyKey?: string | undefined;
}

/** Statuses that say nothing about what was asked, only about the moment. */
const passing: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);
const firstPauseMs = 250;
const longestPauseMs = 30_000;

/** One call, repeated where a repeat can help. A call that writes carries an idempotency key, so that a repeat does nothing twice. */
export class Transport {
  readonly #options: GangwayOptions;
  readonly #base: string;

  constructor(options: GangwayOptions) {
    if (options.token === '') throw new GangwayError('Give the token of a user: new Gangway({ url, token, unit }).');
    this.#options = options;
    this.#base = options.url.replace(/\/+$/, '');
  }

  get unit(): number {
    return this.#options.unit;
  }

  async call<Answer>(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const { retries = 4, fetch: send = fetch, timeoutMs = 30_000, token } = this.#options;
    const writes = method !== 'GET';
    const headers: Record<string, string> = {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(writes ? { 'idempotency-key': options.idempotencyKey ?? crypto.randomUUID() } : {}),
      ...options.headers,
    };
    const url = this.#base + path + queryText(options.query);
    const body = options.body === undefined ? null : JSON.stringify(options.body);
    for (let attempt = 0; ; attempt += 1) {
      options.signal?.throwIfAborted();
      const signal = anySignal(options.signal, AbortSignal.timeout(timeoutMs));
      let pauseMs = Math.min(firstPauseMs * 2 ** attempt, longestPauseMs) * (0.5 + Math.random() / 2);
      try {
        const response = await send(url, { method, headers, body, signal, redirect: 'error' });
        const text = await response.text();
        if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as Answer;
        const problem = problemOf(response, text);
        if (!passing.has(response.status) || attempt >= retries) throw problemError(problem);
        pauseMs = Math.max(pauseMs, retryAfterMs(response));
      } catch (cause) {
        if (cause instanceof GangwayError) throw cause;
        options.signal?.throwIfAborted();
        if (attempt >= retries) {
          throw new UnreachableError(`${this.#base} does not answer: ${wordsOf(cause)}`, { cause });
        }
      }
      await pause(pauseMs, options.signal);
    }
  }
}

function anySignal(one: AbortSignal | undefined, other: AbortSignal): AbortSignal {
  return one === undefined ? other : AbortSignal.any([one, other]);
}

function queryText(query: Query = {}): string {
  const parts = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null
      ? []
      : [`${encodeURIComponent(name)}=${encodeURIComponent([value].flat().join(','))}`],
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function problemOf(response: Response, text: string): Problem {
  try {
    const problem = JSON.parse(text) as Partial<Problem>;
    if (typeof problem.type === 'string' && typeof problem.detail === 'string') {
      return { title: '', ...problem, status: response.status, type: problem.type, detail: problem.detail };
    }
  } catch {
    // Not Gangway's answer: a proxy's page, most likely.
  }
  const detail = `The answer has the status ${response.status} and is none of Gangway's. Check the address.`;
  return { type: 'about:blank', title: response.statusText, status: response.status, detail };
}

function retryAfterMs(response: Response): number {
  const text = response.headers.get('retry-after') ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 300_000) : 0;
}

/** Resolves after so many milliseconds; rejects with the signal's reason when it is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason instanceof Error ? signal.reason : new GangwayError('The call was aborted.'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
