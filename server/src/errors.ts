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
  },
  'invalid-parameter': {
    status: 400,
    title: 'A parameter cannot be used',
    meaning:
      'A part of the address cannot be read: an id that is no number, an unknown name in the query, a filter with a slip in it.',
  },
  'invalid-json': {
    status: 400,
    title: 'The body is not JSON',
    meaning: 'The body is not JSON in UTF-8. `errors` names line and column.',
  },
  'unreadable-body': {
    status: 400,
    title: 'The body cannot be read',
    meaning:
      'The body of a call to an API definition is no XML, CSV or form, or its bytes are no text in the charset that it names. `errors` names line and column.',
  },
  'message-refused': {
    status: 422,
    title: 'The message is not accepted',
    meaning:
      'The API definition at this address does not take this message; the sentence is its author’s. Nothing was written.',
  },
  'invalid-record': {
    status: 422,
    title: 'The record has faults',
    meaning:
      'The record would break a rule of its entity: a required field, a format, a reference to a record that is not there. Nothing was written.',
  },
  'invalid-configuration': {
    status: 422,
    title: 'The configuration has faults',
    meaning:
      'An object of the configuration, or a setting of the environment, has faults. All of them stand under `errors`; nothing was changed.',
  },
  'invalid-template': {
    status: 422,
    title: 'The template has faults',
    meaning: 'A template cannot be compiled, or not rendered for this record. `errors` names line and column in it.',
  },
  unauthenticated: {
    status: 401,
    title: 'No valid token',
    meaning: 'The token is missing, mistyped, unknown, revoked or expired, or its user was deleted.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    meaning:
      'The token is good, but not for this: another unit, another address, a method or path that it may not use, a group that its user is not in.',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many calls',
    meaning:
      'The token has made as many calls within a minute as it may. The headers `Retry-After` and `RateLimit` say when it may go on.',
  },
  'not-found': {
    status: 404,
    title: 'Not there',
    meaning: 'There is no such address, or nothing with this id or name.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address has no such method',
    meaning: 'The address exists, but not with this method. The header `Allow` lists those that it has.',
  },
  'revision-conflict': {
    status: 409,
    title: 'The record was changed meanwhile',
    meaning:
      'The record has another revision than the request expected. Read it again, and repeat the change on what it is now.',
  },
  'already-exists': {
    status: 409,
    title: 'It exists already',
    meaning: 'Something with this name, registration or other unique value is there already.',
  },
  'illegal-transition': {
    status: 409,
    title: 'The status cannot change like this',
    meaning:
      'The status of the record has no way to the new one, or not for this user. The sentence names what is allowed.',
  },
  'illegal-state': {
    status: 409,
    title: 'Not possible in the present state',
    meaning:
      'What was asked for is not possible in the present state, such as cancelling a delivery that was delivered. The sentence names the state.',
  },
  'malformed-request': {
    status: 400,
    title: 'This is no request of HTTP/1.1',
    meaning:
      'What came cannot be read as a request: another protocol, a header with forbidden characters, no `Host` or two of them. Mostly a wrong port, or https where http is spoken.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request did not arrive in time',
    meaning:
      'The headers took longer than 30 seconds to arrive, or the whole request longer than two minutes. Nothing was done. Send it again, in smaller parts where the line is slow.',
  },
  'too-large': {
    status: 413,
    title: 'Too large',
    meaning:
      'The body or the answer would be larger than is allowed. The sentence names the limit, and how to ask for less.',
  },
  'address-too-long': {
    status: 414,
    title: 'The address is too long',
    meaning:
      'Path and query have more than 16,384 characters together. Ask with a shorter filter, or in several requests.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    meaning: 'The headers and the address have more than 32 KB together. Send fewer or shorter headers.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The content type is not understood',
    meaning:
      'The body is not declared as JSON in UTF-8, or it is compressed. Send `Content-Type: application/json`, and no `Content-Encoding`.',
  },
  'key-reused': {
    status: 422,
    title: 'The idempotency key belongs to another request',
    meaning:
      'The `Idempotency-Key` was used within the last 24 hours for a request with another address, query, `If-Match` or body. Give every request that is not a repeat a key of its own.',
  },
  'address-refused': {
    status: 422,
    title: 'The address may not be called',
    meaning: 'The address is private, local or of a metadata service, and nobody allowed it for this connection.',
  },
  'secret-missing': {
    status: 422,
    title: 'A secret is missing',
    meaning:
      'A `{{secret:name}}` is used whose value was never given, or that no key at hand opens. Apply the file with the secret’s value.',
  },
  'definition-failed': {
    status: 500,
    title: 'The definition cannot answer',
    meaning:
      'The API definition at this address has a fault of its own: a template that cannot be rendered, a user or secret that is not there. Nothing was written; send the same again when a configurator has mended it.',
  },
  'internal-error': {
    status: 500,
    title: 'A fault in Gangway',
    meaning: 'A fault of ours. The log holds the cause; the same request may be sent again.',
  },
  'database-unavailable': {
    status: 503,
    title: 'The database cannot be reached',
    meaning: 'PostgreSQL does not answer. Nothing was written. The header `Retry-After` says when to try again.',
  },
} as const satisfies Record<string, { status: number; title: string; meaning: string }>;

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

  constructor(code: ProblemCode, sentence: string, faults: readonly Fault[] = [], options?: { cause?: unknown }) {
    super(sentence, options);
    this.code = code;
    this.faults = faults;
  }
}

/** Throws a refusal; the sentence says what to do. */
export function refuse(code: ProblemCode, sentence: string, faults: readonly Fault[] = []): never {
  throw new Refusal(code, sentence, faults);
}
