/** What a browser may send from another origin, and what a page of another origin may see of the answer. */
const allowedHeaders = 'authorization, content-type, idempotency-key, if-match';
const exposedHeaders =
  'etag, idempotent-replayed, link, location, ratelimit, ratelimit-policy, retry-after, www-authenticate';
/** Ten minutes: a change of GANGWAY_CORS_ORIGINS counts soon. */
const preflightSeconds = 600;

/** Pages of which origins may read answers (GANGWAY_CORS_ORIGINS); none unless named. Origins are compared letter by letter. */
export interface CrossOrigin {
  /** Headers of an answer to a request that names this Origin. */
  headersFor(origin: string | undefined): Readonly<Record<string, string>>;
  /** Headers of the answer to a preflight; undefined: it is none, or comes from an origin that is not named. */
  preflight(
    origin: string | undefined,
    wanted: string | undefined,
    methods: readonly string[],
  ): Readonly<Record<string, string>> | undefined;
}

/** CORS (https://fetch.spec.whatwg.org/#http-cors-protocol). Credentials are never allowed: a token stands in a header, and the cookie of a session is for pages of this server alone. */
export function crossOrigin(origins: readonly string[]): CrossOrigin {
  const known = new Set(origins);
  // Caches between must not give one origin what was answered to another.
  const vary = known.size === 0 ? {} : { vary: 'origin' };
  return {
    headersFor(origin) {
      if (origin === undefined || !known.has(origin)) return vary;
      return {
        ...vary,
        'access-control-allow-origin': origin,
        'access-control-expose-headers': exposedHeaders,
        'cross-origin-resource-policy': 'cross-origin',
      };
    },
    preflight(origin, wanted, methods) {
      if (origin === undefined || wanted === undefined || !known.has(origin)) return undefined;
      return {
        'access-control-allow-methods': methods.join(', '),
        'access-control-allow-headers': allowedHeaders,
        'access-control-max-age': String(preflightSeconds),
      };
    },
  };
}
