/** A kind of refusal, as docs/errors.md and `/problems/{code}` tell it. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** When it is answered. */
  readonly meaning: string;
  /** What the caller, or somebody whom the caller can ask, does about it. */
  readonly remedy: string;
  /** How it may look. */
  readonly example: { readonly detail: string; readonly errors: readonly Fault[] };
}

/**
 * The one table of everything Gangway refuses. A refusal is answered as a problem document (RFC 9457) whose `type` is
 * `/problems/{code}`; the codes are stable, the sentences may be improved. docs/errors.md and the addresses `/problems/{code}` are made from this table.
 */
export const problemKinds = {
  'invalid-body': {
    status: 400,
    title: 'The body cannot be used',
    meaning:
      'The body lacks a field, has one that is not known, or one of the wrong kind. Each fault stands under `errors` with its path.',
    remedy: 'Mend every fault that `errors` names and send the whole body again. The OpenAPI document has its shape.',
    example: {
      detail: 'The body has a fault at ipRanges: This list needs at least one entry.',
      errors: [{ message: 'This list needs at least one entry.', path: 'ipRanges' }],
    },
  },
  'invalid-parameter': {
    status: 400,
    title: 'A parameter cannot be used',
    meaning:
      'A part of the address cannot be read: an id that is no number, an unknown name in the query, a filter with a slip in it.',
    remedy: 'Correct the parameter that the sentence names. In a filter, `errors` names line and column.',
    example: {
      detail: 'The address has a fault at limit: A whole number from 1 to 1000 is needed here.',
      errors: [{ message: 'A whole number from 1 to 1000 is needed here.', path: 'limit' }],
    },
  },
  'invalid-json': {
    status: 400,
    title: 'The body is not JSON',
    meaning: 'The body is not JSON in UTF-8. `errors` names line and column.',
    remedy: 'Send JSON in UTF-8, each key once in its object, no deeper than 64 levels.',
    example: {
      detail:
        'The body cannot be read as JSON: line 3, column 1: A comma or the closing brace of the object is needed here.',
      errors: [{ message: 'A comma or the closing brace of the object is needed here.', line: 3, column: 1 }],
    },
  },
  'unreadable-body': {
    status: 400,
    title: 'The body cannot be read',
    meaning:
      'The body of a call to an API definition is no XML, CSV or form, or its bytes are no text in the charset that it names. `errors` names line and column.',
    remedy:
      'Send what the definition takes, in the charset that the content type names. `POST /api/v1/{unit}/definitions/{name}/preview` shows how a body is read.',
    example: {
      detail: 'The body cannot be read as XML: line 2, column 8: The element <pass> is not closed.',
      errors: [{ message: 'The element <pass> is not closed.', line: 2, column: 8 }],
    },
  },
  'message-refused': {
    status: 422,
    title: 'The message is not accepted',
    meaning:
      'The API definition at this address does not take this message; the sentence is its author’s. Nothing was written.',
    remedy:
      'Read the sentence: it was written for the sender of this message. Ask the definition’s owner where it does not help.',
    example: { detail: 'This reader sends only arrivals; a departure has no place here.', errors: [] },
  },
  'invalid-record': {
    status: 422,
    title: 'The record has faults',
    meaning:
      'The record would break a rule of its entity: a required field, a format, a reference to a record that is not there. Nothing was written.',
    remedy: 'Mend every fault that `errors` names and send the change again.',
    example: {
      detail: 'The document has 2 faults; each stands under errors.',
      errors: [
        { message: '"companyId" is missing.', path: 'companyId' },
        { message: 'A number is needed here, not the text "a lot".', path: 'lines[0].vatRate' },
      ],
    },
  },
  'invalid-configuration': {
    status: 422,
    title: 'The configuration has faults',
    meaning:
      'An object of the configuration, or a setting of the environment, has faults. All of them stand under `errors`; nothing was changed.',
    remedy: 'Mend every fault that `errors` names and apply the whole again; nothing of it was taken over.',
    example: {
      detail: 'The configuration has a fault: each stands under errors.',
      errors: [
        {
          message: 'There is no connection "acounting". Did you mean "accounting"?',
          path: 'triggers[0].deliver[0].connection',
        },
      ],
    },
  },
  unauthenticated: {
    status: 401,
    title: 'No valid token',
    meaning: 'The token is missing, mistyped, unknown, revoked or expired, or its user was deleted.',
    remedy: 'Send a good token: `Authorization: Bearer TOKEN`. `gangway token create` makes one.',
    example: {
      detail: 'Send a token: the header "Authorization: Bearer TOKEN". `gangway token create` makes one.',
      errors: [],
    },
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    meaning:
      'The token is good, but not for this: another unit, another address, a method or path that it may not use, a group that its user is not in.',
    remedy:
      'Ask a configurator for a token that may do this, or an administrator for the right. Repeating the call does not help.',
    example: { detail: 'This token may not use PATCH, only GET.', errors: [] },
  },
  'sign-in-refused': {
    status: 401,
    title: 'Not signed in',
    meaning:
      'Login and password do not belong together, or a code of the second factor, an invitation or the set-up is wrong, used or too old. Which of them it is, and whether there is such a user, is not told.',
    remedy:
      'Type it again. A forgotten password is replaced by an administrator (`POST /api/v1/{unit}/users/{id}/invitation`), an administrator’s own by `gangway password`.',
    example: { detail: 'Login or password is wrong.', errors: [] },
  },
  'foreign-page': {
    status: 403,
    title: 'Not called by a page of this server',
    meaning:
      'A call with the cookie of a session that changes something was not made by the console: its `Origin` is another one, or the header `Gangway-Csrf` does not belong to the session.',
    remedy:
      'Reload the page. Behind a proxy set GANGWAY_PUBLIC_URL, or let the proxy pass on the header `Host`. Programs use a token.',
    example: {
      detail:
        'The header Gangway-Csrf is missing, or belongs to another session. GET /api/v1/session answers it; reload the page.',
      errors: [],
    },
  },
  'locked-out': {
    status: 429,
    title: 'Too many failed attempts to sign in',
    meaning:
      'Too many attempts with this login, or from this address, have failed one after the other. Each further one makes the wait longer, up to a quarter of an hour.',
    remedy: 'Wait as many seconds as `Retry-After` says. The sentence has the time.',
    example: {
      detail:
        'Too many attempts to sign in with this login have failed. Try again in 30 seconds (2026-11-24T10:02:41Z).',
      errors: [],
    },
  },
  busy: {
    status: 503,
    title: 'Too much at once',
    meaning:
      'More people are signing in at this moment than passwords can be compared. Nothing was counted against you.',
    remedy: 'Send it again after as many seconds as `Retry-After` says.',
    example: {
      detail: 'Too many people are signing in at this moment. Try again in a few seconds.',
      errors: [],
    },
  },
  'rate-limited': {
    status: 429,
    title: 'Too many calls',
    meaning:
      'The token has made as many calls within a minute as it may. The headers `Retry-After` and `RateLimit` say when it may go on.',
    remedy: 'Wait as many seconds as `Retry-After` says, then go on, more slowly.',
    example: {
      detail: 'This token may make 60 calls within a minute, and has made them. Try again in 12 seconds.',
      errors: [],
    },
  },
  'not-found': {
    status: 404,
    title: 'Not there',
    meaning: 'There is no such address, or nothing with this id or name.',
    remedy: 'Check the address, the unit, and the id or name. `GET /openapi.json` lists every address.',
    example: { detail: 'There is no document with the id 7 in unit 1.', errors: [] },
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address has no such method',
    meaning: 'The address exists, but not with this method. The header `Allow` lists those that it has.',
    remedy: 'Use one of the methods in the header `Allow`.',
    example: { detail: '/healthz has no DELETE. It has GET, HEAD.', errors: [] },
  },
  'revision-conflict': {
    status: 409,
    title: 'The record was changed meanwhile',
    meaning:
      'The record has another revision than the request expected. Read it again, and repeat the change on what it is now.',
    remedy: 'Read the record, put your change on what it is now, and send that with the new revision.',
    example: {
      detail: 'The document was changed meanwhile: it has revision 4, not 3. Read it again, then repeat the change.',
      errors: [{ message: 'The present revision is 4.', path: 'revision' }],
    },
  },
  'already-exists': {
    status: 409,
    title: 'It exists already',
    meaning: 'Something with this name, registration or other unique value is there already.',
    remedy: 'Change what is there, or choose another name or registration.',
    example: { detail: 'There is a connection "accounting" already. PUT replaces it.', errors: [] },
  },
  'illegal-transition': {
    status: 409,
    title: 'The status cannot change like this',
    meaning:
      'The status of the record has no way to the new one, or not for this user. The sentence names what is allowed.',
    remedy: 'Take a way that the sentence names, or ask somebody in the group that may.',
    example: {
      detail: 'A document cannot go from OPEN to PAID. From OPEN it can go to PROCESSING or CANCELLED.',
      errors: [{ message: 'A document cannot go from OPEN to PAID.', path: 'status' }],
    },
  },
  'illegal-state': {
    status: 409,
    title: 'Not possible in the present state',
    meaning:
      'What was asked for is not possible in the present state, such as cancelling a delivery that was delivered. The sentence names the state.',
    remedy: 'Look at the present state, and ask for what it allows.',
    example: { detail: 'This delivery was delivered. Only what has not been sent can be cancelled.', errors: [] },
  },
  'malformed-request': {
    status: 400,
    title: 'This is no request of HTTP/1.1',
    meaning:
      'What came cannot be read as a request: another protocol, a header with forbidden characters, no `Host` or two of them. Mostly a wrong port, or https where http is spoken.',
    remedy: 'Check host, port and scheme of the address, and what a proxy on the way makes of the request.',
    example: { detail: 'A request has the header Host once; this one has it 2 times.', errors: [] },
  },
  'request-timeout': {
    status: 408,
    title: 'The request did not arrive in time',
    meaning:
      'The headers took longer than 30 seconds to arrive, or the whole request longer than two minutes. Nothing was done. Send it again, in smaller parts where the line is slow.',
    remedy: 'Send it again; where the line is slow, in smaller parts.',
    example: {
      detail: 'The request did not arrive in time. Send it again, in smaller parts where the line is slow.',
      errors: [],
    },
  },
  'too-large': {
    status: 413,
    title: 'Too large',
    meaning:
      'The body or the answer would be larger than is allowed. The sentence names the limit, and how to ask for less.',
    remedy: 'Send it in smaller parts; ask for fewer rows or columns.',
    example: {
      detail:
        'The answer would be 11.4 MB, and 10 MB is the most. Ask for less at a time: a smaller limit, fewer columns, or a narrower filter.',
      errors: [],
    },
  },
  'address-too-long': {
    status: 414,
    title: 'The address is too long',
    meaning:
      'Path and query have more than 16,384 characters together. Ask with a shorter filter, or in several requests.',
    remedy: 'Shorten the filter, or ask in several requests.',
    example: {
      detail:
        'The address has 17021 characters, and 16384 are the most. Ask with a shorter filter, or in several requests.',
      errors: [],
    },
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    meaning: 'The headers and the address have more than 32 KB together. Send fewer or shorter headers.',
    remedy: 'Send fewer or shorter headers; cookies of other programs on the same host are the usual reason.',
    example: {
      detail: 'The headers and the address are longer than 32 KB together. Send fewer or shorter headers.',
      errors: [],
    },
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The content type is not understood',
    meaning:
      'The body is not declared as JSON in UTF-8, or it is compressed. Send `Content-Type: application/json`, and no `Content-Encoding`.',
    remedy: 'Send JSON in UTF-8 with `Content-Type: application/json`, uncompressed.',
    example: { detail: 'Send JSON with the header "Content-Type: application/json".', errors: [] },
  },
  'key-reused': {
    status: 422,
    title: 'The idempotency key belongs to another request',
    meaning:
      'The `Idempotency-Key` was used at this address within the last 24 hours for a request with another query, `If-Match` or body. Give every request that is not a repeat a key of its own.',
    remedy: 'Repeat the earlier request exactly as it was, or give this one a key of its own.',
    example: {
      detail:
        'The Idempotency-Key "7f3c" was used for another request at this address within the last 24 hours: another query, If-Match or body. Repeat that one unchanged, or give this one a key of its own.',
      errors: [],
    },
  },
  'secret-missing': {
    status: 422,
    title: 'A secret is missing',
    meaning:
      'A `{{secret:name}}` is used whose value was never given, or that no key at hand opens. Apply the file with the secret’s value.',
    remedy: 'Apply the file again with the secret’s value beside it, or start with the key that opens it.',
    example: { detail: 'The secret "accounting" has no value. Apply the file with it.', errors: [] },
  },
  'definition-failed': {
    status: 500,
    title: 'The definition cannot answer',
    meaning:
      'The API definition at this address has a fault of its own: a template that cannot be rendered, a user or secret that is not there. Nothing was written; send the same again when a configurator has mended it.',
    remedy: 'Tell a configurator; the sentence and the alert name the place. Send the message again afterwards.',
    example: {
      detail: 'The definition "gate" acts as a user who is not there any more. A configurator has to name another.',
      errors: [],
    },
  },
  'internal-error': {
    status: 500,
    title: 'A fault in Gangway',
    meaning: 'A fault of ours. The log holds the cause; the same request may be sent again.',
    remedy: 'Send it again once. If it fails again, tell the operator the time: the log has the cause.',
    example: { detail: 'Something went wrong inside Gangway. The operator finds the cause in the log.', errors: [] },
  },
  'database-unavailable': {
    status: 503,
    title: 'The database cannot be reached',
    meaning: 'PostgreSQL does not answer. Nothing was written. The header `Retry-After` says when to try again.',
    remedy: 'Send it again after as many seconds as `Retry-After` says.',
    example: { detail: 'The database cannot be reached: connect ECONNREFUSED. Try again in a moment.', errors: [] },
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemKinds;

/** One fault and its place: `path` is a field path such as `lines[2].vatRate`, `line`/`column` a place in a template (from 1). */
export interface Fault {
  readonly message: string;
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
}

/** An expected refusal. Everything else that is thrown is a bug and answered 500 without detail. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ProblemCode;
  /** Every fault at once, so that a caller can mend all of them in one go. */
  readonly faults: readonly Fault[];
  /** In how many seconds it may come again, where that is known: the header `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ProblemCode,
    sentence: string,
    faults: readonly Fault[] = [],
    options: { readonly cause?: unknown; readonly retryAfterSeconds?: number } = {},
  ) {
    super(sentence, options);
    this.code = code;
    this.faults = faults;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Throws a refusal; the sentence says what to do. */
export function refuse(code: ProblemCode, sentence: string, faults: readonly Fault[] = []): never {
  throw new Refusal(code, sentence, faults);
}
